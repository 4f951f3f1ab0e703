//! Tests of changes of several files: all or none are written, and nobody else's edit is lost.

use std::fs;

use super::*;
use crate::author::rollback::RollbackOutcome;

fn root(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        fs::write(root.path().join(path), text).expect("written");
    }
    root
}

fn file(root: &Path, path: &str) -> SourceFile {
    SourceFile::read(path, &root.join(path))
}

fn removal(route: &str) -> Edit {
    Edit::Remove { route: route.to_owned() }
}

#[test]
fn all_files_are_written_or_none() {
    let root = root(&[("a.yaml", "a: 1\nb: 2\n"), ("b.yaml", "a: 1\nb: 2\n")]);
    let mut change = Change::new(root.path());
    change.edit(&file(root.path(), "a.yaml"), &[removal("a")]).expect("edited");
    change.edit(&file(root.path(), "b.yaml"), &[removal("a")]).expect("edited");
    change.create("new/deep/c.yaml", "c: 1\n".to_owned()).expect("a place");
    fs::write(root.path().join("b.yaml"), "someone else\n").expect("written");
    assert!(matches!(change.write(), Err(WriteError::Changed(_))));
    assert_eq!(fs::read_to_string(root.path().join("a.yaml")).expect("read"), "a: 1\nb: 2\n");
    assert!(!root.path().join("new").exists());
    fs::write(root.path().join("b.yaml"), "a: 1\nb: 2\n").expect("written");
    let folders = change.write().expect("written");
    assert_eq!(fs::read_to_string(root.path().join("b.yaml")).expect("read"), "b: 2\n");
    assert_eq!(fs::read_to_string(root.path().join("new/deep/c.yaml")).expect("read"), "c: 1\n");
    assert!(change.take_back(&folders, true).is_empty());
    assert_eq!(fs::read_to_string(root.path().join("a.yaml")).expect("read"), "a: 1\nb: 2\n");
    assert!(!root.path().join("new").exists());
}

#[test]
fn what_another_wrote_meanwhile_stays_where_it_can_be_told_apart() {
    let text = "kind: kpi\nid: a\ntitle: t\nunit: 1\n";
    for (theirs, wanted, gone) in [
        ("kind: kpi\nid: a\ntitle: t\n# formatted\n", "kind: kpi\nid: a\ntitle: t\nunit: 1\n# formatted\n", false),
        ("kind: kpi\nid: a\ntitle: t\nunit: 2\n", text, true),
        ("kind: kpi\nid: a\ntitle: [\n", text, true),
    ] {
        let root = root(&[("a.yaml", text)]);
        let mut change = Change::new(root.path());
        change.edit(&file(root.path(), "a.yaml"), &[removal("unit")]).expect("edited");
        change.create("new/b.yaml", "b: 1\n".to_owned()).expect("a place");
        let folders = change.write().expect("written");
        fs::write(root.path().join("a.yaml"), theirs).expect("written");
        fs::write(root.path().join("new/b.yaml"), "b: 2\n").expect("written");
        let left = change.take_back(&folders, true);
        assert_eq!(fs::read_to_string(root.path().join("a.yaml")).expect("read"), wanted);
        assert!(!root.path().join("new").exists(), "what was new is gone, folder and all");
        assert!(matches!(&left[0].outcome, RollbackOutcome::Kept) != gone, "{left:?}");
        assert!(matches!(&left[1].outcome, RollbackOutcome::Removed(text) if text == b"b: 2\n"), "{left:?}");
    }
}

#[test]
fn of_many_files_none_is_held_open_and_all_are_written_or_none() {
    let root = root(&[]);
    let mut change = Change::new(root.path());
    for number in 0..300 {
        change.create(&format!("{}/{number}.yaml", number % 7), format!("n: {number}\n")).expect("a place");
    }
    let prepared = Folders::create(root.path(), change.files.keys()).and_then(|_| change.prepare()).expect("room");
    let open = fs::read_dir("/proc/self/fd").map(|it| {
        it.filter_map(|it| fs::read_link(it.ok()?.path()).ok()).filter(|it| it.starts_with(root.path())).count()
    });
    assert_eq!((prepared.len(), open.unwrap_or(0)), (300, 0));
    drop(prepared);
    fs::create_dir_all(root.path().join("6/293.yaml")).expect("something in the way");
    change.write().expect_err("in the way");
    let files = |folder: &str| fs::read_dir(root.path().join(folder)).map_or(0, Iterator::count);
    assert_eq!((files("0"), files("6")), (0, 1), "nothing is left, and nothing is taken away");
    fs::remove_dir(root.path().join("6/293.yaml")).expect("out of the way");
    change.write().expect("written");
    assert_eq!((files("0"), files("6")), (43, 42));
}

#[test]
fn no_path_leaves_the_root() {
    let root = root(&[("a.yaml", "a: 1\n")]);
    let outside = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(outside.path(), root.path().join("link")).expect("a link");
    for path in [
        "../x.yaml",
        "/tmp/x.yaml",
        "a/../../x.yaml",
        ".git/x.yaml",
        "a/.b/x.yaml",
        "",
        "link/x.yaml",
        "a\n.yaml",
        "link/new/x.yaml",
    ] {
        let created = Change::new(root.path()).create(path, String::new());
        assert!(matches!(created, Err(WriteError::Outside(_))), "{path}: {created:?}");
    }
    let created = Change::new(root.path()).create("a.yaml", String::new());
    assert!(matches!(created, Err(WriteError::Exists(_))));
}

#[test]
fn what_comes_to_nothing_is_not_written() {
    let root = root(&[("a.yaml", "a: 1\nb: 2\n")]);
    let mut change = Change::new(root.path());
    let file = file(root.path(), "a.yaml");
    change.edit(&file, &[removal("a")]).expect("edited");
    assert!(change.diff().contains("-a: 1\n"), "{}", change.diff());
    change.set(&file, "a: 1\nb: 2\n".to_owned());
    assert!(change.is_empty());
}

#[test]
fn what_was_cut_short_is_finished_and_what_others_wrote_since_stays() {
    use crate::author::{Lock, PATIENCE};
    let (root, state) =
        (root(&[("a.yaml", "a: 1\nb: 2\n"), ("b.yaml", "a: 1\nb: 2\n")]), tempfile::tempdir().expect("a folder"));
    for theirs in [None, Some("someone else\n")] {
        for path in ["a.yaml", "b.yaml"] {
            fs::write(root.path().join(path), "a: 1\nb: 2\n").expect("written");
        }
        let _ = fs::remove_file(root.path().join("c.yaml"));
        let lock = Lock::take(root.path(), Some(state.path()), PATIENCE).expect("free");
        let mut change = Change::new(root.path()).with_journal(lock.journal.as_ref());
        for path in ["a.yaml", "b.yaml"] {
            change.edit(&file(root.path(), path), &[removal("a")]).expect("edited");
        }
        change.create("c.yaml", "c: 1\n".to_owned()).expect("a place");
        // Ended after the first file: nothing of what it holds is dropped.
        let mut prepared = change.prepare().expect("room");
        let journal = change.journal.clone().expect("a journal");
        journal.begin(change.files.iter().zip(&prepared).map(|((path, draft), it)| draft.entry(path, it.temporary())));
        prepared[0].place().expect("put");
        prepared.into_iter().for_each(std::mem::forget);
        if let Some(theirs) = theirs {
            fs::write(root.path().join("b.yaml"), theirs).expect("written");
        }
        assert!(!journal.is_left(), "who holds the lock may yet end it");
        drop(lock);
        assert!(journal.is_left());
        let recovery = Lock::take(root.path(), Some(state.path()), PATIENCE).expect("free").recovery;
        let read = |path: &str| fs::read_to_string(root.path().join(path)).expect("read");
        assert_eq!([read("a.yaml"), read("c.yaml")], ["b: 2\n", "c: 1\n"]);
        assert_eq!(read("b.yaml"), theirs.unwrap_or("b: 2\n"));
        assert_eq!(recovery.kept.is_empty(), theirs.is_none());
        assert_eq!(recovery.finished.len(), if theirs.is_none() { 2 } else { 1 });
        let files = |path: &Path| fs::read_dir(path).expect("a folder").count();
        assert_eq!((files(root.path()), files(state.path())), (3, 0), "nothing is left beside the goals");
    }
}
