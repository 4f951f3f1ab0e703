//! Why the history of an included root is not read.

use crate::git::GitError;

/// Why the history of an included root is not read.
#[derive(Debug, thiserror::Error)]
pub enum RootFault {
    /// Git cannot read it.
    #[error(transparent)]
    Git(#[from] GitError),
    /// It is cut off by a shallow clone.
    #[error("it is cut off by a shallow clone")]
    Shallow,
    /// No commit has its goals.
    #[error("no commit has its goals")]
    Uncommitted,
}
