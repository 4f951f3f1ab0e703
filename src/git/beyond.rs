//! What about a repository is beyond libgit2, as its settings say, and what libgit2 can read of it all the same.

use std::fs;
use std::path::{Path, PathBuf};

use git2::Odb;

/// A folder of objects as libgit2 reads it, without the repository that it refuses.
pub(super) fn objects_alone(folder: &Path) -> Result<git2::Repository, git2::Error> {
    let odb = Odb::new()?;
    odb.add_disk_alternate(&folder.to_string_lossy())?;
    git2::Repository::from_odb(odb)
}

/// The repository around a folder that belongs to someone else, as `safe.directory` wants it named.
pub(super) fn owned_elsewhere(folder: &Path) -> PathBuf {
    let found = git2::Repository::discover_path(folder, &[] as &[&Path]);
    let found = found.map(|git_dir| if git_dir.ends_with(".git") { git_dir.join("..") } else { git_dir });
    found
        .and_then(|path| path.canonicalize().map_err(|_| git2::Error::from_str("")))
        .unwrap_or_else(|_| folder.to_path_buf())
}

/// What about the repository around a folder is beyond libgit2, as its settings say.
pub(super) fn peculiarity(folder: &Path) -> Option<&'static str> {
    let git_dir = git2::Repository::discover_path(folder, &[] as &[&Path]).ok()?;
    let common =
        fs::read_to_string(git_dir.join("commondir")).map_or_else(|_| git_dir.clone(), |to| git_dir.join(to.trim()));
    let config = git2::Config::open(&common.join("config")).ok()?;
    let is = |key: &str, value: &str| config.get_string(key).is_ok_and(|found| found.eq_ignore_ascii_case(value));
    if is("extensions.objectformat", "sha256") {
        Some("its objects are named by sha256")
    } else if is("extensions.refstorage", "reftable") {
        Some("its branches are kept in a reftable")
    } else if promisor(&config).is_some() {
        Some("it is a partial clone")
    } else {
        None
    }
}

/// The remote that promised what a partial clone left out.
pub(super) fn promisor(config: &git2::Config) -> Option<String> {
    if let Ok(name) = config.get_string("extensions.partialclone") {
        return Some(name);
    }
    let mut found = config.entries(Some("^remote\\..*\\.promisor$")).ok()?;
    while let Some(Ok(entry)) = found.next() {
        let key = entry.name().ok()?.to_owned();
        let name = key.strip_prefix("remote.")?.strip_suffix(".promisor")?;
        if config.get_bool(&key).unwrap_or(false) {
            return Some(name.to_owned());
        }
    }
    None
}
