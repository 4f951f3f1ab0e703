//! `.gitignore` files and `exclude` patterns for a revision or the index, where there is no folder to walk.

use std::collections::HashSet;
use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The files that git and the settings leave out, by path from the top of the repository.
#[derive(Debug)]
pub struct IgnoreRules {
    /// Folders with the patterns of their `.gitignore`, deepest last.
    folders: Vec<(String, Gitignore)>,
    /// The roots with the `exclude` patterns of their settings.
    roots: Vec<(String, Gitignore)>,
    /// The files that are read whatever `.gitignore` says.
    read: HashSet<String>,
}

/// Whether a file is one of those in which git's patterns stand.
#[must_use]
pub fn is_ignore_file(path: &str) -> bool {
    path == ".gitignore" || path.ends_with("/.gitignore")
}

impl IgnoreRules {
    /// Creates rules from the texts of `.gitignore` files by folder, and the `exclude` patterns by root.
    #[must_use]
    pub fn new(ignores: &[(String, String)], roots: &[(String, Vec<String>)]) -> Self {
        let mut folders = Vec::new();
        let mut texts: Vec<_> = ignores.iter().collect();
        texts.sort_by_key(|(folder, _)| folder.len());
        folders.extend(texts.into_iter().map(|(folder, text)| (folder.clone(), matcher(text.lines()))));
        folders.retain(|(_, matcher)| !matcher.is_empty());
        let of_root =
            |(root, exclude): &(String, Vec<String>)| (root.clone(), matcher(exclude.iter().map(String::as_str)));
        let roots = roots.iter().map(of_root).filter(|(_, matcher)| !matcher.is_empty()).collect();
        Self { folders, roots, read: HashSet::new() }
    }

    /// The same, but some files are read whatever `.gitignore` says.
    #[must_use]
    pub fn but(self, read: HashSet<String>) -> Self {
        Self { read, ..self }
    }

    /// Whether a file or a folder that contains it is left out.
    pub fn covers(&self, path: &str) -> bool {
        self.excludes(path) || (!self.read.contains(path) && self.ignores(path))
    }

    /// Whether any `.gitignore` has patterns.
    pub fn has_ignored(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Whether `.gitignore` leaves out a file or a folder that contains it.
    pub fn ignores(&self, path: &str) -> bool {
        !self.folders.is_empty() && parts(path).any(|(part, is_dir)| self.is_ignored(part, is_dir))
    }

    /// Whether the settings exclude a file or a folder that contains it.
    pub fn excludes(&self, path: &str) -> bool {
        let excludes = |(part, is_dir): (&str, bool)| {
            let matches = |(root, exclude): &(String, Gitignore)| {
                below(root, part).is_some_and(|path| exclude.matched(path, is_dir).is_ignore())
            };
            self.roots.iter().any(matches)
        };
        !self.roots.is_empty() && parts(path).any(excludes)
    }

    fn is_ignored(&self, path: &str, is_dir: bool) -> bool {
        let mut deepest_first = self.folders.iter().rev();
        deepest_first.find_map(|(folder, matcher)| verdict(matcher, below(folder, path)?, is_dir)).unwrap_or(false)
    }
}

/// A path and the folders that contain it, the outermost first, each with whether it is a folder.
fn parts(path: &str) -> impl Iterator<Item = (&str, bool)> {
    let folders = path.match_indices('/').map(|(end, _)| (&path[..end], true));
    folders.chain([(path, false)])
}

/// A path as it is called from a folder that contains it.
fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) }
}

/// Whether a folder's patterns ignore a path (true) or re-include it (false); none if no pattern matches.
pub(super) fn verdict(matcher: &Gitignore, path: impl AsRef<Path>, is_dir: bool) -> Option<bool> {
    match matcher.matched(path, is_dir) {
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
        Match::None => None,
    }
}

fn matcher<'p>(patterns: impl Iterator<Item = &'p str>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for pattern in patterns {
        // An invalid pattern is reported by the rule on settings.
        let _ = builder.add_line(None, pattern);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeper_files_speak_last_and_folders_hold_what_is_in_them() {
        let ignores = [
            (String::new(), "drafts/\n*.tmp.yaml\nsecret.yaml\n".to_owned()),
            ("okrs".to_owned(), "!keep.tmp.yaml\n".to_owned()),
        ];
        let rules = IgnoreRules::new(&ignores, &[("okrs".to_owned(), vec!["templates/**".to_owned()])]);
        for path in ["okrs/drafts/a.yaml", "a.tmp.yaml", "okrs/secret.yaml", "okrs/templates/a.yaml"] {
            assert!(rules.covers(path), "{path}");
        }
        for path in ["okrs/a.yaml", "okrs/keep.tmp.yaml", "templates/a.yaml"] {
            assert!(!rules.covers(path), "{path}");
        }
    }
}
