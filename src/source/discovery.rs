//! Finding the root and the files below it, as a person who knows `.gitignore` would expect.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::file::reason;
use super::file::{ReadFault, SourceFile};
use super::ignored::verdict;
use super::reserved::SETTINGS_FILE;
use super::set::SourceSet;

/// Why there are no files to read.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// The root folder cannot be listed.
    #[error("cannot read the folder `{}`: {reason}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
}

/// Looks for a folder with `goalpost.yaml`, from a folder upward, as Cargo looks for its manifest.
#[must_use]
pub fn find_root(from: &Path) -> Option<PathBuf> {
    from.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file()).map(Path::to_path_buf)
}

/// What to read: a root, the patterns that keep files out, and the included roots.
#[derive(Debug)]
pub struct Discovery {
    root: PathBuf,
    exclude: Vec<String>,
    include: Vec<String>,
}

impl Discovery {
    /// Reads below `root` alone, with nothing excluded.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), exclude: Vec::new(), include: Vec::new() }
    }

    /// Leaves out what matches these patterns, in `.gitignore`'s syntax, relative to the root.
    #[must_use]
    pub fn exclude(mut self, patterns: &[String]) -> Self {
        self.exclude = patterns.to_vec();
        self
    }

    /// Reads these further roots too, given relative to the root; their goals may refer to the open root's.
    #[must_use]
    pub fn include(mut self, roots: &[String]) -> Self {
        self.include = roots.to_vec();
        self
    }

    /// Lists and reads every `*.yaml` and `*.yml` file.
    ///
    /// Hidden files and folders, what `.gitignore` or `exclude` names, and symbolic links that leave the root are left
    /// out. A file that cannot be read is in the set, with its fault.
    ///
    /// # Errors
    /// The root folder itself cannot be listed. An included root that is absent is no error: not everyone may see it.
    pub fn read(&self) -> Result<SourceSet, DiscoveryError> {
        fs::read_dir(&self.root)
            .map_err(|error| DiscoveryError::Unreadable { path: self.root.clone(), reason: reason(&error) })?;
        let mut found = list(&self.root, "", &self.exclude);
        for (number, include) in (1_u8..).zip(&self.include) {
            let folder = self.root.join(include);
            if folder.is_dir() {
                let prefix = format!("{}/", include.trim_end_matches('/'));
                found.extend(list(&folder, &prefix, &[]).into_iter().map(|found| Found { root: number, ..found }));
            }
        }
        let mut files: Vec<SourceFile> = found
            .into_par_iter()
            .map(|found| {
                let file = match found.fault {
                    Some(fault) => SourceFile::faulty(found.name, fault),
                    None => SourceFile::read(found.name, &found.path),
                };
                file.in_root(found.root)
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(SourceSet { root: self.root.clone(), files })
    }
}

/// What keeps a file from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// A `.gitignore` file, or git's `info/exclude`.
    Ignored,
    /// The settings' `exclude`.
    Excluded,
}

impl Discovery {
    /// What would keep a file from being read, by its path from the root, whether or not it is there.
    #[must_use]
    pub fn leaves_out(&self, path: &str) -> Option<LeftOut> {
        let mut ignored = Ignored::new(&self.root, &self.exclude);
        let mut at = self.root.clone();
        let parts: Vec<&str> = path.split('/').collect();
        ignored.push(1, &at);
        for (depth, part) in (1..).zip(&parts) {
            at.push(part);
            let is_dir = depth < parts.len();
            if let Some(why) = ignored.covers(&at, depth, is_dir) {
                return Some(why);
            }
            if is_dir {
                ignored.push(depth + 1, &at);
            }
        }
        None
    }
}

/// A file that the walk came upon.
struct Found {
    name: String,
    path: PathBuf,
    root: u8,
    fault: Option<ReadFault>,
}

/// Walks one root.
fn list(root: &Path, prefix: &str, exclude: &[String]) -> Vec<Found> {
    let mut ignored = Ignored::new(root, exclude);
    let mut found = Vec::new();
    let mut links = Vec::new();
    let mut walk = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    let name = |path: &Path| format!("{prefix}{}", slashed(path.strip_prefix(root).unwrap_or(path)));
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                let why = error.io_error().map_or_else(|| error.to_string(), reason);
                found.push(Found { name: name(&path), path, root: 0, fault: Some(ReadFault::Unreadable(why)) });
                continue;
            }
        };
        let mut covered = || ignored.covers(entry.path(), entry.depth(), entry.file_type().is_dir()).is_some();
        if entry.depth() > 0 && (hidden(&entry) || covered()) {
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
            // Opening a pipe would wait for someone to write to it.
            let fault = (!kind.is_file()).then(|| ReadFault::Unreadable("not a regular file".to_owned()));
            let path = entry.into_path();
            found.push(Found { name: name(&path), path, root: 0, fault });
        }
    }
    if !links.is_empty() {
        follow(root, links, &name, &mut found);
    }
    found
}

/// Adds what symbolic links lead to, where that lies inside the root and the walk has not come upon it already.
fn follow(root: &Path, links: Vec<PathBuf>, name: &dyn Fn(&Path) -> String, found: &mut Vec<Found>) {
    let Ok(real_root) = root.canonicalize() else { return };
    let mut seen: HashSet<PathBuf> = found.iter().filter_map(|found| found.path.canonicalize().ok()).collect();
    for link in links {
        let fault = match link.canonicalize() {
            Ok(target) if !target.starts_with(&real_root) => continue,
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
                if !is_yaml(&link) || leaves(&link, &real_root) {
                    continue;
                }
                Some(ReadFault::Unreadable("a symbolic link to nothing".to_owned()))
            }
            Err(_) => Some(ReadFault::LinkLoop),
        };
        found.push(Found { name: name(&link), path: link, root: 0, fault });
    }
}

/// Whether a dangling link names a place outside the root.
fn leaves(link: &Path, real_root: &Path) -> bool {
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

/// The `.gitignore` files that hold where the walk is, and the settings' own patterns.
struct Ignored {
    root: PathBuf,
    real_root: PathBuf,
    exclude: Gitignore,
    /// Matchers with the depth of the folder that holds them; those above the root have depth 0.
    stack: Vec<(usize, Gitignore)>,
}

impl Ignored {
    fn new(root: &Path, exclude: &[String]) -> Self {
        let mut builder = GitignoreBuilder::new(root);
        for pattern in exclude {
            // A pattern that is no glob is reported where the settings are read.
            let _ = builder.add_line(None, pattern);
        }
        let mut ignored = Self {
            root: root.to_path_buf(),
            real_root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            exclude: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            stack: Vec::new(),
        };
        ignored.enter_above();
        ignored
    }

    /// Takes in what git's folders above the root say, down from the top of the work tree.
    fn enter_above(&mut self) {
        let real_root = self.real_root.clone();
        let Some(top) = real_root.ancestors().find(|folder| folder.join(".git").exists()) else { return };
        let mut builder = GitignoreBuilder::new(top);
        if builder.add(common_folder(top).join("info/exclude")).is_none()
            && let Ok(matcher) = builder.build()
        {
            self.stack.push((0, matcher));
        }
        let mut folders: Vec<_> = real_root.ancestors().skip(1).take_while(|folder| folder.starts_with(top)).collect();
        folders.reverse();
        for folder in folders {
            self.push(0, folder);
        }
    }

    /// Notes a folder's own `.gitignore`, before what is in the folder is looked at.
    fn enter(&mut self, folder: &DirEntry) {
        let depth = folder.depth();
        while self.stack.last().is_some_and(|(at, _)| *at > depth) {
            self.stack.pop();
        }
        self.push(depth + 1, folder.path());
    }

    fn push(&mut self, depth: usize, folder: &Path) {
        let file = folder.join(".gitignore");
        if file.is_file() {
            let (matcher, _) = Gitignore::new(file);
            if !matcher.is_empty() {
                self.stack.push((depth, matcher));
            }
        }
    }

    /// What leaves out a file or a folder, at so many steps from the root.
    fn covers(&mut self, path: &Path, depth: usize, is_dir: bool) -> Option<LeftOut> {
        while self.stack.last().is_some_and(|(at, _)| *at > depth) {
            self.stack.pop();
        }
        if !self.exclude.is_empty() && self.exclude.matched(path, is_dir).is_ignore() {
            return Some(LeftOut::Excluded);
        }
        if self.stack.is_empty() {
            return None;
        }
        let above = self.stack.first().is_some_and(|(depth, _)| *depth == 0);
        let real = above.then(|| self.real_root.join(path.strip_prefix(&self.root).unwrap_or(path)));
        let verdict = self.stack.iter().rev().find_map(|(depth, matcher)| {
            let path = real.as_deref().filter(|_| *depth == 0).unwrap_or(path);
            verdict(matcher, path, is_dir)
        });
        verdict.unwrap_or(false).then_some(LeftOut::Ignored)
    }
}

/// Git's own folder for a work tree; of a linked work tree, where `.git` is a file, the one that all of them share.
fn common_folder(top: &Path) -> PathBuf {
    let git = top.join(".git");
    let named = |file: PathBuf, prefix: &str| {
        let text = fs::read_to_string(file).ok()?;
        text.trim_end().strip_prefix(prefix).map(PathBuf::from)
    };
    let Some(own) = named(git.clone(), "gitdir: ").map(|own| top.join(own)) else { return git };
    match named(own.join("commondir"), "") {
        Some(common) => own.join(common),
        None => own,
    }
}

fn hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// A relative path with `/` on every system.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
