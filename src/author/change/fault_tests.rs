//! Changes on a file system that fails at any call: afterwards the files are the old or the new ones, whole, and the
//! answer says which.

use std::fs;
use std::path::Path;

use super::*;
use crate::author::disk::faults::{DiskFault, FaultPlan, FileTexts, texts_in, under, under_all};
use crate::author::{Lock, PATIENCE};

/// The text that no change must ever reach: a file elsewhere, to which a link is put.
const ELSEWHERE: &str = "elsewhere: 1\n";

struct BrokenPlace {
    root: tempfile::TempDir,
    state: tempfile::TempDir,
    elsewhere: tempfile::TempDir,
}

impl BrokenPlace {
    fn new() -> Self {
        let folder = || tempfile::tempdir().expect("a folder");
        let place = Self { root: folder(), state: folder(), elsewhere: folder() };
        for name in ["a.yaml", "b.yaml", "c.yaml"] {
            fs::write(place.root.path().join(name), "a: 1\nb: 2\n").expect("written");
        }
        fs::write(place.elsewhere.path().join("e.yaml"), ELSEWHERE).expect("written");
        place
    }

    fn lock(&self) -> Result<Lock, WriteError> {
        Lock::take(self.root.path(), Some(self.state.path()), PATIENCE)
    }

    /// The change: two files are edited, one is created in a new folder, one at the end is edited.
    fn change(&self, lock: &Lock) -> Change {
        let mut change = Change::new(self.root.path()).with_journal(lock.journal.as_ref());
        for name in ["a.yaml", "b.yaml", "c.yaml"] {
            let file = SourceFile::read(name, &self.root.path().join(name));
            change.edit(&file, &[Edit::Remove { route: "a".to_owned() }]).expect("edited");
        }
        change.create("bb/new.yaml", "n: 1\n".to_owned()).expect("a place");
        change
    }

    fn files(&self) -> FileTexts {
        texts_in(self.root.path())
    }

    fn left_over(&self) -> usize {
        let count = |folder: &Path| {
            let names = fs::read_dir(folder).into_iter().flatten().flatten();
            names.filter(|it| it.file_name().to_string_lossy().contains("goalpost")).count()
        };
        count(self.root.path()) + count(&self.root.path().join("bb")) + count(self.state.path())
    }
}

fn old() -> FileTexts {
    ["a.yaml", "b.yaml", "c.yaml"].map(|it| (it.to_owned(), "a: 1\nb: 2\n".to_owned())).into()
}

fn new() -> FileTexts {
    let edited = ["a.yaml", "b.yaml", "c.yaml"].map(|it| (it.to_owned(), "b: 2\n".to_owned()));
    edited.into_iter().chain([("bb/new.yaml".to_owned(), "n: 1\n".to_owned())]).collect()
}

/// Every fault but links, once and from there on.
fn plans() -> impl Iterator<Item = (DiskFault, bool)> {
    let faults =
        [DiskFault::Full, DiskFault::ReadOnly, DiskFault::Refused, DiskFault::NotSynced, DiskFault::NoAttributes];
    faults.into_iter().flat_map(|fault| [(fault.clone(), false), (fault, true)])
}

#[test]
fn whichever_call_fails_the_files_are_the_old_or_the_new_ones_and_the_answer_says_which() {
    let mut struck = 0;
    for (fault, lasts) in plans() {
        for at in 0.. {
            let place = BrokenPlace::new();
            let lock = place.lock().expect("free");
            let change = place.change(&lock);
            let (done, is_struck) = under(FaultPlan { fault: fault.clone(), at, lasts }, || change.write());
            let what = format!("{fault:?} at {at}, lasting: {lasts}: {done:?}");
            let files = place.files();
            match done {
                Ok(_) => assert_eq!(files, new(), "{what}"),
                Err(WriteError::Half { is_journaled, changed, .. }) => {
                    // Only where the disk stays broken. The next command that writes puts it right.
                    assert!(lasts && is_journaled, "{what}");
                    for (path, _) in &changed {
                        assert_eq!(files.get(path), new().get(path), "{what}");
                    }
                    assert!(
                        old().iter().all(|(path, text)| changed.iter().any(|it| it.0 == *path) || files[path] == *text),
                        "{what}"
                    );
                    drop(lock);
                    place.lock().expect("finished");
                    assert_eq!(place.files(), new(), "{what}");
                }
                Err(error) => {
                    assert_eq!(files, old(), "{what}");
                    assert!(error.hint().contains("nothing was written"), "{what}: {}", error.hint());
                }
            }
            if !is_struck {
                break;
            }
            struck += 1;
        }
    }
    assert!(struck > 100, "only {struck} calls failed");
}

#[test]
fn ended_at_any_call_the_next_command_that_writes_makes_it_whole() {
    let mut unfinished = 0;
    for at in 0.. {
        let place = BrokenPlace::new();
        let lock = place.lock().expect("free");
        let change = place.change(&lock);
        // A file system that takes no more calls leaves what a program leaves that is killed.
        let plan = FaultPlan { fault: DiskFault::ReadOnly, at, lasts: true };
        let (done, is_struck) = under(plan, || change.write());
        drop(lock);
        let before = place.files();
        // The next one may be ended too, at every call of its own.
        for again in 0.. {
            let plan = FaultPlan { fault: DiskFault::ReadOnly, at: again, lasts: true };
            let (_, is_struck) = under(plan, || place.lock().map(drop));
            if !is_struck {
                break;
            }
        }
        place.lock().expect("finished");
        let files = place.files();
        unfinished += usize::from(before != files);
        assert!(files == old() || files == new(), "ended at {at}: {before:?}, then {files:?}");
        if !is_struck {
            assert!(done.is_ok() && files == new() && place.left_over() == 0, "{done:?}");
            break;
        }
    }
    assert!(unfinished > 2, "only {unfinished} were in the middle");
}

#[test]
fn taken_back_on_a_file_system_that_fails_it_is_whole_or_named_and_ended_it_is_finished() {
    for (fault, lasts) in plans() {
        for at in 0.. {
            let place = BrokenPlace::new();
            let lock = place.lock().expect("free");
            let change = place.change(&lock);
            let written = change.write().expect("written");
            let (reports, is_struck) =
                under(FaultPlan { fault: fault.clone(), at, lasts }, || change.take_back(&written, true));
            let files = place.files();
            let changed: Vec<&str> = reports.iter().map(|it| it.path.as_str()).collect();
            let (old, new) = (old(), new());
            for (path, text) in &new {
                let wanted = if changed.contains(&path.as_str()) { Some(text) } else { old.get(path) };
                assert_eq!(files.get(path), wanted, "{fault:?} at {at}: {reports:?}");
            }
            // Ended there instead, the next command goes on.
            drop(lock);
            place.lock().expect("finished");
            let files = place.files();
            let is_whole = files == old || files == new;
            let is_ended = matches!(fault, DiskFault::ReadOnly) && lasts;
            assert!(is_whole || !is_ended && !changed.is_empty(), "{fault:?} at {at}: {files:?}");
            if !is_struck {
                break;
            }
        }
    }
}

#[test]
fn a_file_that_is_replaced_by_a_link_leads_no_change_elsewhere() {
    for at in 0.. {
        let place = BrokenPlace::new();
        let outside = place.elsewhere.path().join("e.yaml");
        let lock = place.lock().expect("free");
        let change = place.change(&lock);
        let plan = FaultPlan { fault: DiskFault::Linked(outside.clone()), at, lasts: false };
        let (_, is_struck) = under(plan, || change.write().map(|written| change.take_back(&written, true)));
        assert_eq!(fs::read_to_string(&outside).expect("read"), ELSEWHERE, "at {at}");
        if !is_struck {
            break;
        }
    }
}

#[test]
fn a_file_system_that_cannot_exchange_files_is_written_to_as_well() {
    let plain = || FaultPlan { fault: DiskFault::Plain, at: 0, lasts: true };
    let place = BrokenPlace::new();
    let lock = place.lock().expect("free");
    let change = place.change(&lock);
    let (written, is_struck) = under(plain(), || change.write());
    assert!(is_struck);
    assert_eq!(place.files(), new());
    let (reports, _) = under(plain(), || change.take_back(&written.expect("written"), true));
    assert!(reports.is_empty() && place.files() == old(), "{reports:?}");
    // What another program saved before the last look stays, and the files before it are restored.
    fs::write(place.root.path().join("c.yaml"), "mine: 1\n").expect("saved");
    let (done, _) = under(plain(), || change.write());
    assert!(matches!(done, Err(WriteError::Changed(_))), "{done:?}");
    assert_eq!(place.files().remove("a.yaml").as_deref(), Some("a: 1\nb: 2\n"));
    assert_eq!(place.files().remove("c.yaml").as_deref(), Some("mine: 1\n"));
    assert_eq!(place.left_over(), 0);
}

#[test]
fn where_files_cannot_be_exchanged_a_change_is_left_to_be_finished_only_if_every_file_still_can_be() {
    let once = |at| FaultPlan { fault: DiskFault::Refused, at, lasts: false };
    let (mut finishable, mut named) = (0, 0);
    for first in 0.. {
        let mut is_first_struck = false;
        for second in 0.. {
            let place = BrokenPlace::new();
            let lock = place.lock().expect("free");
            let change = place.change(&lock);
            let plain = FaultPlan { fault: DiskFault::Plain, at: 0, lasts: true };
            let (done, struck) = under_all(vec![plain, once(first), once(second)], || change.write());
            is_first_struck |= struck[1];
            let (what, files) = (format!("{first} and {second}: {done:?}"), place.files());
            drop(lock);
            let next = place.lock().expect("nothing is in the way");
            assert_eq!(next.recovery.kept, Vec::<String>::new(), "{what}: no other program wrote");
            match done {
                Ok(_) => assert_eq!(files, new(), "{what}"),
                Err(WriteError::Half { is_journaled: true, .. }) => {
                    finishable += 1;
                    assert_eq!(place.files(), new(), "{what}");
                }
                Err(WriteError::Half { changed, .. }) => {
                    named += 1;
                    let has_change = |path: &String| changed.iter().any(|it| it.0 == *path);
                    let wanted = new().into_iter().filter(|(path, _)| has_change(path));
                    let wanted: FileTexts = old().into_iter().chain(wanted).collect();
                    assert!(files == wanted && place.files() == wanted, "{what}: {files:?}");
                }
                Err(_) => assert_eq!(files, old(), "{what}"),
            }
            if !struck[2] {
                break;
            }
        }
        if !is_first_struck {
            break;
        }
    }
    assert!(finishable > 0 && named > 0, "{finishable} could be finished, {named} were named");
}

#[test]
fn a_rollback_that_is_ended_brings_back_a_file_that_another_program_removed() {
    let mut midway = 0;
    for at in 0.. {
        let place = BrokenPlace::new();
        let lock = place.lock().expect("free");
        let change = place.change(&lock);
        let written = change.write().expect("written");
        fs::remove_file(place.root.path().join("c.yaml")).expect("removed");
        let before = place.files();
        let plan = FaultPlan { fault: DiskFault::ReadOnly, at, lasts: true };
        let (_, is_struck) = under(plan, || change.take_back(&written, true));
        drop(lock);
        place.lock().expect("finished");
        let files = place.files();
        midway += usize::from(is_struck && files == old());
        assert!(files == old() || files == before, "ended at {at}: {files:?}");
        if !is_struck {
            break;
        }
    }
    assert!(midway > 2, "only {midway} were finished");
}
