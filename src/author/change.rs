//! A change of several files, of which either all or none are written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::thread;

use super::folders::Folders;
use super::journal::Journal;
use super::replace::{PreparedFile, WriteError, sweep, sync_folder};
use super::rollback::{RollbackReport, roll_back};
use crate::source::{SourceFile, is_reserved};
use crate::syntax::{Edit, EditError, apply};

/// How many files are written in parallel.
const PARALLEL_WRITES: usize = 16;

/// The new texts of some files in a goals' root.
#[derive(Debug)]
pub struct Change {
    root: PathBuf,
    files: BTreeMap<String, Draft>,
    journal: Option<Journal>,
}

/// The old and new text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text that was read; `None` for a new file.
    pub old: Option<String>,
    /// The text to write.
    pub new: String,
}

/// An edit that could not be made; nothing is written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}")]
pub struct RefusedEdit {
    /// The file, from the root.
    pub path: String,
    /// Why.
    pub error: EditError,
}

impl Change {
    /// Creates an empty change in a root.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new(), journal: None }
    }

    /// Adds a journal, with which the next writer finishes the change if the program is ended in the middle.
    #[must_use]
    pub fn noted_in(self, journal: Option<&Journal>) -> Self {
        Self { journal: journal.cloned(), ..self }
    }

    /// Edits a file that was read, after earlier edits of it.
    ///
    /// # Errors
    /// An edit cannot be made without damaging the text around it.
    pub fn edit(&mut self, file: &SourceFile, edits: &[Edit]) -> Result<(), RefusedEdit> {
        let refused = |error| RefusedEdit { path: file.path.clone(), error };
        if file.fault.is_some() {
            return Err(refused(EditError::Unparsable));
        }
        let text = self.files.get(&file.path).map_or(&file.text, |draft| &draft.new);
        let new = apply(text, edits).map_err(refused)?;
        self.set(file, new);
        Ok(())
    }

    /// Replaces the text of a file that was read.
    pub fn set(&mut self, file: &SourceFile, new: String) {
        match self.files.get_mut(&file.path) {
            Some(draft) => draft.new = new,
            None => {
                self.files.insert(file.path.clone(), Draft { old: Some(file.text.clone()), new });
            }
        }
        // Edits that cancel each other out leave nothing to write.
        if self.files.get(&file.path).is_some_and(|draft| draft.old.as_ref() == Some(&draft.new)) {
            self.files.remove(&file.path);
        }
    }

    /// Adds a new goal file, by its path from the root.
    ///
    /// # Errors
    /// The path is not valid for a goal file, or already exists.
    pub fn create(&mut self, path: &str, text: String) -> Result<(), WriteError> {
        if Path::new(path).components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')) {
            return Err(WriteError::Outside(PathBuf::from(path)));
        }
        if is_reserved(path) {
            return Err(WriteError::Reserved(PathBuf::from(path)));
        }
        self.add(path, text)
    }

    /// Adds a new file of any kind. Unlike [`Change::create`], it accepts hidden paths, such as settings of an editor.
    ///
    /// # Errors
    /// The path leads out of the root or into git's own folder, or already exists.
    pub fn add(&mut self, path: &str, text: String) -> Result<(), WriteError> {
        let place = self.root.join(path);
        let plain = |part: Component<'_>| match part {
            Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
            _ => false,
        };
        if path.is_empty() || !Path::new(path).components().all(plain) || path.chars().any(char::is_control) {
            return Err(WriteError::Outside(PathBuf::from(path)));
        }
        if place.symlink_metadata().is_ok() || self.files.contains_key(path) {
            return Err(WriteError::Exists(place));
        }
        // A symbolic link among the folders may lead out of the root.
        let real = |path: &Path| path.canonicalize().ok();
        let above = place.ancestors().skip(1).find_map(real);
        if !above.zip(real(&self.root)).is_some_and(|(above, root)| above.starts_with(root)) {
            return Err(WriteError::Outside(PathBuf::from(path)));
        }
        self.files.insert(path.to_owned(), Draft { old: None, new: text });
        Ok(())
    }

    /// Adds a later change: of a file in both, the first old text and the last new text count.
    pub fn follow(&mut self, later: Self) {
        for (path, draft) in later.files {
            match self.files.get_mut(&path) {
                Some(before) => before.new = draft.new,
                None => drop(self.files.insert(path, draft)),
            }
        }
        self.files.retain(|_, draft| draft.old.as_ref() != Some(&draft.new));
    }

    /// Tells whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the changed files, by their paths from the root.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, Draft> {
        &self.files
    }

    /// Formats the change as a unified diff.
    #[must_use]
    pub fn diff(&self) -> String {
        self.files.iter().map(|(path, draft)| super::diff::unified(path, draft.old.as_deref(), &draft.new)).collect()
    }

    /// Writes all files or none: if one fails, those before it are restored. Returns the folders that were created.
    ///
    /// # Errors
    /// A file has changed since it was read, or cannot be written.
    pub fn write(&self) -> Result<Folders, WriteError> {
        let new = self.files.iter().filter(|(_, draft)| draft.old.is_none());
        let folders = Folders::create(&self.root, new.map(|(path, _)| path))?;
        let places = self.files.keys().map(|path| self.root.join(path));
        let parents: BTreeSet<PathBuf> = places.filter_map(|place| place.parent().map(Path::to_path_buf)).collect();
        for folder in &parents {
            sweep(folder);
        }
        let prepared = match self.prepare() {
            Ok(prepared) => prepared,
            Err(error) => {
                folders.remove();
                return Err(error);
            }
        };
        // One file alone is replaced whole or not at all.
        let journal = self.journal.as_ref().filter(|_| prepared.len() > 1);
        if let Some(journal) = journal {
            let files = self.files.iter().zip(&prepared);
            journal.begin(files.map(|((path, draft), prepared)| (path, draft.new.as_str(), prepared)));
        }
        let written = prepared.into_iter().enumerate().try_for_each(|(done, file)| {
            file.commit().inspect_err(|_| {
                self.put_back(done);
                folders.remove();
            })
        });
        // The new names must be on the disk before the journal is not.
        for folder in &parents {
            sync_folder(folder);
        }
        if let Some(journal) = journal {
            journal.end();
        }
        written.map(|()| folders)
    }

    /// Writes every text to a temporary file next to its target. Syncing to disk takes most of the time, so several
    /// files are written in parallel.
    fn prepare<'s>(&'s self) -> Result<Vec<PreparedFile<'s>>, WriteError> {
        let one = |(path, draft): &(&'s String, &'s Draft)| {
            let place = self.root.join(path);
            match &draft.old {
                Some(old) => PreparedFile::over(&place, old.as_bytes(), draft.new.as_bytes()),
                None => PreparedFile::new(&place, &draft.new),
            }
        };
        let files: Vec<_> = self.files.iter().collect();
        if files.len() <= PARALLEL_WRITES {
            return files.iter().map(one).collect();
        }
        let parts = files.chunks(files.len().div_ceil(PARALLEL_WRITES));
        thread::scope(|scope| {
            let started: Vec<_> =
                parts.map(|part| scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>, _>>())).collect();
            let mut prepared = Vec::with_capacity(files.len());
            for part in started {
                prepared.extend(part.join().expect("no part panics")?);
            }
            Ok(prepared)
        })
    }

    /// Takes back what [`Change::write`] wrote. Edits that another program made since, such as a git hook, are kept if
    /// they can be separated from the change. Returns the files that another program edited or that could not be
    /// restored.
    #[must_use]
    pub fn take_back(&self, folders: &Folders) -> Vec<RollbackReport> {
        let left = self.put_back(self.files.len());
        folders.remove();
        left
    }

    fn put_back(&self, count: usize) -> Vec<RollbackReport> {
        let report = |(path, draft): (&String, &Draft)| {
            let outcome = roll_back(&self.root.join(path), draft.old.as_deref(), &draft.new)?;
            Some(RollbackReport { path: path.clone(), outcome })
        };
        self.files.iter().take(count).filter_map(report).collect()
    }
}

#[cfg(test)]
mod tests {
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
        assert!(change.take_back(&folders).is_empty());
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
            let left = change.take_back(&folders);
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
        use crate::author::Lock;
        let (root, state) =
            (root(&[("a.yaml", "a: 1\nb: 2\n"), ("b.yaml", "a: 1\nb: 2\n")]), tempfile::tempdir().expect("a folder"));
        for theirs in [None, Some("someone else\n")] {
            for path in ["a.yaml", "b.yaml"] {
                fs::write(root.path().join(path), "a: 1\nb: 2\n").expect("written");
            }
            let _ = fs::remove_file(root.path().join("c.yaml"));
            let lock = Lock::take(root.path(), Some(state.path())).expect("free");
            let mut change = Change::new(root.path()).noted_in(lock.journal.as_ref());
            for path in ["a.yaml", "b.yaml"] {
                change.edit(&file(root.path(), path), &[removal("a")]).expect("edited");
            }
            change.create("c.yaml", "c: 1\n".to_owned()).expect("a place");
            // Ended after the first file: nothing of what it holds is dropped.
            let mut prepared = change.prepare().expect("room");
            let journal = change.journal.clone().expect("a journal");
            journal.begin(change.files.iter().zip(&prepared).map(|((path, draft), it)| (path, draft.new.as_str(), it)));
            prepared.remove(0).commit().expect("put");
            prepared.into_iter().for_each(std::mem::forget);
            if let Some(theirs) = theirs {
                fs::write(root.path().join("b.yaml"), theirs).expect("written");
            }
            assert!(!journal.is_left(), "who holds the lock may yet end it");
            drop(lock);
            assert!(journal.is_left());
            let recovery = Lock::take(root.path(), Some(state.path())).expect("free").recovery;
            let read = |path: &str| fs::read_to_string(root.path().join(path)).expect("read");
            assert_eq!([read("a.yaml"), read("c.yaml")], ["b: 2\n", "c: 1\n"]);
            assert_eq!(read("b.yaml"), theirs.unwrap_or("b: 2\n"));
            assert_eq!(recovery.kept.is_empty(), theirs.is_none());
            assert_eq!(recovery.finished.len(), if theirs.is_none() { 2 } else { 1 });
            let files = |path: &Path| fs::read_dir(path).expect("a folder").count();
            assert_eq!((files(root.path()), files(state.path())), (3, 0), "nothing is left beside the goals");
        }
    }
}
