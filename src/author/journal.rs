//! What a change of several files is about to do, noted before the first of them is replaced: if the program is ended in
//! the midst of it, the next one that writes finishes it.
//!
//! It lies in the git directory, or in the user's state folder where there is none, and never among the goals. It has no
//! text of theirs: it names files of the root, by the names that git gives their old and new texts, and where these wait.

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

/// What was finished of a change that was cut short.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The files that have their new texts now, from the root.
    pub finished: Vec<String>,
    /// Those that someone else has changed since, and that stay as they are.
    pub kept: Vec<String>,
}

impl Journal {
    /// The journal of a root; `state` is where those of roots outside git lie.
    #[must_use]
    pub fn of(root: &Path, state: Option<&Path>) -> Option<Self> {
        let root = root.canonicalize().ok()?;
        let folder = GitFolder::find(&root).map_or_else(|| state.map(Path::to_path_buf), |git| Some(git.dir))?;
        let name = Repository::name_of(&root.to_string_lossy())?;
        Some(Self { file: folder.join(format!("goalpost-{name}.json")), root })
    }

    /// Whether a change was cut short, and nobody is writing who may yet end it.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.file.is_file() && File::open(&self.root).is_ok_and(|root| root.try_lock_shared().is_ok())
    }

    /// Notes what is about to be put in its place. Where that cannot be noted, it is done all the same.
    pub(super) fn begin<'f>(&self, files: impl Iterator<Item = (&'f String, &'f str, &'f PreparedFile<'f>)>) {
        let entry = |(path, new, prepared): (&String, &str, &PreparedFile<'_>)| json!({"path": path, "old": prepared.old_text().and_then(name), "new": name(new), "waits": prepared.waits()});
        let entries: Vec<Value> = files.map(entry).collect();
        self.write(&Value::from(entries).to_string());
    }

    /// Puts it on the disk.
    pub(super) fn write(&self, text: &str) {
        let folder = self.file.parent().unwrap_or(&self.root);
        sweep(folder);
        let _ = fs::create_dir_all(folder).and_then(|()| overwrite(&self.file, text.as_bytes()));
    }

    /// Forgets what is done.
    pub(super) fn end(&self) {
        let _ = fs::remove_file(&self.file);
    }

    /// Finishes what was cut short. The root is locked.
    pub(super) fn finish(&self) -> Recovery {
        let mut recovery = Recovery::default();
        let Ok(text) = read_regular_text(&self.file) else { return recovery };
        let entries: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
        for entry in &entries {
            let field = |name: &str| entry.get(name).and_then(Value::as_str);
            let (Some(path), Some(new), Some(waits)) = (field("path"), field("new"), field("waits")) else { continue };
            let Some(target) = self.target(path).filter(|_| is_temporary(waits)) else { continue };
            let waiting = target.with_file_name(waits);
            let now = named_text(&target);
            if now.as_deref() == field("old") && named_text(&waiting).as_deref() == Some(new) {
                if fs::rename(&waiting, &target).is_ok() {
                    recovery.finished.push(path.to_owned());
                }
                continue;
            }
            if now.as_deref() != Some(new) {
                recovery.kept.push(path.to_owned());
            }
            let _ = fs::remove_file(waiting);
        }
        self.end();
        recovery
    }

    /// Where a file of the root is, links followed; none where that is outside it.
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

/// The name that git gives to a text.
fn name(text: &str) -> Option<String> {
    Repository::name_of(text).map(|name| name.to_string())
}

/// The name of a file's text; none where there is none.
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
