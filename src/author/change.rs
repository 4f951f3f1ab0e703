//! A change of several files, of which either all or none are written.

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread;

use super::disk::sync_folder;
use super::folders::Folders;
use super::journal::{Journal, JournalEntry};
use super::place::is_inside;
use super::prepared::{PreparedFile, RestoreOutcome};
use super::rollback::{Rollback, RollbackOutcome, RollbackReport};
use super::temporary::sweep;
use super::write_error::WriteError;
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

/// What a change that was written needs to be taken back.
#[derive(Debug, Default)]
pub struct WrittenChange {
    folders: Folders,
    /// The files that were written, in the order of the change: where symbolic links lead to.
    targets: Vec<PathBuf>,
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
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), files: BTreeMap::new(), journal: None }
    }

    /// Adds a journal, with which the next writer finishes the change if the program is ended in the middle.
    #[must_use]
    pub fn with_journal(self, journal: Option<&Journal>) -> Self {
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
        let new = apply(file.path_in_root(), text, edits).map_err(refused)?;
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
        if path.is_empty() || !is_inside(path) || path.chars().any(char::is_control) {
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
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the changed files, by their paths from the root.
    pub fn files(&self) -> &BTreeMap<String, Draft> {
        &self.files
    }

    /// Formats the change as a unified diff.
    pub fn diff(&self) -> String {
        self.files.iter().map(|(path, draft)| super::diff::unified(path, draft.old.as_deref(), &draft.new)).collect()
    }

    /// Writes all files or none: if one fails, those before it are restored.
    ///
    /// # Errors
    /// A file has changed since it was read, or cannot be written. [`WriteError::Half`] says what could not be
    /// restored.
    pub fn write(&self) -> Result<WrittenChange, WriteError> {
        let new = self.files.iter().filter(|(_, draft)| draft.old.is_none());
        let folders = Folders::create(&self.root, new.map(|(path, _)| path))?;
        let places = self.files.keys().map(|path| self.root.join(path));
        let parents: BTreeSet<PathBuf> = places.filter_map(|place| place.parent().map(Path::to_path_buf)).collect();
        for folder in parents.iter().chain([&self.root]) {
            sweep(folder);
        }
        let mut prepared = match self.prepare() {
            Ok(prepared) => prepared,
            Err(error) => {
                folders.remove();
                return Err(error);
            }
        };
        // One file alone is replaced whole or not at all.
        let journal = self.journal.as_ref().filter(|_| prepared.len() > 1);
        let is_journaled = journal.is_some_and(|journal| {
            let files = self.files.iter().zip(&prepared);
            journal.begin(files.map(|((path, draft), prepared)| draft.entry(path, prepared.temporary())))
        });
        let written =
            prepared.iter_mut().enumerate().try_for_each(|(done, file)| file.place().map_err(|it| (done, it)));
        let failed = written.err().map(|(done, error)| {
            // A file that another program holds stands in the way of finishing as well.
            let is_ours = matches!(error, WriteError::Refused { .. });
            let (changed, is_finishable) = self.put_back(&mut prepared[..done], is_journaled && is_ours);
            (error, changed, is_finishable)
        });
        // The new names must be on the disk before the journal is not.
        for folder in &parents {
            sync_folder(folder);
        }
        let error = match failed {
            Some((error, changed, is_journaled)) if !changed.is_empty() => {
                if is_journaled {
                    prepared.iter_mut().for_each(PreparedFile::leave);
                } else {
                    if let Some(journal) = journal {
                        journal.end();
                    }
                    drop(prepared);
                    folders.remove();
                }
                return Err(WriteError::Half { error: Box::new(error), changed, is_journaled });
            }
            failed => failed.map(|(error, ..)| error),
        };
        // What the journal names must be there as long as it is.
        if let Some(journal) = journal {
            journal.end();
        }
        let targets = prepared.into_iter().map(|file| file.target().to_path_buf()).collect();
        match error {
            Some(error) => {
                folders.remove();
                Err(error)
            }
            None => Ok(WrittenChange { folders, targets }),
        }
    }

    /// Writes every text to a temporary file next to its target. Syncing to disk takes most of the time, so several
    /// files are written in parallel.
    fn prepare<'s>(&'s self) -> Result<Vec<PreparedFile<'s>>, WriteError> {
        let one = |(path, draft): &(&'s String, &'s Draft)| {
            let place = self.root.join(path);
            match &draft.old {
                Some(old) => PreparedFile::over(&place, old.as_bytes(), draft.new.as_bytes()),
                None => PreparedFile::new(&place, draft.new.as_bytes()),
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

    /// Puts files back that are in place. Returns those that still have the change, with why, and whether the next writer
    /// can finish the change by the journal: it can as long as the new text of every file is in place or under its temporary
    /// name. `is_finishable` says whether it could before.
    fn put_back(&self, placed: &mut [PreparedFile<'_>], mut is_finishable: bool) -> (Vec<(String, String)>, bool) {
        let mut changed = BTreeMap::new();
        let mut new = Vec::new();
        // The last one first: if the program is ended meanwhile, those with the change are the first ones of the journal.
        for ((path, draft), file) in self.files.iter().zip(placed).rev() {
            match file.put_back(draft.new.as_bytes()) {
                RestoreOutcome::Done => continue,
                RestoreOutcome::SetAside(saved) => {
                    let why = format!("another program's text is in `{}`; copy it from there", saved.display());
                    changed.insert(path, why);
                    is_finishable = false;
                    continue;
                }
                RestoreOutcome::Not => {}
            }
            // Edits of another program that cannot be told apart from the change are not worth less than it.
            let outcome = match Rollback::plan(file.target(), draft.old.as_deref(), &draft.new, false) {
                None => None,
                Some(Ok(rollback)) if draft.old.is_none() => {
                    new.push((path, rollback));
                    continue;
                }
                Some(Ok(rollback)) => rollback.carry_out(),
                Some(Err(outcome)) => Some(outcome),
            };
            match outcome {
                Some(RollbackOutcome::Failed(why)) => drop(changed.insert(path, why)),
                // The new text is nowhere any more.
                _ => is_finishable = false,
            }
        }
        // A new file is removed only where nothing else needs it to be finished.
        for (path, rollback) in new {
            if is_finishable && !changed.is_empty() {
                changed.insert(path, "it could not be removed".to_owned());
                continue;
            }
            match rollback.carry_out() {
                Some(RollbackOutcome::Failed(why)) => drop(changed.insert(path, why)),
                _ => is_finishable = false,
            }
        }
        (changed.into_iter().map(|(path, why)| (path.clone(), why)).collect(), is_finishable)
    }

    /// Takes back what [`Change::write`] wrote. Edits that another program made since, such as a git hook, are kept if
    /// they can be separated from the change; `may_remove` tells whether they may go otherwise, because the caller keeps
    /// them elsewhere. Returns the files that another program edited or that could not be restored.
    pub fn take_back(&self, written: &WrittenChange, may_remove: bool) -> Vec<RollbackReport> {
        let mut outcomes: Vec<Option<RollbackOutcome>> = Vec::new();
        let mut rollbacks = Vec::new();
        for ((at, (path, draft)), target) in self.files.iter().enumerate().zip(&written.targets) {
            let (outcome, rollback) = match Rollback::plan(target, draft.old.as_deref(), &draft.new, may_remove) {
                None => (None, None),
                Some(Ok(rollback)) => (None, Some(rollback)),
                Some(Err(outcome)) => (Some(outcome), None),
            };
            outcomes.push(outcome);
            rollbacks.extend(rollback.map(|rollback| (at, path, rollback)));
        }
        let prepared: Vec<_> = rollbacks.iter().map(|(_, _, rollback)| rollback.prepare()).collect();
        let ready = || rollbacks.iter().zip(&prepared).filter_map(|(it, prepared)| Some((it, prepared.as_ref().ok()?)));
        let journal = self.journal.as_ref().filter(|_| rollbacks.len() > 1);
        if let Some(journal) = journal {
            journal.begin(ready().map(|((_, path, rollback), prepared)| {
                let (old, new) = rollback.texts();
                JournalEntry { path, old, new, temporary: prepared.temporary() }
            }));
        }
        let mut failures = Vec::new();
        let mut done = Vec::new();
        for (at, prepared) in prepared.into_iter().enumerate() {
            match prepared {
                Ok(mut prepared) => {
                    failures.push(prepared.place().map(|outcome| (at, outcome)));
                    done.push(prepared);
                }
                Err(outcome) => failures.push(Some((at, outcome))),
            }
        }
        for folder in written.targets.iter().filter_map(|target| target.parent()).collect::<BTreeSet<_>>() {
            sync_folder(folder);
        }
        if let Some(journal) = journal {
            journal.end();
        }
        drop(done);
        let mut failures: BTreeMap<usize, RollbackOutcome> = failures.into_iter().flatten().collect();
        for (number, (at, _, rollback)) in rollbacks.into_iter().enumerate() {
            outcomes[at] = failures.remove(&number).or(rollback.into_outcome());
        }
        written.folders.remove();
        let paths = self.files.keys().zip(outcomes);
        paths.filter_map(|(path, outcome)| Some(RollbackReport { path: path.clone(), outcome: outcome? })).collect()
    }
}

impl Draft {
    /// The change of a file, as the journal has it.
    fn entry<'e>(&'e self, path: &'e str, temporary: Option<&'e str>) -> JournalEntry<'e> {
        JournalEntry { path, old: self.old.as_deref().map(str::as_bytes), new: Some(self.new.as_bytes()), temporary }
    }
}
