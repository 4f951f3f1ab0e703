//! The only part that knows git2: where a repository is. Ownership checks stay on.

use std::path::{Path, PathBuf};

/// The top of the work tree that a folder lies in; none outside git, in a bare repository, or where git would refuse.
#[must_use]
pub fn top_level(folder: &Path) -> Option<PathBuf> {
    let repository = git2::Repository::discover(folder).ok()?;
    repository.workdir()?.canonicalize().ok()
}
