//! What a commit changed against each of its parents, without who made it and what its message says.

use std::borrow::Cow;

use crate::git::{Commit, FileDifference};

/// The changes of a commit, or of a step along the trunk's line.
pub(super) struct CommitChanges<'c> {
    /// For each list of changes the place of the commit against which it is; none where nothing was before.
    pub(super) parents: Cow<'c, [Option<usize>]>,
    /// For each parent the files that differ from it.
    pub(super) sides: Vec<&'c [FileDifference]>,
}

impl<'c> From<&'c Commit> for CommitChanges<'c> {
    fn from(it: &'c Commit) -> Self {
        Self { parents: Cow::Borrowed(&it.parents), sides: it.changes.iter().map(Vec::as_slice).collect() }
    }
}
