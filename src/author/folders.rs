//! Folders that are created for new files, and removed again where the files are not written.

use std::fs;
use std::path::{Path, PathBuf};

use super::replace::WriteError;

/// Folders that were created for new files.
#[derive(Debug, Default)]
pub struct Folders(Vec<PathBuf>);

impl Folders {
    /// Creates the folders that some files, named from a root, need and that do not exist.
    ///
    /// # Errors
    /// A folder cannot be created; those created before are removed again.
    pub(super) fn create<'f>(root: &Path, files: impl Iterator<Item = &'f String>) -> Result<Self, WriteError> {
        let mut created = Self(Vec::new());
        for path in files {
            let place = root.join(path);
            let missing = place.ancestors().skip(1).take_while(|folder| !folder.exists());
            let mut missing: Vec<_> = missing.map(Path::to_path_buf).collect();
            while let Some(folder) = missing.pop() {
                if let Err(source) = fs::create_dir(&folder) {
                    created.remove();
                    return Err(WriteError::Refused { path: folder, source });
                }
                created.0.push(folder);
            }
        }
        Ok(created)
    }

    /// Removes the folders that are empty. Another program may have put something into the others.
    pub(super) fn remove(&self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
