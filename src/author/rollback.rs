//! Takes back the change of a file, and keeps what another program, such as a git hook, wrote into it since.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk;
use super::merge::merge;
use super::prepared::PreparedFile;
use crate::git::TextMerge;
use crate::source::SourceFile;
use crate::syntax::{Tree, parse_for_meaning};

/// A file whose change was taken back but which was not simply restored.
#[derive(Debug)]
pub struct RollbackReport {
    /// The file, from the root.
    pub path: String,
    /// What happened to it.
    pub outcome: RollbackOutcome,
}

/// What happened to a file that another program had edited, or that could not be restored.
#[derive(Debug)]
pub enum RollbackOutcome {
    /// The change is removed; the other program's edits are kept.
    Kept,
    /// The file is restored; the other program had edited the same lines, and its version was this.
    Removed(Vec<u8>),
    /// The file could not be restored, for this reason.
    Failed(String),
}

/// How the change of one file is taken back.
#[derive(Debug)]
pub(super) struct Rollback {
    target: PathBuf,
    /// The text that it has now.
    now: Option<Vec<u8>>,
    /// The text that it is to have; none where it is to be gone.
    then: Option<Vec<u8>>,
    /// What is to be said of it, if it succeeds.
    outcome: Option<RollbackOutcome>,
}

/// A rollback, ready to be carried out.
#[derive(Debug)]
pub(super) struct PreparedRollback<'r> {
    rollback: &'r Rollback,
    file: Option<PreparedFile<'r>>,
}

impl Rollback {
    /// Plans to take back the change of one file. Returns `None` if it is as it was before. `may_remove` tells whether
    /// another program's edits may go, where they cannot be told apart from the change.
    pub(super) fn plan(
        target: &Path,
        old: Option<&str>,
        new: &str,
        may_remove: bool,
    ) -> Option<Result<Self, RollbackOutcome>> {
        // A link that was put there since may lead anywhere.
        if target.is_symlink() {
            return Some(Err(RollbackOutcome::Failed("it was replaced by a symbolic link".to_owned())));
        }
        let now = fs::read(target).ok();
        let (old, new) = (old.map(str::as_bytes), new.as_bytes());
        if now.as_deref() == old {
            return None;
        }
        let to =
            |then: Option<Vec<u8>>, outcome| Self { target: target.to_path_buf(), now: now.clone(), then, outcome };
        let Some(theirs) = now.as_deref().filter(|now| *now != new) else {
            return Some(Ok(to(old.map(<[u8]>::to_vec), None)));
        };
        Some(match old.and_then(|old| revert(target, new, theirs, old)) {
            Some(text) => Ok(to(Some(text), Some(RollbackOutcome::Kept))),
            None if may_remove => Ok(to(old.map(<[u8]>::to_vec), Some(RollbackOutcome::Removed(theirs.to_vec())))),
            None => Err(RollbackOutcome::Failed("another program has changed it since".to_owned())),
        })
    }

    /// Returns the texts that the file has now and is to have.
    pub(super) fn texts(&self) -> (Option<&[u8]>, Option<&[u8]>) {
        (self.now.as_deref(), self.then.as_deref())
    }

    /// Writes the text to a temporary file.
    pub(super) fn prepare(&self) -> Result<PreparedRollback<'_>, RollbackOutcome> {
        let file = match (&self.now, &self.then) {
            (Some(now), Some(then)) => Some(PreparedFile::over(&self.target, now.as_slice(), then)),
            // Another program removed it.
            (None, Some(then)) => Some(PreparedFile::new(&self.target, then)),
            (_, None) => None,
        };
        let file = file.transpose().map_err(|error| RollbackOutcome::Failed(error.to_string()))?;
        Ok(PreparedRollback { rollback: self, file })
    }

    /// Takes the change back. Returns what is to be said of it.
    pub(super) fn carry_out(self) -> Option<RollbackOutcome> {
        let failed = match self.prepare() {
            Ok(mut prepared) => prepared.place(),
            Err(failed) => Some(failed),
        };
        failed.or(self.outcome)
    }

    /// What is to be said of it once it is done.
    pub(super) fn into_outcome(self) -> Option<RollbackOutcome> {
        self.outcome
    }
}

impl PreparedRollback<'_> {
    /// The name of the temporary file, next to its target.
    pub(super) fn temporary(&self) -> Option<&str> {
        self.file.as_ref()?.temporary()
    }

    /// Puts the text in place. Returns why that failed.
    pub(super) fn place(&mut self) -> Option<RollbackOutcome> {
        let done = match &mut self.file {
            Some(file) => file.place().map_err(|error| error.to_string()),
            None => disk::remove_file(&self.rollback.target).map_err(|error| error.to_string()),
        };
        done.err().map(RollbackOutcome::Failed)
    }
}

/// Reverts our change in a text that another program edited: a three-way merge of the step from our text back to the
/// old one with theirs. Returns `None` if the two conflict.
fn revert(target: &Path, new: &[u8], theirs: &[u8], old: &[u8]) -> Option<Vec<u8>> {
    let (versions, how) = ([new, theirs, old], TextMerge::default());
    let name = target.file_name()?.to_string_lossy();
    let (our_tree, their_tree) = (parse_complete(&name, new)?, parse_complete(&name, theirs)?);
    // The merge by field would resolve two values to the later check-in instead of restoring the old one. It is used
    // only if the other program changed comments and layout.
    let text = if our_tree.same_meaning(&their_tree) {
        merge(versions, &name, &how, || None).filter(|merged| merged.clean).map(|merged| merged.bytes)
    } else {
        how.merge(versions).filter(|merged| merged.clean).map(|merged| merged.bytes)
    };
    text.filter(|text| parse_complete(&name, text).is_some())
}

/// Parses a text, if it is YAML to its end. A merge by lines need not give valid YAML.
fn parse_complete(name: &str, text: &[u8]) -> Option<Tree> {
    let file = SourceFile::from_bytes(name, text.to_vec());
    let tree = file.fault.is_none().then(|| parse_for_meaning(&file).0);
    tree.filter(|tree| !tree.partial)
}
