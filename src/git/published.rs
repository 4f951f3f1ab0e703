//! What a remote has published, as it was last fetched: its branches, and single files of a commit.

use super::error::GitError;
use super::objects::{FileContent, Objects};
use super::oids::Oid;
use super::repository::Repository;
use super::revision::Revision;
use super::snapshot::tree_of;
use super::tree::{Kind, Trees};

impl Repository {
    /// The commit of a branch of a remote; `HEAD` is the remote's own main branch. None if it was not fetched.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn remote_branch(&self, remote: &str, branch: &str) -> Result<Option<Revision>, GitError> {
        // A name that git gives a further meaning (`main~1`) is no branch (git-check-ref-format(1)).
        if branch.is_empty() || branch.contains(|c: char| c.is_control() || " ~^:?*[\\@{".contains(c)) {
            return Ok(None);
        }
        let commit = self.commit_of(&format!("refs/remotes/{remote}/{branch}"))?;
        commit.map(|commit| self.revision(commit)).transpose()
    }

    /// The content of a file of a commit, by its path from the top; none if there is no such file. Symbolic links are none:
    /// they may lead out of the commit.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub fn file_in(&self, commit: Oid, path: &str, max_bytes: u64) -> Result<Option<FileContent>, GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(folder) = trees.folder(tree, folder)? else { return Ok(None) };
        let entries = trees.entries(folder)?;
        let found = entries.entries().find(|entry| entry.name == name.as_bytes() && entry.kind == Kind::File);
        let Some(oid) = found.map(|entry| entry.oid) else { return Ok(None) };
        self.fetch_missing([oid])?;
        Objects::new(self)?.file(oid, max_bytes).map(Some)
    }
}
