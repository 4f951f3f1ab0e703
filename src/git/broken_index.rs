//! Looks for broken indexes of packs, in the object folder of a repository and in those that it borrows from
//! (gitrepository-layout(5), `objects/info/alternates`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::verified::is_intact_once;
use crate::source::read_regular_text;

/// How many folders are borrowed from at most. Git follows five one behind the other, each of which may name any number: the
/// bound keeps a repository that was made for it from having every folder of the machine listed.
const MOST_BORROWED: usize = 64;

/// The first index of a pack whose checksum does not match. Those of large packs are verified once; `git_dir` is where that
/// is remembered.
pub(super) fn broken_index(objects: &Path, git_dir: &Path) -> Option<PathBuf> {
    let is_index = |path: &PathBuf| {
        path.extension().is_some_and(|it| it == "idx") || path.file_name().is_some_and(|it| it == "multi-pack-index")
    };
    object_folders(objects).into_iter().find_map(|folder| {
        let files = folder.join("pack").read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        let mut indexes: Vec<PathBuf> = files.filter(is_index).collect();
        indexes.sort();
        // An index that cannot be opened is left to libgit2, which reports it.
        indexes.into_iter().find(|path| is_intact_once(path, git_dir).is_ok_and(|intact| !intact))
    })
}

/// An object folder and those that it borrows from, each once.
fn object_folders(objects: &Path) -> Vec<PathBuf> {
    let (mut folders, mut seen) = (vec![objects.to_path_buf()], BTreeSet::new());
    let mut at = 0;
    while let Some(folder) = folders.get(at).cloned() {
        at += 1;
        if !seen.insert(folder.canonicalize().unwrap_or_else(|_| folder.clone())) {
            continue;
        }
        let borrowed = read_regular_text(&folder.join("info/alternates")).unwrap_or_default();
        let lines = borrowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        folders.extend(lines.map(|line| folder.join(line)).take(MOST_BORROWED.saturating_sub(folders.len())));
    }
    folders
}
