//! The journal of a change of several files, written before the first file is replaced. If the program is ended in the
//! middle, the next one that writes finishes the change.
//!
//! The journal is in the git directory, or outside git in the user's state folder, and never among the goals. It
//! contains no text of goals: for each file it has the path, the blob names of the old and new text, and the name of
//! the temporary file with the new one.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::replace::{PreparedFile, is_temporary, overwrite, sweep};
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

impl Journal {
    /// Creates the journal of a root. `state` is the folder of journals outside git.
    #[must_use]
    pub fn of(root: &Path, state: Option<&Path>) -> Option<Self> {
        let root = root.canonicalize().ok()?;
        let folder = GitFolder::find(&root).map_or_else(|| state.map(Path::to_path_buf), |git| Some(git.dir))?;
        let name = Repository::name_of(&root.to_string_lossy())?;
        Some(Self { file: folder.join(format!("goalpost-{name}.json")), root })
    }

    /// Tells whether a change was interrupted and no other writer is still working on it.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.file.is_file() && File::open(&self.root).is_ok_and(|root| root.try_lock_shared().is_ok())
    }

    /// Records a change that is about to be made. A failure is ignored: the change itself matters more.
    pub(super) fn begin<'f>(&self, files: impl Iterator<Item = (&'f String, &'f str, &'f PreparedFile<'f>)>) {
        let entry = |(path, new, prepared): (&String, &str, &PreparedFile<'_>)| json!({"path": path, "old": prepared.old_text().and_then(name), "new": name(new), "waits": prepared.waits()});
        let entries: Vec<Value> = files.map(entry).collect();
        self.write(&Value::from(entries).to_string());
    }

    /// Syncs the journal to disk.
    pub(super) fn write(&self, text: &str) {
        let folder = self.file.parent().unwrap_or(&self.root);
        sweep(folder);
        let _ = fs::create_dir_all(folder).and_then(|()| overwrite(&self.file, text.as_bytes()));
    }

    /// Removes the journal of a finished change.
    pub(super) fn end(&self) {
        let _ = fs::remove_file(&self.file);
    }

    /// Finishes an interrupted change. The root must be locked.
    pub(super) fn finish(&self) -> Recovery {
        let mut recovery = Recovery::default();
        let Ok(text) = read_regular_text(&self.file) else { return recovery };
        let entries: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
        for entry in &entries {
            let field = |name: &str| entry.get(name).and_then(Value::as_str);
            let (Some(path), Some(new), Some(waits)) = (field("path"), field("new"), field("waits")) else { continue };
            let Some(target) = self.target(path).filter(|_| is_temporary(waits)) else { continue };
            let temporary = target.with_file_name(waits);
            let now = named_text(&target);
            if now.as_deref() == field("old") && named_text(&temporary).as_deref() == Some(new) {
                if fs::rename(&temporary, &target).is_ok() {
                    recovery.finished.push(path.to_owned());
                }
                continue;
            }
            if now.as_deref() != Some(new) {
                recovery.kept.push(path.to_owned());
            }
            let _ = fs::remove_file(temporary);
        }
        self.end();
        recovery
    }

    /// Returns the real path of a file of the root, or `None` if it is outside the root.
    fn target(&self, path: &str) -> Option<PathBuf> {
        let is_plain = |part: Component<'_>| match part {
            Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
            _ => false,
        };
        let place = self.root.join(path);
        let above = place.parent()?.canonicalize().ok()?;
        let target = place.canonicalize().unwrap_or_else(|_| above.join(place.file_name().unwrap_or_default()));
        (Path::new(path).components().all(is_plain) && target.starts_with(&self.root)).then_some(target)
    }
}

/// Returns the name of a text as a git blob.
fn name(text: &str) -> Option<String> {
    Repository::name_of(text).map(|name| name.to_string())
}

/// Returns the blob name of a file's text, or `None` if there is no file.
fn named_text(path: &Path) -> Option<String> {
    name(&read_regular_text(path).ok()?)
}

#[cfg(test)]
mod tests {
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
            assert_eq!(journal.finish(), Recovery::default());
            assert_eq!(fs::read_to_string(&there).expect("read"), "b: 1\n");
        }
    }
}
