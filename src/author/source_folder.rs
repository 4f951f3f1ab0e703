//! A temporary folder with the files that sources of values name. It is removed when it is dropped.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::source::is_below;

/// A temporary folder with files at their paths from the top of the repository.
#[derive(Debug)]
pub struct SourceFolder {
    /// Removes the folder when it is dropped.
    _folder: TempDir,
    root: PathBuf,
}

impl SourceFolder {
    /// Writes files into a new folder that only this user can read. `root` is the goals' root from the top.
    ///
    /// # Errors
    /// A path leads out of the folder, or a file cannot be written.
    pub fn create(root: &str, files: &[(String, Vec<u8>)]) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("goalpost-pull-").tempdir()?;
        let place = |path: &str| {
            is_below(path)
                .then(|| folder.path().join(path))
                .ok_or_else(|| io::Error::other(format!("`{path}` leads elsewhere")))
        };
        let root = place(if root.is_empty() { "." } else { root })?;
        fs::create_dir_all(&root)?;
        for (path, bytes) in files {
            let path = place(path)?;
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, bytes)?;
            // Which of them are programs is said by the sources; to this user alone all may be.
            fs::set_permissions(&path, Permissions::from_mode(0o700))?;
        }
        Ok(Self { _folder: folder, root })
    }

    /// The goals' root in it.
    pub fn root(&self) -> &Path {
        &self.root
    }
}
