//! The location of a folder's repository: `GIT_DIR`, else the nearest `.git` in the folder or above it, else a bare
//! repository.
//!
//! Git accepts any folder with the layout of a bare repository. A commit can contain such a folder with a configuration
//! of its own (see `safe.bareRepository` in git-config(1)), so a bare repository is accepted only outside of work trees.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use git2::RepositoryOpenFlags;

use super::error::GitError;
use super::user_setting::user_setting;
use crate::source::{GitFolder, common_dir, find_root, is_git_dir};

/// The size above which a file of git's is not read: those of the largest repositories known have a tenth of it. Git itself
/// would read it whole, or read until memory ends.
fn most_bytes(file: &Path) -> u64 {
    match file.file_name().and_then(OsStr::to_str) {
        Some("index" | "packed-refs" | "commit-graph" | "multi-pack-index") => 2 << 30,
        _ => 64 << 20,
    }
}

/// Where a repository is, and how it was found.
#[derive(Debug)]
pub(super) enum GitLocation {
    /// The git directory that `GIT_DIR` names.
    Named(PathBuf),
    /// A folder that contains `.git`.
    WorkTree(GitFolder),
    /// A bare repository.
    Bare(PathBuf),
}

impl GitLocation {
    /// Finds the repository around a folder, given by its real path.
    pub(super) fn find(from: &Path) -> Result<Self, GitError> {
        // An invalid GIT_DIR is ignored, so that a stale one in the environment does not hide the repository.
        let named = env::var_os("GIT_DIR").map(PathBuf::from).filter(|dir| is_git_dir(dir) || dir.is_file());
        if let Some(named) = named {
            return Ok(Self::Named(named));
        }
        if let Some(git) = GitFolder::find(from) {
            return Ok(Self::WorkTree(git));
        }
        let in_a_work_tree = || from.ancestors().any(|folder| folder.join(".git").symlink_metadata().is_ok());
        match from.ancestors().find(|folder| is_git_dir(folder)) {
            Some(_) if in_a_work_tree() => Err(GitError::NoRepository(from.to_path_buf())),
            // Goal files inside a bare repository are no part of it; they came from elsewhere, such as `git archive`.
            Some(_) if find_root(from).is_some() => Err(GitError::NoRepository(from.to_path_buf())),
            Some(bare) if must_be_named() => Err(GitError::BareNotNamed(bare.to_path_buf())),
            Some(bare) => Ok(Self::Bare(bare.to_path_buf())),
            None => Err(GitError::NoRepository(from.to_path_buf())),
        }
    }

    /// Opens it with libgit2, which checks who owns it. It does not search elsewhere.
    pub(super) fn open(&self) -> Result<git2::Repository, git2::Error> {
        let at = |path: &Path, flags| git2::Repository::open_ext(path, flags, &[] as &[&Path]);
        match self {
            Self::Named(_) => git2::Repository::open_from_env(),
            Self::WorkTree(git) => at(&git.top.join(".git"), RepositoryOpenFlags::NO_SEARCH),
            Self::Bare(dir) => at(dir, RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT),
        }
    }

    /// Why a file of git's cannot be read to its end: it is a named pipe, a socket or a device, or larger than any of its kind.
    pub(super) fn unreadable_file(&self) -> Option<GitError> {
        let dir = self.git_dir();
        let common = common_dir(dir);
        let own = ["HEAD", "config.worktree", "commondir", "index"].map(|name| dir.join(name));
        let shared = [
            "config",
            "packed-refs",
            "shallow",
            "info/exclude",
            "info/grafts",
            "info/sparse-checkout",
            "objects/info/alternates",
            "objects/info/commit-graph",
            "objects/pack/multi-pack-index",
        ];
        let fault = |file: PathBuf| {
            let metadata = file.metadata().ok()?;
            if !metadata.is_file() && !metadata.is_dir() {
                return Some(GitError::SpecialFile(file));
            }
            let is_large = metadata.is_file() && metadata.len() > most_bytes(&file);
            is_large.then_some(GitError::HugeFile { bytes: metadata.len(), file })
        };
        own.into_iter().chain(shared.map(|name| common.join(name))).find_map(fault).or_else(|| {
            // The branch, by its loose reference. What HEAD says is a path inside the repository or nothing.
            let head = std::fs::read_to_string(dir.join("HEAD")).unwrap_or_default();
            let name = head.strip_prefix("ref: ")?.trim_end();
            let is_plain = name.starts_with("refs/") && !name.split('/').any(|part| matches!(part, "" | "." | ".."));
            fault(common.join(name)).filter(|_| is_plain)
        })
    }

    /// Whether it is a bare repository that was found by its path.
    pub(super) fn is_bare(&self) -> bool {
        matches!(self, Self::Bare(_))
    }

    /// The git directory.
    pub(super) fn git_dir(&self) -> &Path {
        match self {
            Self::Named(dir) | Self::Bare(dir) => dir,
            Self::WorkTree(git) => &git.dir,
        }
    }

    /// Whether git's own discovery, from any folder of the work tree, finds this repository.
    pub(super) fn is_found(&self, top: Option<&Path>) -> bool {
        let real = |path: &Path| path.canonicalize().ok();
        matches!(self, Self::WorkTree(git) if !git.is_shadowed && top.and_then(real) == real(&git.top))
    }

    /// The folder to add to `safe.directory` if another user owns the repository.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Named(dir) | Self::Bare(dir) => dir,
            Self::WorkTree(git) => &git.top,
        }
    }
}

/// Whether bare repositories require `GIT_DIR`: `safe.bareRepository=explicit` in the configuration of the user or the
/// system. The repository's own configuration is not read, as it could allow itself.
fn must_be_named() -> bool {
    user_setting("safe.bareRepository").as_deref() == Some("explicit")
}
