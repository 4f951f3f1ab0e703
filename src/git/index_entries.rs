//! Single files as the `git` program takes them, and as its index lists them.

use std::collections::HashMap;

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
