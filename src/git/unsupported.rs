//! Features of repositories that libgit2 does not support, detected from the repository's configuration.

use std::path::Path;

use git2::Odb;

use crate::source::common_dir;

/// Opens only the object database of a repository that libgit2 refuses.
pub(super) fn object_database(folder: &Path) -> Result<git2::Repository, git2::Error> {
    let odb = Odb::new()?;
    odb.add_disk_alternate(&folder.to_string_lossy())?;
    git2::Repository::from_odb(odb)
}

/// The feature that libgit2 does not support, as a clause for an error message; none if no known one is configured.
pub(super) fn unsupported_feature(git_dir: &Path) -> Option<&'static str> {
    let config = git2::Config::open(&common_dir(git_dir).join("config")).ok()?;
    let is = |key: &str, value: &str| config.get_string(key).is_ok_and(|found| found.eq_ignore_ascii_case(value));
    if is("extensions.objectformat", "sha256") {
        Some("its object names are SHA-256")
    } else if is("extensions.refstorage", "reftable") {
        Some("its branches are stored in a reftable")
    } else if promisor(&config).is_some() {
        Some("it is a partial clone")
    } else {
        None
    }
}

/// The promisor remote of a partial clone (`extensions.partialClone` or `remote.NAME.promisor`); none in other clones.
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
