//! Where the repository of a folder is: what `GIT_DIR` names, else the nearest `.git` upward, else a bare repository.
//!
//! Git itself takes every folder of a certain shape for a bare repository. Whoever commits files can give a folder that
//! shape, with a configuration of their choice; so a bare repository counts only where it lies in no work tree.

use std::env;
use std::path::{Path, PathBuf};

use git2::{Config, RepositoryOpenFlags};

use super::command::trusted_settings;
use super::error::GitError;
use crate::source::{GitFolder, find_root, is_git_dir};

/// Where a repository is, and how it was found.
#[derive(Debug)]
pub(super) enum GitLocation {
    /// The git directory that `GIT_DIR` names.
    Named(PathBuf),
    /// A folder that holds `.git`.
    WorkTree(GitFolder),
    /// A bare repository.
    Bare(PathBuf),
}

impl GitLocation {
    /// Finds the repository around a folder, given by its real path.
    pub(super) fn find(from: &Path) -> Result<Self, GitError> {
        // A GIT_DIR that is no git directory is as if it were not set.
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
            // A bare repository holds no files of its own: these came some other way, such as an archive of a commit.
            Some(_) if find_root(from).is_some() => Err(GitError::NoRepository(from.to_path_buf())),
            Some(bare) if must_be_named() => Err(GitError::BareNotNamed(bare.to_path_buf())),
            Some(bare) => Ok(Self::Bare(bare.to_path_buf())),
            None => Err(GitError::NoRepository(from.to_path_buf())),
        }
    }

    /// Opens it with libgit2, which looks nowhere else and checks who owns it.
    pub(super) fn open(&self) -> Result<git2::Repository, git2::Error> {
        let at = |path: &Path, flags| git2::Repository::open_ext(path, flags, &[] as &[&Path]);
        match self {
            Self::Named(_) => git2::Repository::open_from_env(),
            Self::WorkTree(git) => at(&git.top.join(".git"), RepositoryOpenFlags::NO_SEARCH),
            Self::Bare(dir) => at(dir, RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT),
        }
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

    /// Whether git finds this repository, and no other, by itself from the folders of its work tree.
    pub(super) fn is_found(&self, top: Option<&Path>) -> bool {
        let real = |path: &Path| path.canonicalize().ok();
        matches!(self, Self::WorkTree(git) if !git.is_shadowed && top.and_then(real) == real(&git.top))
    }

    /// The folder that `safe.directory` names where another user owns it.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Named(dir) | Self::Bare(dir) => dir,
            Self::WorkTree(git) => &git.top,
        }
    }
}

/// Whether bare repositories count only if `GIT_DIR` names them: `safe.bareRepository` of the user or the system. A
/// repository cannot allow itself, so its own setting says nothing.
fn must_be_named() -> bool {
    const KEY: &str = "safe.bareRepository";
    let value = if let Ok(output) = trusted_settings().args(["config", "--get", KEY]).output() {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    } else {
        // Without the program: the files that libgit2 knows, and the one that git would read instead of the user's.
        let global = env::var_os("GIT_CONFIG_GLOBAL").and_then(|file| Config::open(Path::new(&file)).ok());
        let configs = [global, Config::open_default().ok()];
        configs.into_iter().flatten().find_map(|config| config.get_string(KEY).ok()).unwrap_or_default()
    };
    value == "explicit"
}
