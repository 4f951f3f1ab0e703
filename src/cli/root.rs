//! Finds the root folder of the goals, as seen from the current folder.

use std::env;
use std::path::{Path, PathBuf};

use super::error::CommandError;
use crate::git::{GitError, Repository};
use crate::source;

/// Returns the root folder, or `None` outside goals repositories.
///
/// It is `--root` if given, else the nearest folder upward with goalpost.yaml, else the bare repository of the current
/// folder. With `--at`, `--root` may be a folder that only earlier commits have.
pub(super) fn find_root(named: Option<&Path>, in_the_past: bool) -> Result<Option<PathBuf>, CommandError> {
    if let Some(root) = named {
        return match root.metadata() {
            Ok(metadata) if metadata.is_dir() => Ok(Some(root.to_path_buf())),
            Ok(_) => Err(CommandError::usage(format!("`{}` is not a folder", root.display()))
                .hint("name the folder that contains goalpost.yaml with --root DIR")),
            // The folders of a past state and of a bare repository exist in its commits only.
            Err(_) if bare_repository(root)?.is_some() || (in_the_past && Repository::open(root).is_ok()) => {
                Ok(Some(root.to_path_buf()))
            }
            Err(_) => Err(CommandError::unknown(format!("there is no folder `{}`", root.display()))
                .hint("name the folder that contains goalpost.yaml with --root DIR")),
        };
    }
    let current =
        env::current_dir().map_err(|error| CommandError::failed(format!("cannot read the current folder: {error}")))?;
    match source::find_root(&current) {
        Some(root) => Ok(Some(relative_path(&current, &root))),
        None => Ok(bare_repository(&current)?.map(|repository| relative_path(&current, repository.folder()))),
    }
}

/// Opens the bare repository that contains a folder, if there is one.
fn bare_repository(folder: &Path) -> Result<Option<Repository>, CommandError> {
    match Repository::open(folder) {
        Ok(repository) => Ok(Some(repository).filter(Repository::is_bare)),
        // Found but not read: saying that there are no goals here would be wrong.
        Err(error @ GitError::BareNotNamed(_)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// Returns the path from a folder to one above or below it, or the other folder's own path if it is neither.
fn relative_path(from: &Path, to: &Path) -> PathBuf {
    if let Ok(below) = to.strip_prefix(from) {
        return if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_path_buf() };
    }
    match from.strip_prefix(to).map(|below| below.components().count()) {
        Ok(steps) => std::iter::repeat_n("..", steps).collect(),
        Err(_) => to.to_path_buf(),
    }
}
