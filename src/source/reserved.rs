//! Which names files have: those of goal files, of the settings and of the organisation.

use std::ffi::OsStr;
use std::path::Path;

/// The file at a goals repository's root that makes it one.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file beside it that names teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a file is read, by its name.
#[must_use]
pub fn is_yaml(path: impl AsRef<Path>) -> bool {
    path.as_ref().extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Whether a file has a name as YAML has it, in any case: some file systems know none.
#[must_use]
pub fn has_yaml_name(path: &Path) -> bool {
    let is = |extension: &OsStr| ["yaml", "yml"].iter().any(|yaml| extension.eq_ignore_ascii_case(yaml));
    path.extension().is_some_and(is)
}

/// Whether a path names a file as these two are named, in any folder and in any case: in another folder settings make a
/// root of their own, and some file systems know no case.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [SETTINGS_FILE, ORG_FILE].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
