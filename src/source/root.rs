//! The roots that are read together, where further roots may be, and why one is refused.

use std::path::{Path, PathBuf};

/// The root that a file belongs to. The order is that of precedence for an id that is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Root {
    /// The open root that a private root names in `within`. Its goals are read but not checked.
    Outer,
    /// The root itself.
    #[default]
    Own,
    /// An included root, by its index in `include`.
    Included(usize),
}

/// A root that is read in addition to the root itself.
#[derive(Debug, Clone)]
pub struct FurtherRoot {
    /// Its kind and index.
    pub root: Root,
    /// Its path from the root itself, separated by `/`, without a trailing one.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The `exclude` patterns of its own settings.
    pub exclude: Vec<String>,
}

/// A root that the settings name but that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRoot {
    /// Its kind and index.
    pub root: Root,
    /// The path in the settings.
    pub name: String,
    /// The reason.
    pub refusal: Refusal,
}

/// The reason why a root is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is neither in the repository nor next to it, so its files may belong to somebody else.
    Elsewhere,
    /// It is the root itself or contains it.
    Around,
    /// Another entry names the same folder.
    Twice,
}

impl Refusal {
    /// The reason as a predicate whose subject is the root.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Elsewhere => "is neither in this repository nor next to it",
            Self::Around => "contains this root",
            Self::Twice => "is the same folder as another entry",
        }
    }

    /// What the user can do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::Elsewhere => "move it into this repository or next to it, or allow it with --allow-include DIR",
            Self::Around => "name a folder that does not contain this root",
            Self::Twice => "remove one of the two",
        }
    }
}

/// The folders in which further roots may be. They are limited because a line in `goalpost.yaml`, which anyone may propose,
/// must not make the program print other files of the machine.
#[derive(Debug)]
pub struct Neighbourhood {
    root: PathBuf,
    top: Option<PathBuf>,
    allowed: Vec<PathBuf>,
}

impl Neighbourhood {
    /// Creates the neighbourhood of a root in the git work tree at `top`, plus the folders that the user allows.
    #[must_use]
    pub fn new(root: &Path, top: Option<&Path>, allowed: &[PathBuf]) -> Self {
        let real = |path: &Path| path.canonicalize().ok();
        let root = real(root).unwrap_or_else(|| root.to_path_buf());
        // A work tree at `/` contains everybody's files, so it does not count.
        let top = top.and_then(real).filter(|top| top.parent().is_some() && root.starts_with(top));
        Self { root, top, allowed: allowed.iter().filter_map(|path| real(path)).collect() }
    }

    /// The real folder of an included root.
    ///
    /// # Errors
    /// It contains the root, or is outside of the neighbourhood.
    pub fn admit(&self, folder: &Path) -> Result<PathBuf, Refusal> {
        let folder = self.admit_outer(folder)?;
        if self.root.starts_with(&folder) { Err(Refusal::Around) } else { Ok(folder) }
    }

    /// The real folder of the root in `within`, which may contain this one.
    ///
    /// # Errors
    /// It is the root itself, or is outside of the neighbourhood.
    pub fn admit_outer(&self, folder: &Path) -> Result<PathBuf, Refusal> {
        // Symbolic links are resolved first, so that a link in the repository cannot lead out of it.
        let folder = folder.canonicalize().map_err(|_| Refusal::Elsewhere)?;
        if folder == self.root {
            return Err(Refusal::Around);
        }
        let home = self.top.as_ref().unwrap_or(&self.root);
        let is_ours = folder.starts_with(home) || self.allowed.iter().any(|allowed| folder.starts_with(allowed));
        let beside = [Some(&self.root), self.top.as_ref()].into_iter().flatten().any(|it| is_beside(&folder, it));
        if is_ours || beside { Ok(folder) } else { Err(Refusal::Elsewhere) }
    }
}

/// Whether two folders have the same parent other than `/`. Next to a clone at `/`, as in a container, are `/etc` and
/// everyone's homes.
fn is_beside(folder: &Path, other: &Path) -> bool {
    let above = folder.parent().filter(|above| above.parent().is_some());
    above.is_some() && above == other.parent()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_root_lies_in_the_repository_or_beside_it() {
        let home = tempfile::tempdir().expect("a folder");
        let at = |path: &str| home.path().join(path);
        for path in ["clone/okrs/private", "clone/people", "people", "far/people"] {
            fs::create_dir_all(at(path)).expect("made");
        }
        std::os::unix::fs::symlink(at("far/people"), at("clone/link")).expect("a link");
        let admit = |names: &[&str], allowed: &[PathBuf]| -> Vec<Option<Refusal>> {
            let around = Neighbourhood::new(&at("clone/okrs"), Some(&at("clone")), allowed);
            names.iter().map(|name| around.admit(&at("clone/okrs").join(name)).err()).collect()
        };
        assert_eq!(admit(&["private", "../people", "../../people"], &[]), [None, None, None]);
        let elsewhere = Some(Refusal::Elsewhere);
        let names = ["../../far/people", "../link", "/etc", "../nothing"];
        assert_eq!(admit(&names, &[]), [elsewhere; 4]);
        assert_eq!(admit(&names, &[at("far")]), [None, None, elsewhere, elsewhere]);
        assert_eq!(admit(&["..", ".", "../../clone"], &[]), [Some(Refusal::Around); 3]);
        let around = Neighbourhood::new(&at("clone/okrs"), Some(&at("clone")), &[]);
        assert_eq!(around.admit_outer(&at("clone")).err(), None, "an open root may hold a private one");
    }

    #[test]
    fn beside_the_top_of_the_file_system_nothing_counts() {
        assert!(!is_beside(Path::new("/etc"), Path::new("/okrs")));
        assert!(is_beside(Path::new("/srv/people"), Path::new("/srv/okrs")));
    }
}
