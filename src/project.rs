//! Opening a goals repository: its settings first, then the files that they let in, read into a workspace.

use std::path::{Path, PathBuf};

use crate::git::Repository;
use crate::model::{Workspace, settings_of};
use crate::source::{Discovery, DiscoveryError, SETTINGS_FILE, SourceFile};

/// A goals repository as it is on disk.
#[derive(Debug)]
pub struct Project {
    /// Its root folder as it was named or found.
    pub root: PathBuf,
    /// The root from the top of git's work tree, with `/`; as given where there is no git.
    pub root_in_git: String,
    /// What was read.
    pub workspace: Workspace,
    /// Included roots that are not there.
    pub absent: Vec<String>,
}

impl Project {
    /// Reads everything below a root.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub fn open(root: &Path) -> Result<Self, DiscoveryError> {
        let file = root.join(SETTINGS_FILE);
        let settings =
            if file.is_file() { settings_of(&SourceFile::read(SETTINGS_FILE, &file)) } else { Default::default() };
        let sources = Discovery::new(root).exclude(&settings.exclude).include(&settings.include).read()?;
        let absent = settings.include.iter().filter(|include| !root.join(include).is_dir()).cloned().collect();
        let root_in_git = in_git(root).unwrap_or_else(|| root.to_string_lossy().into_owned());
        Ok(Self { root: root.to_path_buf(), root_in_git, workspace: Workspace::read(sources), absent })
    }
}

/// A folder's way from the top of its work tree; `.` for the top itself.
fn in_git(root: &Path) -> Option<String> {
    Repository::open(root).ok().map(|repository| repository.root().to_owned())
}
