//! The names of the files that are not goals: settings and organisation.

/// The file at a goals repository's root that makes it one.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file beside it that names teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a path names a file as these two are named, in any folder and in any case: in another folder settings make a
/// root of their own, and some file systems know no case.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [SETTINGS_FILE, ORG_FILE].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
