//! Which names files have: those of goal files, of the settings and of the organisation.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

/// The file at a goals repository's root that makes it one.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file beside it that names teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a file is read, by its name: `*.yaml` and `*.yml` in any case, as some file systems know none.
#[must_use]
pub fn is_yaml(path: impl AsRef<Path>) -> bool {
    let is = |extension: &OsStr| ["yaml", "yml"].iter().any(|yaml| extension.eq_ignore_ascii_case(yaml));
    path.as_ref().extension().is_some_and(is)
}

/// What stands in a name before each byte of it that is no UTF-8: such a file is told and not read.
const UNREADABLE: char = char::REPLACEMENT_CHARACTER;

/// A file's name as text. What is no UTF-8 of it is shown in hexadecimal digits, so that no two names become one.
#[must_use]
pub fn shown_name(name: &[u8]) -> Cow<'_, str> {
    if let Ok(name) = std::str::from_utf8(name) {
        return Cow::Borrowed(name);
    }
    let mut shown = String::new();
    for chunk in name.utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            shown.push_str(&format!("{UNREADABLE}{byte:02X}"));
        }
    }
    Cow::Owned(shown)
}

/// Whether a name, as it is shown, is no text.
#[must_use]
pub fn is_garbled(name: &str) -> bool {
    name.contains(UNREADABLE)
}

/// Whether a path names a file as these two are named, in any folder and in any case: in another folder settings make a
/// root of their own, and some file systems know no case.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [SETTINGS_FILE, ORG_FILE].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
