//! Creates git repositories for people, who go on in them with git.

use std::path::Path;

use git2::RepositoryInitOptions;

use super::error::GitError;

/// Ensures that a folder has no `.git` in any form: one that git cannot read may be a damaged repository, whose objects are
/// still there.
///
/// # Errors
/// There is one.
pub fn ensure_no_git(folder: &Path) -> Result<(), GitError> {
    let git = folder.join(".git");
    if git.symlink_metadata().is_ok() { Err(GitError::Unusable(git)) } else { Ok(()) }
}

/// Creates an empty repository in a folder that is in none, on the branch that `init.defaultBranch` names.
///
/// # Errors
/// The folder cannot be written, or has a `.git` already.
pub fn create_repository(folder: &Path) -> Result<(), GitError> {
    ensure_no_git(folder)?;
    let config = git2::Config::open_default().ok();
    let named = config.and_then(|config| config.get_string("init.defaultBranch").ok());
    let mut options = RepositoryInitOptions::new();
    // A template brings hooks, which are programs.
    options.external_template(false).no_reinit(true).initial_head(named.as_deref().unwrap_or("main"));
    match git2::Repository::init_opts(folder, &options) {
        Ok(_) => Ok(()),
        Err(error) => Err(GitError::Unwritten { folder: folder.to_path_buf(), reason: error.message().to_owned() }),
    }
}
