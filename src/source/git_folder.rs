//! Finds the git directory of a folder without running git, by `.git` only (gitrepository-layout(5)).

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The bytes read from a file that contains a path.
const LONGEST_PATH: u64 = 65_536;

/// A work tree and its git directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitFolder {
    /// The folder that contains `.git`.
    pub top: PathBuf,
    /// The git directory: `.git` itself, or the target of a `.git` file as in linked work trees and submodules.
    pub dir: PathBuf,
    /// Whether a folder below `top`, above or at the start of the search, has the layout of a git directory. Git would take
    /// it for a bare repository, and anyone who commits files can create one.
    pub is_shadowed: bool,
}

impl GitFolder {
    /// Searches for `.git` in a folder and those above it. `from` is a real path.
    ///
    /// As in git, a `.git` folder that is not a git directory is skipped, and a `.git` file ends the search even if it is
    /// invalid.
    #[must_use]
    pub fn find(from: &Path) -> Option<Self> {
        let mut is_shadowed = false;
        for folder in from.ancestors() {
            let git = folder.join(".git");
            if git.is_file() {
                return Some(Self { top: folder.to_path_buf(), dir: pointed_to(&git).unwrap_or(git), is_shadowed });
            }
            if is_git_dir(&git) {
                return Some(Self { top: folder.to_path_buf(), dir: git, is_shadowed });
            }
            is_shadowed |= is_git_dir(folder);
        }
        None
    }

    /// The git directory that all work trees of the repository share.
    pub fn common(&self) -> PathBuf {
        common_dir(&self.dir)
    }
}

/// The folders below a root, relative to it, that are repositories of their own, such as submodules, and hold some of these
/// files.
pub fn nested_repositories<'p>(root: &Path, files: impl Iterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let folders = |path: &'p str| path.match_indices('/').map(|(at, _)| &path[..at]);
    let folders: BTreeSet<&str> = files.flat_map(folders).collect();
    folders.into_iter().filter(|folder| root.join(folder).join(".git").symlink_metadata().is_ok()).collect()
}

/// Whether a folder has the layout of a git directory.
pub fn is_git_dir(folder: &Path) -> bool {
    // HEAD may be a symbolic link to a branch without commits, so its target is not required to exist.
    if folder.join("HEAD").symlink_metadata().is_err() {
        return false;
    }
    let common = common_dir(folder);
    common.join("objects").is_dir() && common.join("refs").is_dir()
}

/// The git directory that all work trees of a repository share, for the git directory of one of them.
pub fn common_dir(git_dir: &Path) -> PathBuf {
    path_in(&git_dir.join("commondir")).map_or_else(|| git_dir.to_path_buf(), |common| git_dir.join(common.trim_end()))
}

/// The target of a `.git` file.
fn pointed_to(file: &Path) -> Option<PathBuf> {
    Some(file.parent()?.join(path_in(file)?.trim_end().strip_prefix("gitdir: ")?))
}

/// The text of a file that contains a path; none if it is not a regular file. A committed link could lead to an endless
/// device.
fn path_in(file: &Path) -> Option<String> {
    if !file.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(file).ok()?.take(LONGEST_PATH).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder that git would take for a bare repository.
    fn make_git_dir(at: &Path) {
        fs::create_dir_all(at.join("objects")).expect("a folder");
        fs::create_dir_all(at.join("refs")).expect("a folder");
        fs::write(at.join("HEAD"), "ref: refs/heads/main\n").expect("a file");
    }

    #[test]
    fn a_committed_git_directory_is_not_the_repository_of_what_it_holds() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("a folder");
        make_git_dir(&top.join(".git"));
        make_git_dir(&top.join("okrs"));
        fs::create_dir_all(top.join("okrs/deep/.git")).expect("an empty .git is none");
        let found = GitFolder::find(&top.join("okrs/deep")).expect("the one around it");
        assert_eq!(found, GitFolder { top: top.clone(), dir: top.join(".git"), is_shadowed: true });
        assert!(!GitFolder::find(&top).expect("the same").is_shadowed);
    }

    #[test]
    fn a_git_file_points_to_a_folder_that_may_share_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("a folder");
        make_git_dir(&top.join("main/.git"));
        let own = top.join("main/.git/worktrees/linked");
        fs::create_dir_all(&own).expect("a folder");
        fs::write(own.join("HEAD"), "ref: refs/heads/x\n").expect("a file");
        fs::write(own.join("commondir"), "../..\n").expect("a file");
        fs::create_dir_all(top.join("linked")).expect("a folder");
        fs::write(top.join("linked/.git"), format!("gitdir: {}\n", own.display())).expect("a file");
        let found = GitFolder::find(&top.join("linked")).expect("the linked work tree");
        assert_eq!((&found.dir, is_git_dir(&own)), (&own, true));
        assert_eq!(found.common().canonicalize().expect("a folder"), top.join("main/.git"));
    }
}
