//! A revision or the index as a set of sources, read as a checkout of it would be.

use std::path::{Path, PathBuf};

use git2::{IndexEntryExtendedFlag, ObjectType};

use super::backend::Backend;
use super::commit::parse_raw;
use super::error::GitError;
use super::objects::{Content, Objects};
use super::oids::Oid;
use super::program::Staged;
use super::repository::Repository;
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
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        let files = list(&mut trees, tree)?;
        let sources = self.sources(&files, settings)?;
        if sources.files.is_empty() {
            let revision = commit.to_string()[..10].to_owned();
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
        // Of a file in conflict our own side stands.
        let counts = |it: &Staged| it.mode & 0o170_000 == 0o100_000 && matches!(it.stage, 0 | 2);
        let staged = self.index()?.into_iter().filter(counts);
        let files: Vec<Listed> = staged.map(|it| (it.path, it.oid)).collect();
        self.sources(&files, settings)
    }

    /// The entries of the index, without those that are only intended to be added: they have no content yet.
    fn index(&self) -> Result<Vec<Staged>, GitError> {
        let Backend::Library(git) = &self.backend else { return self.program().staged() };
        let read = || {
            let mut index = match self.index_named() {
                Some(path) => git2::Index::open(&path)?,
                None => git.index()?,
            };
            // The index may have been rewritten since the repository was opened, by a hook say.
            index.read(false)?;
            Ok(index)
        };
        let index: git2::Index = match read() {
            Ok(index) => index,
            // Split and sparse indexes; of one that is broken git says how.
            Err(error) => {
                let why = |failed| match failed {
                    GitError::NeedsProgram(_) => GitError::NeedsProgram(format!(
                        "its index is split, sparse or broken: {}",
                        git2::Error::message(&error)
                    )),
                    failed => failed,
                };
                return self.program().staged().map_err(why);
            }
        };
        let mut entries = Vec::with_capacity(index.len());
        for entry in index.iter() {
            let intended = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended).is_intent_to_add();
            if !intended {
                let path = String::from_utf8_lossy(&entry.path).into_owned();
                let stage = (entry.flags >> 12) & 0x3;
                entries.push(Staged { path, oid: entry.id.into(), mode: entry.mode, stage });
            }
        }
        Ok(entries)
    }

    /// The index that `GIT_INDEX_FILE` names: `git commit -a` and `git commit FILE` have hooks look at one of their own.
    /// As in git, its path is taken from the top of the work tree.
    fn index_named(&self) -> Option<PathBuf> {
        let name = std::env::var_os("GIT_INDEX_FILE").filter(|name| !name.is_empty())?;
        Some(self.home().join(name))
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
        let info = std::fs::read_to_string(self.common.join("info/exclude")).unwrap_or_default();
        let rules = IgnoreRules::new(&info, &ignores, &self.root, &exclude);
        let counts = |path: &str, start: &str| {
            let below =
                path.strip_prefix(start).filter(|below| is_yaml(below) && !hidden(below) && !rules.covers(path));
            below.map(str::to_owned)
        };
        let mut read = Vec::new();
        let own = files.iter().filter_map(|(path, oid)| Some((counts(path, &prefix)?, *oid)));
        self.bring(own.clone().map(|(_, oid)| oid))?;
        for (below, oid) in own {
            read.push(self.read(below, oid)?);
        }
        for (number, include) in (1_u8..).zip(&include) {
            let Some(folder) = joined(&self.root, include) else { continue };
            let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            for (path, oid) in files {
                let Some(below) = counts(path, &start) else { continue };
                let name = format!("{}/{below}", include.trim_end_matches('/'));
                read.push(self.read(name, *oid)?.in_root(number));
            }
        }
        read.sort_by(|a, b| a.path.cmp(&b.path));
        let root = self.home().join(&self.root);
        Ok(SourceSet { root, files: read })
    }

    fn read(&self, path: String, oid: Oid) -> Result<SourceFile, GitError> {
        Ok(match Objects::new(self)?.file(oid, MAX_BYTES)? {
            Content::Whole(bytes) => SourceFile::from_bytes(path, bytes),
            Content::TooLarge(bytes) => SourceFile::faulty(path, ReadFault::TooLarge { bytes }),
        })
    }

    /// The YAML files of the goals' folder in a commit, with their blobs, and what is left out of them: by the
    /// `.gitignore` files of the folder in that commit, and by the patterns given.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn files(&self, commit: Oid, exclude: &[String]) -> Result<(Vec<(String, Oid)>, IgnoreRules), GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        let parts: Vec<_> = self.root.split('/').filter(|part| !part.is_empty()).collect();
        let mut files = match trees.folder(tree, &parts)? {
            Some(folder) => list(&mut trees, folder)?,
            None => Vec::new(),
        };
        let rules = IgnoreRules::new("", &self.ignores(&files)?, "", exclude);
        files.retain(|(path, _)| is_yaml(path) && !hidden(path) && !rules.covers(path));
        Ok((files, rules))
    }

    /// The `.gitignore` files among some, by the folder that they lie in.
    fn ignores(&self, files: &[Listed]) -> Result<Vec<(String, String)>, GitError> {
        let found = || files.iter().filter(|(path, _)| path == ".gitignore" || path.ends_with("/.gitignore"));
        self.bring(found().map(|(_, oid)| *oid))?;
        let mut ignores = Vec::new();
        for (path, oid) in found() {
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

/// The tree of a commit.
fn tree_of(trees: &Trees<'_>, commit: Oid) -> Result<Oid, GitError> {
    let raw = parse_raw(trees.raw(commit, ObjectType::Commit)?.data());
    raw.map(|raw| raw.tree)
        .ok_or_else(|| GitError::Broken { oid: commit.to_string(), reason: "not a commit".to_owned() })
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
