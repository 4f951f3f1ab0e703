//! The paths of files as the reader sees them: from the current folder.

use std::path::{Component, Path};

/// The current folder, as seen from the root of the goals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Here {
    /// The root as a prefix of paths; empty in the root itself.
    root: String,
    /// The folders from the root down to the current one; none elsewhere.
    below: Vec<String>,
}

impl Here {
    /// The folder `current`, from which the root has the path `root`.
    #[must_use]
    pub fn new(root: &Path, current: &Path) -> Self {
        let text = root.to_string_lossy();
        let prefix = if text == "." { String::new() } else { text.trim_end_matches('/').to_owned() };
        let steps = root.components().count();
        let is_above = root.components().all(|part| part == Component::ParentDir);
        let names: Vec<_> = current.components().collect();
        let below = names.len().checked_sub(steps).filter(|_| is_above).map(|at| &names[at..]).unwrap_or_default();
        Self { root: prefix, below: below.iter().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect() }
    }

    /// The path of a file from the current folder. `path` is its path from the root.
    pub fn path(&self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        let shared = self.below.iter().zip(folders).take_while(|(own, part)| own == *part).count();
        match self.below.len() - shared {
            _ if self.root.is_empty() => path.to_owned(),
            _ if self.below.is_empty() => format!("{}/{path}", self.root),
            up => format!("{}{}", "../".repeat(up), parts[shared..].join("/")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paths led up to the root and down again.
    #[test]
    fn a_file_is_named_from_where_the_reader_is() {
        let seen =
            |root: &str, path: &str| Here::new(Path::new(root), Path::new("/home/ana/okrs/2026-Q4/shop")).path(path);
        assert_eq!(seen(".", "a.yaml"), "a.yaml");
        assert_eq!(seen("../..", "2026-Q4/shop/a.yaml"), "a.yaml");
        assert_eq!(seen("../..", "2026-Q4/shop/more/a.yaml"), "more/a.yaml");
        assert_eq!(seen("../..", "2026-Q4/a.yaml"), "../a.yaml");
        assert_eq!(seen("../..", "org.yaml"), "../../org.yaml");
        assert_eq!(seen("../..", "../people/a.yaml"), "../../../people/a.yaml");
        assert_eq!(seen("goals", "a.yaml"), "goals/a.yaml");
        assert_eq!(seen("/srv/goals/", "a.yaml"), "/srv/goals/a.yaml");
        assert_eq!(seen("../goals", "a.yaml"), "../goals/a.yaml");
    }
}
