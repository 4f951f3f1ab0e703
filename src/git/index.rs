//! The index: which files the next commit would contain.

use std::path::{Path, PathBuf};

use git2::IndexEntryExtendedFlag;

use super::backend::Backend;
use super::entry_budget::EntryBudget;
use super::error::GitError;
use super::index_entries::Staged;
use super::listing::Listing;
use super::objects::Objects;
use super::repository::Repository;
use super::tree::Trees;
use crate::source::shown_name;

impl Repository {
    /// The files that git tracks below a folder, by their paths from there; none where there is no repository.
    pub fn tracked_below(folder: &Path) -> Vec<String> {
        let tracked = || {
            let repository = Self::open(folder).ok()?;
            let below = |path: String| match repository.root.as_str() {
                "" => Some(path),
                root => Some(path.strip_prefix(root)?.strip_prefix('/')?.to_owned()),
            };
            Some(repository.index().ok()?.files.into_iter().filter_map(|(path, _)| below(path)).collect())
        };
        tracked().unwrap_or_default()
    }

    /// The files of the index: regular ones (mode 100644 or 100755), and links to see where they lead. Of a file in conflict,
    /// stage 2 (ours) is read.
    ///
    /// # Errors
    /// The index cannot be read, or a tree is missing that it has in the place of a folder's files.
    pub(super) fn index(&self) -> Result<Listing, GitError> {
        let (mut listing, mut folders) = (Listing::default(), Vec::new());
        for entry in self.entries_of_index()?.into_iter().filter(|it| matches!(it.stage, 0 | 2)) {
            match entry.mode & 0o170_000 {
                0o100_000 => listing.files.push((entry.path, entry.oid)),
                0o120_000 => listing.links.push((entry.path, entry.oid)),
                0o040_000 => folders.push((entry.path, entry.oid)),
                _ => {}
            }
        }
        if !folders.is_empty() {
            let (mut trees, mut budget) = (Trees::new(Objects::new(self)?), EntryBudget::default());
            for (path, tree) in folders {
                let prefix = format!("{}/", path.trim_end_matches('/'));
                listing.add(&mut trees, &mut budget, (prefix, tree))?;
            }
        }
        Ok(listing)
    }

    /// The entries of the index, without those of `git add --intent-to-add`, which have no content yet.
    fn entries_of_index(&self) -> Result<Vec<Staged>, GitError> {
        let Backend::Library(git) = &self.backend else { return self.program().staged() };
        let read = || {
            let mut index = match self.index_named() {
                Some(path) => git2::Index::open(&path)?,
                None => git.index()?,
            };
            // The index may have changed since the repository was opened, for example by a hook.
            index.read(false)?;
            Ok(index)
        };
        let index: git2::Index = match read() {
            Ok(index) => index,
            // Libgit2 reads no split or sparse index; if the index is corrupt, git's message is the better one.
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
                let path = shown_name(&entry.path).into_owned();
                let stage = (entry.flags >> 12) & 0x3;
                entries.push(Staged { path, oid: entry.id.into(), mode: entry.mode, stage });
            }
        }
        Ok(entries)
    }

    /// The index that `GIT_INDEX_FILE` names, as git sets it for hooks of `git commit -a` and `git commit FILE`. As in
    /// git, a relative path starts at the top of the work tree.
    fn index_named(&self) -> Option<PathBuf> {
        let name = std::env::var_os("GIT_INDEX_FILE").filter(|name| !name.is_empty())?;
        Some(self.home().join(name))
    }
}
