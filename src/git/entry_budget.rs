//! How many entries of trees may be read: a few objects that contain each other can describe a tree without end.

use std::collections::HashSet;

use super::error::GitError;
use super::oids::Oid;

/// The most entries read below one folder. A few objects that contain each other can describe a tree of billions of files.
const MAX_ENTRIES: usize = 4_000_000;

/// The most entries of folders that have been read below one folder before, and in all of a walk. Copies of folders share
/// their objects, a few of them; in a tree of a few objects that contain each other nearly all are such.
const MAX_REPEATED: usize = 250_000;
pub(super) const MAX_REPEATED_IN_ALL: usize = 2_000_000;

/// The number of entries that may still be read.
#[derive(Debug)]
pub(super) struct EntryBudget {
    left: usize,
    /// How many entries of repeated folders were allowed, and are.
    most_repeated: usize,
    repeated_left: usize,
    is_repeated: bool,
    seen: HashSet<(Option<Oid>, Option<Oid>)>,
}

impl Default for EntryBudget {
    fn default() -> Self {
        Self::of_walk(MAX_REPEATED)
    }
}

impl EntryBudget {
    /// The budget of one of the folders of a walk, which has so many entries of repeated folders left.
    pub(super) fn of_walk(repeated_left: usize) -> Self {
        let most_repeated = MAX_REPEATED.min(repeated_left);
        let (left, repeated_left) = (MAX_ENTRIES, most_repeated);
        Self { left, most_repeated, repeated_left, is_repeated: false, seen: HashSet::new() }
    }

    /// How many entries of repeated folders were taken.
    pub(super) fn repeated(&self) -> usize {
        self.most_repeated - self.repeated_left
    }

    /// Notes which folder, or which two that are compared, the next entries are of.
    pub(super) fn enter(&mut self, old: Option<Oid>, new: Option<Oid>) {
        self.is_repeated = !self.seen.insert((old, new));
    }

    /// Counts one entry; an error if the budget is used up.
    pub(super) fn take(&mut self) -> Result<(), GitError> {
        self.left = self.left.checked_sub(1).ok_or(GitError::TooManyFiles(MAX_ENTRIES))?;
        if self.is_repeated {
            self.repeated_left = self.repeated_left.checked_sub(1).ok_or(GitError::RepeatedFolders(MAX_REPEATED))?;
        }
        Ok(())
    }
}
