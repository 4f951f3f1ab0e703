//! Folders that are created for new files, and removed again where the files are not written.

use std::path::{Path, PathBuf};

use super::disk;
use super::write_error::WriteError;

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
            if let Some(folder) = root.join(path).parent() {
                created.add(folder)?;
            }
        }
        Ok(created)
    }

    /// Creates a folder, and those above it that do not exist.
    ///
    /// # Errors
    /// One cannot be created; those created before are removed again.
    pub fn of(folder: &Path) -> Result<Self, WriteError> {
        let mut created = Self(Vec::new());
        created.add(folder)?;
        Ok(created)
    }

    fn add(&mut self, folder: &Path) -> Result<(), WriteError> {
        let named = |folder: &&Path| !folder.as_os_str().is_empty();
        let missing = folder.ancestors().filter(named).take_while(|folder| !folder.exists());
        let mut missing: Vec<_> = missing.map(Path::to_path_buf).collect();
        while let Some(folder) = missing.pop() {
            if let Err(source) = disk::create_folder(&folder) {
                self.remove();
                return Err(WriteError::Refused { path: folder, source });
            }
            self.0.push(folder);
        }
        Ok(())
    }

    /// Removes the folders that are empty. Another program may have put something into the others.
    pub fn remove(&self) {
        for folder in self.0.iter().rev() {
            let _ = disk::remove_folder(folder);
        }
    }
}
