//! The roots that are read together, where further ones may lie, and why one is refused.

use std::path::{Path, PathBuf};

/// Which root a file lies in. In this order they have a claim to an id: what an open root says stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Root {
    /// The open root that a private one names with `within`: its goals are known, and not judged.
    Outer,
    /// The root itself.
    #[default]
    Own,
    /// An included root, by its place in `include`.
    Included(usize),
}

/// A root that is read besides the root itself.
#[derive(Debug, Clone)]
pub struct FurtherRoot {
    /// Which one it is.
    pub root: Root,
    /// The way there from the root itself, with `/` and without one at its end.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What its own settings leave out.
    pub exclude: Vec<String>,
}

/// A root that the settings name and that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRoot {
    /// Which one it would be.
    pub root: Root,
    /// What they say.
    pub name: String,
    /// Why it is not read.
    pub refusal: Refusal,
}

/// Why a root is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It lies where no root of one's own is expected: its files may be anybody's.
    Elsewhere,
    /// It is the root itself, or a folder around it.
    Around,
    /// Another entry names the same folder.
    Twice,
}

impl Refusal {
    /// Why, in words that follow the name.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Elsewhere => "lies neither in this repository nor beside it",
            Self::Around => "holds this root itself",
            Self::Twice => "is the folder of another entry",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::Elsewhere => "move it into this repository or beside it; --allow-include DIR reads it where it is",
            Self::Around => "name a folder that does not hold this one",
            Self::Twice => "remove one of the two",
        }
    }
}

/// Where further roots may lie: a line in `goalpost.yaml`, which anyone may propose, must not make the program print
/// files of the machine that it runs on.
#[derive(Debug)]
pub struct Neighbourhood {
    root: PathBuf,
    top: Option<PathBuf>,
    allowed: Vec<PathBuf>,
}

impl Neighbourhood {
    /// Around a root, in a git work tree with this top folder, with folders that the user allows.
    #[must_use]
    pub fn new(root: &Path, top: Option<&Path>, allowed: &[PathBuf]) -> Self {
        let real = |path: &Path| path.canonicalize().ok();
        let root = real(root).unwrap_or_else(|| root.to_path_buf());
        // A work tree that is the whole file system says nothing about whose files they are.
        let top = top.and_then(real).filter(|top| top.parent().is_some() && root.starts_with(top));
        Self { root, top, allowed: allowed.iter().filter_map(|path| real(path)).collect() }
    }

    /// The real folder of an included root.
    ///
    /// # Errors
    /// It holds the root, or lies elsewhere.
    pub fn admit(&self, folder: &Path) -> Result<PathBuf, Refusal> {
        let folder = self.admit_outer(folder)?;
        if self.root.starts_with(&folder) { Err(Refusal::Around) } else { Ok(folder) }
    }

    /// The real folder of the root that this one is within, which may hold it.
    ///
    /// # Errors
    /// It is the root, or lies elsewhere.
    pub fn admit_outer(&self, folder: &Path) -> Result<PathBuf, Refusal> {
        // Links are followed first: where a folder really is decides, not what it is called.
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

/// Whether two folders lie in one. Beside a clone at the top of the file system, as in a container, lie `/etc` and
/// everyone's homes: nothing there counts.
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
