//! File names: goal files, settings and organisation, and names that are not UTF-8.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

/// The settings file, which marks the root of a goals repository.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file next to it that defines teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a path has a part that begins with a dot: hidden files and folders have no goals.
pub fn is_hidden_path(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// Whether a name is that of a YAML file: `*.yaml` or `*.yml`, ignoring case, as some file systems do.
pub fn is_yaml(path: impl AsRef<Path>) -> bool {
    let is = |extension: &OsStr| ["yaml", "yml"].iter().any(|yaml| extension.eq_ignore_ascii_case(yaml));
    path.as_ref().extension().is_some_and(is)
}

/// Whether a file or folder of a root is one in which goals are read: neither hidden nor, of files, with another ending.
pub fn is_in_sight(path: &str, is_folder: bool) -> bool {
    !is_hidden_path(path) && (is_folder || is_yaml(path))
}

/// The character that is written before each byte of a name that is not UTF-8.
const UNREADABLE: char = char::REPLACEMENT_CHARACTER;

/// A file's name as text. Bytes that are not UTF-8 are written in hexadecimal, so that different names stay different.
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

/// Whether a name returned by [`shown_name`] was not UTF-8.
pub fn is_garbled(name: &str) -> bool {
    name.contains(UNREADABLE)
}

/// Whether a path has the name of the settings or organisation file, in any folder and ignoring case: in another folder the
/// settings file would start a root of its own, and some file systems ignore case.
pub fn is_reserved(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    [SETTINGS_FILE, ORG_FILE].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
}
