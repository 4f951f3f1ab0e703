//! Single files as the `git` program takes them, and as its index lists them.

use std::collections::HashMap;

use super::oids::Oid;

/// Index entries by path: mode, object and stage as `git ls-files --stage` prints them.
pub(super) type IndexEntries = HashMap<String, Vec<String>>;

/// The most paths that are passed to git as arguments.
pub(super) const MAX_PATHS: usize = 200;

/// The arguments for some paths. For many paths it is the whole root, and callers filter the output: git compares every
/// file with every path, and the length of a command line is limited.
pub(super) fn pathspecs(paths: &[String]) -> Vec<&str> {
    if paths.len() > MAX_PATHS { vec!["."] } else { paths.iter().map(String::as_str).collect() }
}

/// Paths in the format of `--pathspec-file-nul`.
pub(super) fn nul_terminated(paths: &[String]) -> String {
    paths.iter().flat_map(|path| [path.as_str(), "\0"]).collect()
}

/// An entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Staged {
    pub(super) path: String,
    pub(super) oid: Oid,
    pub(super) mode: u32,
    pub(super) stage: u16,
}

impl Staged {
    /// Parses an entry of `git ls-files --stage -z`: `100644 4b82… 0\tpath`.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let mut words = line[..tab].split(|byte| *byte == b' ');
        let mode = u32::from_str_radix(std::str::from_utf8(words.next()?).ok()?, 8).ok()?;
        let oid = Oid::from_hex(words.next()?)?;
        let stage = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
        Some(Self { path: String::from_utf8_lossy(&line[tab + 1..]).into_owned(), oid, mode, stage })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_index_has_any_path() {
        let line = b"100755 4b825dc642cb6eb9a060e54bf8d69288fbee4904 2\ta\tb\nc.yaml";
        let staged = Staged::parse(line).expect("an entry");
        assert_eq!((staged.mode, staged.stage, staged.path.as_str()), (0o100_755, 2, "a\tb\nc.yaml"));
        for line in [&b""[..], b"100644", b"100644 4b82 0\ta", b"x\ty"] {
            assert_eq!(Staged::parse(line), None);
        }
    }
}
