//! Finds the root folder and the goal files below it, with the rules of `.gitignore`.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::file::{ReadFault, SourceFile, reason};
use super::left_out::{SkipReason, SkipRules, TrackedFiles};
use super::reserved::{SETTINGS_FILE, is_garbled, is_hidden_path, is_yaml, shown_name};
use super::root::FurtherRoot;
use super::set::SourceSet;

/// An error of discovery.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// The root folder cannot be listed.
    #[error("cannot read the folder `{}`: {reason}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// The operating system's message.
        reason: String,
    },
}

/// The nearest folder with `goalpost.yaml`: the given one or one above it, as Cargo finds its manifest.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file()).map(Path::to_path_buf)
}

/// What to read: a root, patterns of excluded files, and further roots.
#[derive(Debug)]
pub struct Discovery {
    root: PathBuf,
    exclude: Vec<String>,
    further: Vec<FurtherRoot>,
    tracked: TrackedFiles,
}

impl Discovery {
    /// Creates a discovery of one root with nothing excluded. `tracked` is asked only where git's `info/exclude` names
    /// something: it hides no file that git tracks, which every other clone has.
    #[must_use]
    pub fn new(root: &Path, tracked: TrackedFiles) -> Self {
        Self { root: root.to_path_buf(), exclude: Vec::new(), further: Vec::new(), tracked }
    }

    /// Excludes the files that match these patterns, in gitignore(5) syntax relative to the root.
    #[must_use]
    pub fn exclude(mut self, patterns: &[String]) -> Self {
        self.exclude = patterns.to_vec();
        self
    }

    /// Reads further roots too. A file inside one of them belongs to it, even if that root is inside this one.
    #[must_use]
    pub fn further(mut self, roots: Vec<FurtherRoot>) -> Self {
        self.further = roots;
        self
    }

    /// Lists and reads every `*.yaml` and `*.yml` file.
    ///
    /// Hidden files and folders, those that `.gitignore` or `exclude` match, and symbolic links to folders out of the root
    /// are left out. A file that cannot be read, or is a link to one out of the root, is in the set with its fault.
    ///
    /// # Errors
    /// The root folder cannot be listed. For a further root that is no error, as not everyone may have access to it.
    pub fn read(&self) -> Result<SourceSet, DiscoveryError> {
        fs::read_dir(&self.root)
            .map_err(|error| DiscoveryError::Unreadable { path: self.root.clone(), reason: reason(&error) })?;
        let mut files = read_all(list(&self.root, "", &self.exclude, (&self.real_roots(), self.tracked)), |file| file);
        files.extend(self.read_further());
        Ok(SourceSet::new(self.root.clone(), files))
    }

    /// Reads only the further roots. It is used for roots outside of the repository of a revision.
    pub fn read_further(&self) -> Vec<SourceFile> {
        let roots = self.real_roots();
        let read = |further: &FurtherRoot| {
            let found = list(&further.folder, &format!("{}/", further.name), &further.exclude, (&roots, self.tracked));
            read_all(found, |file| file.in_root(further.root, &further.name))
        };
        self.further.iter().flat_map(read).collect()
    }

    /// The real folders of all roots, sorted by path; empty if there is only one root.
    fn real_roots(&self) -> Vec<PathBuf> {
        if self.further.is_empty() {
            return Vec::new();
        }
        let own = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let mut roots: Vec<PathBuf> = self.further.iter().map(|further| further.folder.clone()).chain([own]).collect();
        roots.sort();
        roots
    }
}

impl Discovery {
    /// The reason why a file would be left out, by its path from the root; none if it would be read. The file need not
    /// exist.
    pub fn leaves_out(&self, path: &str) -> Option<SkipReason> {
        let rules = || SkipRules::new(&self.root, &self.exclude);
        let why = rules().reason_of(path)?;
        let is_tracked = || (self.tracked)(&self.root).iter().any(|tracked| tracked == path);
        (rules().without_own().reason_of(path).is_some() || !is_tracked()).then_some(why)
    }
}

/// A file found in a walk.
struct FoundFile {
    name: String,
    path: PathBuf,
    fault: Option<ReadFault>,
    /// Whether a symbolic link leads to it.
    is_link: bool,
}

/// Reads what was found, in the root of which `assign` makes each file one.
fn read_all(found: Vec<FoundFile>, assign: impl Fn(SourceFile) -> SourceFile + Sync) -> Vec<SourceFile> {
    let read = |found: FoundFile| {
        let is_garbled = is_garbled(&found.name);
        let file = assign(SourceFile::named(found.name));
        match found.fault {
            // Other commands find a file again by its name, so a name that is not UTF-8 makes the file unreadable.
            _ if is_garbled => file.failed(ReadFault::Garbled),
            Some(fault) => file.failed(fault),
            None if found.is_link => file.read_found(&found.path).found_by_link(),
            None => file.read_found(&found.path),
        }
    };
    found.into_par_iter().map(read).collect()
}

/// Lists the files of one root without those of other roots inside it.
fn list(root: &Path, prefix: &str, exclude: &[String], (roots, tracked): (&[PathBuf], TrackedFiles)) -> Vec<FoundFile> {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    // In sorted order, all folders inside a folder follow it directly.
    let first = roots.partition_point(|other| *other <= real_root);
    let fences: Vec<&Path> =
        roots[first..].iter().map(PathBuf::as_path).take_while(|other| other.starts_with(&real_root)).collect();
    let is_fenced = |path: &Path| {
        let real = || path.strip_prefix(root).map(|below| real_root.join(below));
        !fences.is_empty() && real().is_ok_and(|real| fences.contains(&real.as_path()))
    };
    let mut ignored = SkipRules::new(root, exclude);
    let mut found = Vec::new();
    let mut links = Vec::new();
    // What a folder holds has the same path but for its name, and the name alone would be cut from it for each comparison.
    let by_name = |a: &DirEntry, b: &DirEntry| a.path().as_os_str().cmp(b.path().as_os_str());
    let mut walk = WalkDir::new(root).follow_links(false).sort_by(by_name).into_iter();
    let name = |path: &Path| format!("{prefix}{}", slashed(path.strip_prefix(root).unwrap_or(path)));
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                let why = error.io_error().map_or_else(|| error.to_string(), reason);
                found.push(FoundFile {
                    name: name(&path),
                    path,
                    fault: Some(ReadFault::Unreadable(why)),
                    is_link: false,
                });
                continue;
            }
        };
        let mut covered = || ignored.covers(entry.path(), entry.depth(), entry.file_type().is_dir()).is_some();
        if entry.depth() > 0 && (hidden(&entry) || covered() || is_fenced(entry.path())) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        let kind = entry.file_type();
        if kind.is_dir() {
            ignored.enter(&entry);
        } else if kind.is_symlink() {
            links.push(entry.into_path());
        } else if is_yaml(entry.path()) {
            // Opening a named pipe would block until something writes to it.
            let fault = (!kind.is_file()).then(|| ReadFault::Unreadable("not a regular file".to_owned()));
            let path = entry.into_path();
            found.push(FoundFile { name: name(&path), path, fault, is_link: false });
        }
    }
    if ignored.hides {
        let known: HashSet<PathBuf> = found.iter().map(|it: &FoundFile| it.path.clone()).collect();
        for below in tracked(root).into_iter().filter(|below| !is_hidden_path(below)) {
            let path = root.join(&below);
            let is_hidden = is_yaml(&path) && ignored.may_hide(&path) && !known.contains(&path) && !is_fenced(&path);
            let is_there = || path.symlink_metadata().is_ok_and(|it| it.is_file());
            let counts = || SkipRules::new(root, exclude).without_own().reason_of(&below).is_none();
            if is_hidden && is_there() && counts() {
                found.push(FoundFile { name: name(&path), path, fault: None, is_link: false });
            }
        }
    }
    if !links.is_empty() {
        follow(&real_root, links, &fences, &name, &mut found);
    }
    found
}

/// Adds the targets of symbolic links that are inside the root and were not found already.
fn follow(
    real_root: &Path,
    links: Vec<PathBuf>,
    fences: &[&Path],
    name: &dyn Fn(&Path) -> String,
    found: &mut Vec<FoundFile>,
) {
    let is_fenced = |target: &Path| fences.iter().any(|it| target.starts_with(it));
    let mut seen: HashSet<PathBuf> = found.iter().filter_map(|found| found.path.canonicalize().ok()).collect();
    for link in links {
        let fault = match link.canonicalize() {
            // A link to a file of another root would put that root's goals into this one.
            Ok(target) if is_fenced(&target) => continue,
            // They may lead anywhere on the machine: nothing behind them is read, and of a folder nothing is known.
            Ok(target) if !target.starts_with(real_root) => {
                if !is_yaml(&link) || !target.is_file() {
                    continue;
                }
                Some(ReadFault::LinkOut)
            }
            Ok(target) if target.is_dir() => {
                let above = link.parent().and_then(|folder| folder.canonicalize().ok());
                if !above.is_some_and(|above| above.starts_with(&target)) {
                    continue;
                }
                Some(ReadFault::LinkLoop)
            }
            Ok(target) => {
                if !is_yaml(&link) || !target.is_file() || !seen.insert(target) {
                    continue;
                }
                None
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !is_yaml(&link) {
                    continue;
                }
                Some(if leads_out(&link, real_root) {
                    ReadFault::LinkOut
                } else {
                    ReadFault::Unreadable("a broken symbolic link".to_owned())
                })
            }
            // Two links that lead to each other, or a folder that may not be entered.
            Err(error) => Some(ReadFault::Unreadable(reason(&error))),
        };
        found.push(FoundFile { name: name(&link), path: link, fault, is_link: true });
    }
}

/// Whether the missing target of a broken link is outside the root.
fn leads_out(link: &Path, real_root: &Path) -> bool {
    let Ok(target) = fs::read_link(link) else { return true };
    let from = link.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
    let mut at = from.join(&target);
    while !at.as_os_str().is_empty() {
        if let Ok(real) = at.canonicalize() {
            return !real.starts_with(real_root);
        }
        if !at.pop() {
            break;
        }
    }
    true
}

fn hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// A relative path with `/` on every system.
fn slashed(path: &Path) -> String {
    if let Some(text) = path.to_str().filter(|_| cfg!(unix)) {
        return text.to_owned();
    }
    path.components().map(|part| shown_name(part.as_os_str().as_encoded_bytes())).collect::<Vec<_>>().join("/")
}
