//! What a walk has read and found, so that the walk along the trunk's line need not read it again.

use super::commit_table::{CommitTable, ReadCommits};
use super::error::GitError;
use super::fates::Fates;
use super::repository::Repository;

/// The commits of a walk and what became of each; empty where none is known.
#[derive(Debug, Default)]
pub struct Walked(Option<(ReadCommits, Fates)>);

impl Walked {
    pub(super) fn new(table: CommitTable<'_>, fates: Fates) -> Self {
        Self(Some((table.into_read(), fates)))
    }

    /// A table with the commits that were read, and what became of them.
    pub(super) fn resume(self, repository: &Repository) -> Result<(CommitTable<'_>, Fates), GitError> {
        match self.0 {
            Some((read, fates)) => Ok((CommitTable::with(repository, read)?, fates)),
            None => Ok((CommitTable::new(repository)?, Fates::default())),
        }
    }
}
