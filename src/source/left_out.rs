//! What a walk through a folder leaves out, and why.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::DirEntry;

use super::file::MAX_ORG_BYTES;
use super::git_folder::GitFolder;
use super::ignored::verdict;
use super::reserved::is_yaml;

/// Tells the files that git tracks below a folder, by their paths from there.
pub type TrackedFiles = fn(&Path) -> Vec<String>;

/// The reason why a file is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// A `.gitignore` file; or git's `info/exclude`, and git does not track it.
    Ignored,
    /// The settings' `exclude`.
    Excluded,
}

/// The `.gitignore` files that apply at the walk's current folder, git's `info/exclude`, and the settings' patterns.
pub(super) struct SkipRules {
    root: PathBuf,
    real_root: PathBuf,
    exclude: Gitignore,
    /// The patterns of `info/exclude`, which no commit has.
    own: Option<Gitignore>,
    /// Whether these left out a folder or a YAML file.
    pub(super) hides: bool,
    /// Matchers with the depth of the entries that they apply to; those of folders above the root have depth 0.
    stack: Vec<(usize, Gitignore)>,
}

impl SkipRules {
    pub(super) fn new(root: &Path, exclude: &[String]) -> Self {
        let mut builder = GitignoreBuilder::new(root);
        for pattern in exclude {
            // An invalid pattern is reported by the rule on settings.
            let _ = builder.add_line(None, pattern);
        }
        let mut ignored = Self {
            root: root.to_path_buf(),
            real_root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            exclude: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            own: None,
            hides: false,
            stack: Vec::new(),
        };
        ignored.enter_above();
        ignored
    }

    /// Adds `info/exclude` and the `.gitignore` files above the root, from the top of the work tree down.
    fn enter_above(&mut self) {
        let real_root = self.real_root.clone();
        let Some(git) = GitFolder::find(&real_root) else { return };
        let top = git.top.as_path();
        let mut builder = GitignoreBuilder::new(top);
        let info = git.common().join("info/exclude");
        if is_readable(&info)
            && builder.add(info).is_none()
            && let Ok(matcher) = builder.build()
        {
            self.own = Some(matcher).filter(|matcher| !matcher.is_empty());
        }
        let mut folders: Vec<_> = real_root.ancestors().skip(1).take_while(|folder| folder.starts_with(top)).collect();
        folders.reverse();
        for folder in folders {
            self.push(0, folder);
        }
    }

    /// Adds a folder's own `.gitignore` before its entries are visited.
    pub(super) fn enter(&mut self, folder: &DirEntry) {
        let depth = folder.depth();
        while self.stack.last().is_some_and(|(at, _)| *at > depth) {
            self.stack.pop();
        }
        self.push(depth + 1, folder.path());
    }

    pub(super) fn push(&mut self, depth: usize, folder: &Path) {
        let file = folder.join(".gitignore");
        if is_readable(&file) {
            let (matcher, _) = Gitignore::new(file);
            if !matcher.is_empty() {
                self.stack.push((depth, matcher));
            }
        }
    }

    /// The reason why a file or folder is left out. `depth` is the number of path components from the root.
    pub(super) fn covers(&mut self, path: &Path, depth: usize, is_dir: bool) -> Option<SkipReason> {
        while self.stack.last().is_some_and(|(at, _)| *at > depth) {
            self.stack.pop();
        }
        if !self.exclude.is_empty() && self.exclude.matched(path, is_dir).is_ignore() {
            return Some(SkipReason::Excluded);
        }
        if self.stack.is_empty() && self.own.is_none() {
            return None;
        }
        let above = self.own.is_some() || self.stack.first().is_some_and(|(depth, _)| *depth == 0);
        let real = above.then(|| self.real_path(path));
        // As in gitignore(5), the deepest file with a matching pattern decides.
        let found = self.stack.iter().rev().find_map(|(depth, matcher)| {
            let path = real.as_deref().filter(|_| *depth == 0).unwrap_or(path);
            verdict(matcher, path, is_dir)
        });
        let own = || verdict(self.own.as_ref()?, real.as_deref()?, is_dir);
        let is_left_out = found.or_else(|| own().inspect(|it| self.hides |= *it && (is_dir || is_yaml(path))));
        is_left_out.unwrap_or(false).then_some(SkipReason::Ignored)
    }

    /// The reason why a file is left out, by its path from the root, whether or not it exists.
    pub(super) fn reason_of(mut self, path: &str) -> Option<SkipReason> {
        let mut at = self.root.clone();
        let parts: Vec<&str> = path.split('/').collect();
        self.push(1, &at);
        for (depth, part) in (1..).zip(&parts) {
            at.push(part);
            let is_dir = depth < parts.len();
            if let Some(why) = self.covers(&at, depth, is_dir) {
                return Some(why);
            }
            if is_dir {
                self.push(depth + 1, &at);
            }
        }
        None
    }

    /// The same rules without git's `info/exclude`.
    pub(super) fn without_own(self) -> Self {
        Self { own: None, ..self }
    }

    /// Whether `info/exclude` names a file or a folder that contains it.
    pub(super) fn may_hide(&self, path: &Path) -> bool {
        let hides = |own: &Gitignore| own.matched_path_or_any_parents(self.real_path(path), false).is_ignore();
        self.own.as_ref().is_some_and(hides)
    }

    fn real_path(&self, path: &Path) -> PathBuf {
        self.real_root.join(path.strip_prefix(&self.root).unwrap_or(path))
    }
}

/// Whether a file of patterns can be read to its end.
fn is_readable(file: &Path) -> bool {
    file.metadata().is_ok_and(|it| it.is_file() && it.len() <= MAX_ORG_BYTES)
}
