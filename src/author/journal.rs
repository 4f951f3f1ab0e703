//! The journal of a change of several files, written before the first file is replaced. If the program is ended in the
//! middle, the next one that writes finishes the change.
//!
//! The journal is in the git directory, or outside git in the user's state folder, and never among the goals. It
//! contains no text of goals: for each file it has the path, the blob names of the old and new text, and the name of
//! the temporary file with the new one (with the old one, once the two are exchanged).

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::disk;
use super::place::is_inside;
use super::prepared::{ReplaceOutcome, put_over};
use super::replace::overwrite;
use super::temporary::{is_temporary, sweep};
use super::write_error::WriteError;
use crate::git::Repository;
use crate::source::{GitFolder, read_regular_text};

/// The journal of a goals' root.
#[derive(Debug, Clone)]
pub struct Journal {
    root: PathBuf,
    file: PathBuf,
}

/// The result of finishing an interrupted change.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The files that now have their new texts, from the root.
    pub finished: Vec<String>,
    /// The files that another program has changed since, which stay as they are.
    pub kept: Vec<String>,
}

/// A file of a change, as the journal has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct JournalEntry<'e> {
    /// The file, from the root.
    pub(super) path: &'e str,
    /// The text that it has; none where it is new.
    pub(super) old: Option<&'e [u8]>,
    /// The text that it is to have; none where it is to be removed.
    pub(super) new: Option<&'e [u8]>,
    /// The name of the temporary file with the new text.
    pub(super) temporary: Option<&'e str>,
}

impl Journal {
    /// Creates the journal of a root. `state` is the folder of journals outside git.
    pub fn of(root: &Path, state: Option<&Path>) -> Option<Self> {
        let root = root.canonicalize().ok()?;
        let folder = GitFolder::find(&root).map_or_else(|| state.map(Path::to_path_buf), |git| Some(git.dir))?;
        let name = Repository::name_of(root.to_string_lossy().as_bytes())?;
        Some(Self { file: folder.join(format!("goalpost-{name}.json")), root })
    }

    /// Tells whether a change was interrupted and no other writer is still working on it.
    pub fn is_left(&self) -> bool {
        self.file.is_file() && File::open(&self.root).is_ok_and(|root| root.try_lock_shared().is_ok())
    }

    /// Records a change that is about to be made, and returns whether that is done. A failure is no reason to stop: the
    /// change itself matters more.
    pub(super) fn begin<'e>(&self, entries: impl Iterator<Item = JournalEntry<'e>>) -> bool {
        let entry = |it: JournalEntry<'_>| json!({"path": it.path, "old": it.old.and_then(name), "new": it.new.and_then(name), "waits": it.temporary});
        let entries: Vec<Value> = entries.map(entry).collect();
        self.write(&Value::from(entries).to_string())
    }

    /// Syncs the journal to disk.
    fn write(&self, text: &str) -> bool {
        let folder = self.file.parent().unwrap_or(&self.root);
        // A program that was killed while it wrote the journal left a temporary file here, where no change sweeps.
        sweep(folder);
        disk::create_folders(folder).and_then(|()| overwrite(&self.file, text.as_bytes())).is_ok()
    }

    /// Removes the journal of a finished change.
    pub(super) fn end(&self) {
        let _ = disk::remove_file(&self.file);
    }

    /// Finishes an interrupted change. The root must be locked.
    ///
    /// # Errors
    /// A file cannot be written. The journal stays, and nothing else must be written before.
    pub(super) fn finish(&self) -> Result<Recovery, WriteError> {
        let mut recovery = Recovery::default();
        let Ok(text) = read_regular_text(&self.file) else { return Ok(recovery) };
        let entries: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
        let mut folders = BTreeSet::new();
        for entry in &entries {
            let field = |name: &str| entry.get(name).and_then(Value::as_str);
            let Some((path, target)) = field("path").and_then(|path| Some((path, self.target(path)?))) else {
                continue;
            };
            let (old, new) = (field("old"), field("new"));
            let done = match (new, field("waits").filter(|waits| is_temporary(waits))) {
                (Some(new), Some(waits)) => finish_file(&target, &target.with_file_name(waits), old, new),
                (None, None) if old.is_some() => finish_removal(&target, old),
                _ => continue,
            };
            let done = done.map_err(|source| WriteError::Unfinished {
                error: Box::new(WriteError::Refused { path: PathBuf::from(path), source }),
                journal: self.file.clone(),
            })?;
            match done {
                FinishedFile::Now => recovery.finished.push(path.to_owned()),
                FinishedFile::Before => {}
                FinishedFile::Changed => recovery.kept.push(path.to_owned()),
            }
            folders.extend(target.parent().map(Path::to_path_buf));
        }
        for folder in &folders {
            disk::sync_folder(folder);
        }
        self.end();
        Ok(recovery)
    }

    /// Returns the real path of a file of the root, or `None` if it is outside the root.
    fn target(&self, path: &str) -> Option<PathBuf> {
        let place = self.root.join(path);
        let above = place.parent()?.canonicalize().ok()?;
        let target = place.canonicalize().unwrap_or_else(|_| above.join(place.file_name().unwrap_or_default()));
        (is_inside(path) && target.starts_with(&self.root)).then_some(target)
    }
}

/// What came of finishing the change of one file.
enum FinishedFile {
    /// It was finished now.
    Now,
    /// It was finished before.
    Before,
    /// Another program has changed the file since.
    Changed,
}

/// Finishes the change of one file.
fn finish_file(target: &Path, temporary: &Path, old: Option<&str>, new: &str) -> std::io::Result<FinishedFile> {
    let (now, waiting) = (named_text(target), named_text(temporary));
    let waits = waiting.as_deref();
    if now.as_deref() == Some(new) {
        // Ended between an exchange and the look at what came of it: another program's text is put back.
        if waits.is_some() && waits != old && waits != Some(new) {
            // It was made read-only where it could not be put back at once.
            if temporary.symlink_metadata().is_ok_and(|it| disk::is_read_only(&it)) {
                disk::set_read_only(temporary, false)?;
            }
            disk::rename(temporary, target)?;
            return Ok(FinishedFile::Changed);
        }
        remove_if_there(temporary)?;
        return Ok(FinishedFile::Before);
    }
    if now.as_deref() == old && waits == Some(new) {
        match read_regular_text(target) {
            Ok(text) => match put_over(temporary, target, text.as_bytes())? {
                ReplaceOutcome::Done => {}
                ReplaceOutcome::Changed => return Ok(FinishedFile::Changed),
                ReplaceOutcome::SetAside(source) => return Err(source),
            },
            Err(_) => disk::rename_new(temporary, target)?,
        }
        remove_if_there(temporary)?;
        return Ok(FinishedFile::Now);
    }
    remove_if_there(temporary)?;
    Ok(FinishedFile::Changed)
}

/// Finishes the removal of a file that was new.
fn finish_removal(target: &Path, old: Option<&str>) -> std::io::Result<FinishedFile> {
    match named_text(target).as_deref() {
        None => Ok(FinishedFile::Before),
        now if now == old => disk::remove_file(target).map(|()| FinishedFile::Now),
        _ => Ok(FinishedFile::Changed),
    }
}

fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match disk::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Returns the name of a text as a git blob.
fn name(text: &[u8]) -> Option<String> {
    Repository::name_of(text).map(|name| name.to_string())
}

/// Returns the blob name of a file's text, or `None` if there is no file.
fn named_text(path: &Path) -> Option<String> {
    name(read_regular_text(path).ok()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_journal_leads_nowhere_but_to_files_of_the_root() {
        let (root, state) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let outside = tempfile::tempdir().expect("a folder");
        let there = outside.path().join("b.yaml");
        fs::write(&there, "b: 1\n").expect("written");
        fs::write(outside.path().join(".goalpost-aaaaaa"), "b: 2\n").expect("written");
        let name = |text: &str| crate::git::Repository::name_of(text).expect("a name").to_string();
        let journal = Journal::of(root.path(), Some(state.path())).expect("a journal");
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).expect("a link");
        let relative = format!("../{}/b.yaml", outside.path().file_name().expect("a name").to_string_lossy());
        for path in [&*there.to_string_lossy(), &relative, "link/b.yaml"] {
            let entry = serde_json::json!([{"path": path, "old": name("b: 1\n"), "new": name("b: 2\n"), "waits": ".goalpost-aaaaaa"}]);
            journal.write(&entry.to_string());
            assert_eq!(journal.finish().expect("nothing to do"), Recovery::default());
            assert_eq!(fs::read_to_string(&there).expect("read"), "b: 1\n");
        }
    }
}
