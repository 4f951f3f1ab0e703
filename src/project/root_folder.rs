//! What is known of a root without reading its goals.

use std::path::Path;

use crate::git::{GitError, Repository};
use crate::model::{Settings, settings_of};
use crate::source::{SETTINGS_FILE, SourceFile};

/// Reads the settings of a root without its goals. Returns `None` without a `goalpost.yaml`.
pub fn settings_at(root: &Path) -> Option<Settings> {
    settings_file(root).as_ref().map(settings_of)
}

/// Reads the `goalpost.yaml` of a root. Returns `None` without one.
pub fn settings_file(root: &Path) -> Option<SourceFile> {
    let file = root.join(SETTINGS_FILE);
    file.is_file().then(|| SourceFile::read(SETTINGS_FILE, &file))
}

/// Returns a root relative to the top of git's work tree, with `/`; as given without git.
pub fn root_in_git(root: &Path) -> String {
    relative_root(root, &Repository::open(root))
}

pub(super) fn relative_root(root: &Path, repository: &Result<Repository, GitError>) -> String {
    match repository {
        Ok(repository) => repository.root().to_owned(),
        Err(_) => root.to_string_lossy().into_owned(),
    }
}

/// Returns the trunk that the settings of the work tree name.
pub fn trunk(root: &Path) -> Option<String> {
    settings_at(root)?.trunk
}
