//! The files that a sparse checkout hides: they are not deleted.

use std::mem::take;

use super::roots::read_scope;
use crate::git::{GitError, Repository};
use crate::source::{SourceFile, SourceSet};

/// Adds the files that a sparse checkout hides, as the index has them; none where the index cannot be read.
///
/// # Errors
/// The index has more files than anybody could have written. Nothing else of such a repository is read.
pub(super) fn add_hidden(sources: &mut SourceSet, repository: Repository) -> Result<Repository, GitError> {
    if !repository.is_sparse() {
        return Ok(repository);
    }
    let staged = match repository.staged(read_scope) {
        Ok(staged) => staged.files,
        Err(error @ (GitError::TooManyFiles(_) | GitError::RepeatedFolders(_))) => return Err(error),
        Err(_) => return Ok(repository),
    };
    let root = sources.root.clone();
    let is_hidden = |file: &SourceFile| file.is_own() && repository.hides(&root, &file.path);
    let hidden = staged.into_iter().filter(is_hidden);
    let (refused, files) = (take(&mut sources.refused), take(&mut sources.files));
    *sources = SourceSet { refused, ..SourceSet::new(root.clone(), files.into_iter().chain(hidden).collect()) };
    Ok(repository)
}
