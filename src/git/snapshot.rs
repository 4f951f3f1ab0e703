//! A revision or the index as a set of sources, read as a checkout of it would be.

use std::path::{Path, PathBuf};

use git2::Oid;

use super::repository::{GitError, Repository, broken};
use super::tree::{Kind, Trees, is_yaml};
use crate::source::{IgnoreRules, MAX_BYTES, ReadFault, SETTINGS_FILE, SourceFile, SourceSet};

/// A file of a snapshot: its path from the top, and its blob.
type Listed = (String, Oid);

impl Repository {
    /// The goals as a commit has them. `settings` gives, for the text of `goalpost.yaml` there, what to leave out and
    /// which further roots of this repository to read.
    ///
    /// # Errors
    /// The goals' folder is not in that commit, or an object is missing.
    pub fn at(
        &self,
        commit: Oid,
        settings: impl FnOnce(&SourceFile) -> (Vec<String>, Vec<String>),
    ) -> Result<SourceSet, GitError> {
        let commit = self.git.find_commit(commit).map_err(|error| broken(commit, &error))?;
        let odb = self.git.odb().map_err(|error| broken(commit.id(), &error))?;
        let mut trees = Trees::new(odb);
        let files = list(&mut trees, commit.tree_id())?;
        let sources = self.sources(&files, settings)?;
        if sources.files.is_empty() {
            let revision = commit.id().to_string()[..10].to_owned();
            return Err(GitError::NoGoalsThere { root: self.root().to_owned(), revision });
        }
        Ok(sources)
    }

    /// The goals as the index has them: what the next commit would hold.
    ///
    /// # Errors
    /// The index cannot be read, or an object is missing.
    pub fn staged(
        &self,
        settings: impl FnOnce(&SourceFile) -> (Vec<String>, Vec<String>),
    ) -> Result<SourceSet, GitError> {
        let unsupported = |error: git2::Error| GitError::Unsupported(error.message().to_owned());
        let mut index = match self.index_named() {
            Some(path) => git2::Index::open(&path).map_err(unsupported)?,
            None => self.git.index().map_err(unsupported)?,
        };
        // The index may have been rewritten since the repository was opened, by a hook say.
        index.read(false).map_err(unsupported)?;
        let mut files: Vec<Listed> = Vec::new();
        for entry in index.iter() {
            let stage = (entry.flags >> 12) & 0x3;
            let regular = entry.mode & 0o170_000 == 0o100_000;
            // Of a file in conflict our own side stands; an entry only intended to be added has no content yet.
            if regular && matches!(stage, 0 | 2) && !entry.id.is_zero() {
                files.push((String::from_utf8_lossy(&entry.path).into_owned(), entry.id));
            }
        }
        self.sources(&files, settings)
    }

    /// The index that `GIT_INDEX_FILE` names: `git commit -a` and `git commit FILE` have hooks look at one of their own.
    /// As in git, its path is taken from the top of the work tree.
    fn index_named(&self) -> Option<PathBuf> {
        let name = std::env::var_os("GIT_INDEX_FILE").filter(|name| !name.is_empty())?;
        Some(self.git.workdir().unwrap_or_else(|| self.git.path()).join(name))
    }

    fn sources(
        &self,
        files: &[Listed],
        settings: impl FnOnce(&SourceFile) -> (Vec<String>, Vec<String>),
    ) -> Result<SourceSet, GitError> {
        let prefix = if self.root.is_empty() { String::new() } else { format!("{}/", self.root) };
        let find = |path: &str| files.iter().find(|(name, _)| name == path).map(|(_, oid)| *oid);
        let (exclude, include) = match find(&format!("{prefix}{SETTINGS_FILE}")) {
            Some(oid) => settings(&self.read(SETTINGS_FILE.to_owned(), oid)?),
            None => (Vec::new(), Vec::new()),
        };
        let ignores = self.ignores(files)?;
        let info = std::fs::read_to_string(self.git.commondir().join("info/exclude")).unwrap_or_default();
        let rules = IgnoreRules::new(&info, &ignores, &self.root, &exclude);
        let mut read = Vec::new();
        for (path, oid) in files {
            let Some(below) = path.strip_prefix(&prefix) else { continue };
            if is_yaml(below) && !hidden(below) && !rules.covers(path) {
                read.push(self.read(below.to_owned(), *oid)?);
            }
        }
        for (number, include) in (1_u8..).zip(&include) {
            let Some(folder) = joined(&self.root, include) else { continue };
            let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            for (path, oid) in files {
                let Some(below) = path.strip_prefix(&start) else { continue };
                if is_yaml(below) && !hidden(below) && !rules.covers(path) {
                    let name = format!("{}/{below}", include.trim_end_matches('/'));
                    read.push(self.read(name, *oid)?.in_root(number));
                }
            }
        }
        read.sort_by(|a, b| a.path.cmp(&b.path));
        let root = self.git.workdir().unwrap_or_else(|| self.git.path()).join(&self.root);
        Ok(SourceSet { root, files: read })
    }

    fn read(&self, path: String, oid: Oid) -> Result<SourceFile, GitError> {
        let odb = self.git.odb().map_err(|error| broken(oid, &error))?;
        let (bytes, _) = odb.read_header(oid).map_err(|error| broken(oid, &error))?;
        if bytes as u64 > MAX_BYTES {
            return Ok(SourceFile::faulty(path, ReadFault::TooLarge { bytes: bytes as u64 }));
        }
        Ok(SourceFile::from_bytes(path, self.blob(oid)?))
    }

    /// The YAML files of the goals' folder in a commit, with their blobs, and what is left out of them: by the
    /// `.gitignore` files of the folder in that commit, and by the patterns given.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn files(&self, commit: Oid, exclude: &[String]) -> Result<(Vec<(String, Oid)>, IgnoreRules), GitError> {
        let commit = self.git.find_commit(commit).map_err(|error| broken(commit, &error))?;
        let mut trees = Trees::new(self.git.odb().map_err(|error| broken(commit.id(), &error))?);
        let parts: Vec<_> = self.root.split('/').filter(|part| !part.is_empty()).collect();
        let mut files = match trees.folder(commit.tree_id(), &parts)? {
            Some(folder) => list(&mut trees, folder)?,
            None => Vec::new(),
        };
        let rules = IgnoreRules::new("", &self.ignores(&files)?, "", exclude);
        files.retain(|(path, _)| is_yaml(path) && !hidden(path) && !rules.covers(path));
        Ok((files, rules))
    }

    /// The `.gitignore` files among some, by the folder that they lie in.
    fn ignores(&self, files: &[Listed]) -> Result<Vec<(String, String)>, GitError> {
        let mut ignores = Vec::new();
        for (path, oid) in files.iter().filter(|(path, _)| path == ".gitignore" || path.ends_with("/.gitignore")) {
            let folder = path.trim_end_matches(".gitignore").trim_end_matches('/').to_owned();
            ignores.push((folder, String::from_utf8_lossy(&self.blob(*oid)?).into_owned()));
        }
        Ok(ignores)
    }

    /// Whether a path, relative to the goals' folder, lies in this repository.
    #[must_use]
    pub fn holds(&self, include: &str) -> bool {
        joined(&self.root, include).is_some()
    }
}

/// Every file below a tree, links and submodules apart.
fn list(trees: &mut Trees<'_>, tree: Oid) -> Result<Vec<Listed>, GitError> {
    let mut files = Vec::new();
    let mut open = vec![(String::new(), tree)];
    while let Some((prefix, oid)) = open.pop() {
        for entry in trees.entries(oid)?.entries() {
            let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name));
            match entry.kind {
                Kind::Folder if path.len() < 4000 => open.push((format!("{path}/"), entry.oid)),
                Kind::File => files.push((path, entry.oid)),
                _ => {}
            }
        }
    }
    Ok(files)
}

fn hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// A relative path from a folder of the repository; none where it leads out of it.
fn joined(root: &str, relative: &str) -> Option<String> {
    if Path::new(relative).is_absolute() {
        return None;
    }
    let mut parts: Vec<&str> = root.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_out_of_the_repository_is_none() {
        assert_eq!(joined("okrs", "../people").as_deref(), Some("people"));
        assert_eq!(joined("a/b", "./c/").as_deref(), Some("a/b/c"));
        assert_eq!(joined("", "../people"), None);
        assert_eq!(joined("okrs", "/etc"), None);
    }
}
