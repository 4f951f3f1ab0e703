//! What libgit2 does not support about a repository, as its settings say, and what it can read of it all the same.

use std::path::Path;

use git2::Odb;

use crate::source::common_dir;

/// A folder of objects as libgit2 reads it, without the repository that it refuses.
pub(super) fn objects_alone(folder: &Path) -> Result<git2::Repository, git2::Error> {
    let odb = Odb::new()?;
    odb.add_disk_alternate(&folder.to_string_lossy())?;
    git2::Repository::from_odb(odb)
}

/// What about a repository libgit2 does not support, as its settings say.
pub(super) fn unsupported_feature(git_dir: &Path) -> Option<&'static str> {
    let config = git2::Config::open(&common_dir(git_dir).join("config")).ok()?;
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
