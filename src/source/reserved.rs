//! File names: goal files, settings and organisation, and names that are not UTF-8.

use std::borrow::Cow;
use std::path::Path;

/// The settings file, which marks the root of a goals repository.
pub const SETTINGS_FILE: &str = "goalpost.yaml";
/// The file next to it that defines teams and people.
pub const ORG_FILE: &str = "org.yaml";

/// Whether a path has a part that begins with a dot: hidden files and folders have no goals.
pub fn is_hidden_path(path: &str) -> bool {
    // By bytes, and all of them: every path that differs in any commit is asked, and hardly any is hidden.
    path.starts_with('.') || path.as_bytes().windows(2).filter(|two| *two == b"/.").count() > 0
}

/// Whether a name is that of a YAML file: `*.yaml` or `*.yml`, ignoring case, as some file systems do.
pub fn is_yaml(path: impl AsRef<Path>) -> bool {
    let path = path.as_ref();
    let ends_with = |yaml: &str| {
        let bytes = path.as_os_str().as_encoded_bytes();
        let Some((stem, end)) = bytes.split_at_checked(bytes.len().wrapping_sub(yaml.len())) else { return false };
        // A name that is nothing but an ending has none.
        let is_named = stem.last().is_some_and(|byte| !std::path::is_separator(char::from(*byte)));
        is_named && end.eq_ignore_ascii_case(yaml.as_bytes())
    };
    [".yaml", ".yml"].into_iter().any(ends_with)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_last_part() {
        let yaml = ["a.yaml", "A.YmL", "b/..yaml", "b.c/é.yml", "a.yml.yaml"];
        let other = ["", "yaml", ".yaml", "b/.yml", "a.yaml.txt", "a.yaml/b", "a.yam", "ayml"];
        assert!(yaml.iter().all(is_yaml) && !other.iter().any(is_yaml));
        assert!([".a", "a/.b/c", "a/.", ".."].into_iter().all(is_hidden_path));
        assert!(!["", "a", "a.", "a./b.c", "a..b/c"].into_iter().any(is_hidden_path));
    }
}
