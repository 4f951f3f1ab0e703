//! Creates git repositories for people, who go on in them with git.

use std::path::Path;

use git2::RepositoryInitOptions;

use super::error::GitError;

/// Creates an empty repository in a folder that is in none, on the branch that `init.defaultBranch` names.
///
/// # Errors
/// The folder cannot be written, or is a repository already.
pub fn create_repository(folder: &Path) -> Result<(), GitError> {
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
