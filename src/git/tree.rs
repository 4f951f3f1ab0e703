//! Parses tree objects (`MODE NAME NUL OID`, repeated), and compares trees.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::rc::Rc;

use git2::ObjectType;

use super::entry_budget::{EntryBudget, MAX_REPEATED_IN_ALL};
use super::error::GitError;
use super::objects::{FileContent, Object, Objects};
use super::oids::{Oid, OidMap};
use crate::source::{is_in_sight, shown_name};

/// The kind of a tree entry, by its mode. `Other` is a submodule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Link,
    Other,
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeEntry<'f> {
    pub(super) name: &'f [u8],
    pub(super) oid: Oid,
    pub(super) kind: Kind,
}

/// A tree object.
#[derive(Debug, Default)]
pub(super) struct Folder {
    bytes: Vec<u8>,
    /// The length of an object name in bytes.
    width: usize,
}

impl Folder {
    /// A tree made of any bytes.
    #[cfg(any(test, feature = "fuzz"))]
    pub(super) fn of_bytes(bytes: Vec<u8>, width: usize) -> Self {
        Self { bytes, width }
    }

    /// The entries in git's order.
    pub(super) fn entries(&self) -> TreeEntries<'_> {
        TreeEntries { rest: &self.bytes, width: self.width }
    }
}

/// Iterates over the entries of a tree. It ends at malformed bytes.
#[derive(Debug, Clone)]
pub(super) struct TreeEntries<'f> {
    rest: &'f [u8],
    width: usize,
}

impl<'f> TreeEntries<'f> {
    /// The next entry and its length in bytes.
    fn peek(&self) -> Option<(TreeEntry<'f>, usize)> {
        let name_end = self.rest.iter().position(|byte| *byte == 0)?;
        let (mode, name) = self.rest[..name_end].split_at(self.rest[..name_end].iter().position(|byte| *byte == b' ')?);
        let length = name_end + 1 + self.width;
        let oid = Oid::from_bytes(self.rest.get(name_end + 1..length)?)?;
        let kind = match mode {
            b"40000" | b"040000" => Kind::Folder,
            mode if mode.starts_with(b"100") => Kind::File,
            b"120000" => Kind::Link,
            _ => Kind::Other,
        };
        Some((TreeEntry { name: &name[1..], oid, kind }, length))
    }

    /// Goes on behind the next entry, which has this length in bytes.
    fn pass(&mut self, length: usize) {
        self.rest = &self.rest[length..];
    }

    /// Skips entries that are equal in both. Most entries of two successive commits are, so that both are compared as bytes,
    /// and only one of them is read as far as they are the same.
    fn skip_same(&mut self, other: &mut Self) {
        let same = common_length(self.rest, other.rest);
        let mut skipped = 0;
        while let Some(name_end) = self.rest[skipped..].iter().position(|byte| *byte == 0) {
            let next = skipped + name_end + 1 + self.width;
            if next > same {
                break;
            }
            skipped = next;
        }
        (self.rest, other.rest) = (&self.rest[skipped..], &other.rest[skipped..]);
    }
}

/// How many bytes are the same at the beginning of both.
fn common_length(one: &[u8], two: &[u8]) -> usize {
    const STEP: usize = 32;
    let chunks = one.as_chunks::<STEP>().0.iter().zip(two.as_chunks::<STEP>().0);
    let same = STEP * chunks.take_while(|(a, b)| a == b).count();
    same + one[same..].iter().zip(&two[same..]).take_while(|(a, b)| a == b).count()
}

impl<'f> Iterator for TreeEntries<'f> {
    type Item = TreeEntry<'f>;

    fn next(&mut self) -> Option<TreeEntry<'f>> {
        let (entry, length) = self.peek()?;
        self.pass(length);
        Some(entry)
    }
}

/// A file that differs between two trees: its path, and its blob in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) old: Option<Oid>,
    pub(super) new: Option<Oid>,
}

/// Trees that were read, because successive commits share most of their trees.
#[derive(Debug, Default)]
pub(super) struct ReadTrees {
    folders: OidMap<Rc<Folder>>,
    /// Their length in bytes.
    size: usize,
}

impl ReadTrees {
    fn add(&mut self, oid: Oid, folder: &Rc<Folder>) {
        if self.size >= REMEMBERED {
            *self = Self::default();
        }
        self.size += folder.bytes.len();
        self.folders.insert(oid, Rc::clone(folder));
    }
}

/// Reads trees.
pub(super) struct Trees<'r> {
    objects: Objects<'r>,
    pub(super) read: ReadTrees,
    /// How many entries of repeated folders may still be compared.
    repeated_left: usize,
    /// The files out of sight that are read like goal files, by their paths from the goals' folder.
    pub(super) aside: Rc<HashSet<String>>,
}

/// The longest path in bytes below which folders are read, a little less than Linux's `PATH_MAX`.
pub(super) const MAX_PATH: usize = 4000;

/// The most files of a commit out of sight that are looked at.
const MOST_OUT_OF_SIGHT: usize = 256;

/// The most bytes of trees that are kept. When there are more they are dropped.
const REMEMBERED: usize = 16 << 20;

impl<'r> Trees<'r> {
    pub(super) fn new(objects: Objects<'r>) -> Self {
        Self { objects, read: ReadTrees::default(), repeated_left: MAX_REPEATED_IN_ALL, aside: Rc::default() }
    }

    /// Reads an object; an object of another kind is an error.
    pub(super) fn raw(&self, oid: Oid, kind: ObjectType) -> Result<Object<'_>, GitError> {
        self.objects.read_kind(oid, kind)
    }

    /// The folder at a path below a tree; the tree itself for an empty path.
    pub(super) fn folder(&self, tree: Oid, path: &str) -> Result<Option<Oid>, GitError> {
        let mut at = Some(tree);
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let Some(oid) = at else { break };
            let object = self.raw(oid, ObjectType::Tree)?;
            let mut entries = TreeEntries { rest: object.data(), width: self.objects.width() };
            let found = entries.find(|entry| entry.name == part.as_bytes());
            at = found.filter(|entry| entry.kind == Kind::Folder).map(|entry| entry.oid);
        }
        Ok(at)
    }

    /// A file of at most so many bytes; none of a larger one.
    pub(super) fn file(&self, oid: Oid, most: u64) -> Result<Option<Vec<u8>>, GitError> {
        Ok(match self.objects.file(oid, most)? {
            FileContent::Whole(bytes) => Some(bytes),
            FileContent::TooLarge(_) => None,
        })
    }

    /// The entries of a tree.
    pub(super) fn entries(&mut self, oid: Oid) -> Result<Rc<Folder>, GitError> {
        if let Some(entries) = self.read.folders.get(&oid) {
            return Ok(Rc::clone(entries));
        }
        let bytes = self.raw(oid, ObjectType::Tree)?.data().to_vec();
        let entries = Rc::new(Folder { bytes, width: self.objects.width() });
        self.read.add(oid, &entries);
        Ok(entries)
    }

    /// Every YAML file that differs between two folders, either of which may be absent, and every file of [`Trees::aside`].
    pub(super) fn differences(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>, GitError> {
        Ok(self.compare(old, new, 0)?.0)
    }

    /// The same, and the files out of sight that differ: hidden ones, and those with another ending.
    pub(super) fn all_differences(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
    ) -> Result<(Vec<Difference>, Vec<Difference>), GitError> {
        self.compare(old, new, MOST_OUT_OF_SIGHT)
    }

    /// Every file that differs between two folders and is read, and of the others no more than a number.
    fn compare(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        most_others: usize,
    ) -> Result<(Vec<Difference>, Vec<Difference>), GitError> {
        let mut budget = EntryBudget::of_walk(self.repeated_left);
        let compared = self.compare_within(&mut budget, (old, new), most_others);
        self.repeated_left -= budget.repeated();
        compared
    }

    fn compare_within(
        &mut self,
        budget: &mut EntryBudget,
        (old, new): (Option<Oid>, Option<Oid>),
        most_others: usize,
    ) -> Result<(Vec<Difference>, Vec<Difference>), GitError> {
        let aside = Rc::clone(&self.aside);
        let leads_to = |folder: &str, path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let is_read = |path: &str, is_folder: bool| {
            let is_followed =
                || if is_folder { aside.iter().any(|it| leads_to(path, it)) } else { aside.contains(path) };
            is_in_sight(path, is_folder) || is_followed()
        };
        let (mut found, mut others) = (Vec::new(), Vec::new());
        let mut open = vec![(String::new(), old, new)];
        while let Some((prefix, old, new)) = open.pop() {
            if old == new || prefix.len() > MAX_PATH {
                continue;
            }
            budget.enter(old, new);
            let none = Rc::new(Folder::default());
            let before = old.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            let after = new.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            pairs(&before, &after, |name, old, new| {
                if old.map(|it| (it.oid, it.kind)) == new.map(|it| (it.oid, it.kind)) {
                    return Ok(());
                }
                budget.take()?;
                let path = [prefix.as_str(), &*shown_name(name)].concat();
                let of = |entry: Option<TreeEntry<'_>>, kind: Kind| entry.filter(|it| it.kind == kind).map(|it| it.oid);
                let folders = (of(old, Kind::Folder), of(new, Kind::Folder));
                let has_room = others.len() < most_others;
                if folders != (None, None) && (has_room || is_read(&path, true)) {
                    open.push((format!("{path}/"), folders.0, folders.1));
                }
                let files = (of(old, Kind::File), of(new, Kind::File));
                if files != (None, None) {
                    if is_read(&path, false) {
                        found.push(Difference { path, old: files.0, new: files.1 });
                    } else if has_room {
                        others.push(Difference { path, old: files.0, new: files.1 });
                    }
                }
                Ok(())
            })?;
        }
        Ok((found, others))
    }

    /// The first path found at which two folders differ in anything but the files and whole folders for which `left_out` is
    /// true; none if they do not.
    pub(super) fn differ_beside(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        left_out: impl Fn(&str, Kind) -> bool,
    ) -> Result<Option<String>, GitError> {
        let mut open = vec![(String::new(), old, new)];
        let (mut found, mut budget) = (None, EntryBudget::default());
        while let Some((prefix, old, new)) = open.pop() {
            budget.enter(old, new);
            let none = Rc::new(Folder::default());
            let before = old.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            let after = new.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            pairs(&before, &after, |name, old, new| {
                if old.map(|it| (it.oid, it.kind)) == new.map(|it| (it.oid, it.kind)) {
                    return Ok(());
                }
                budget.take()?;
                let path = format!("{prefix}{}", shown_name(name));
                let of = |entry: Option<TreeEntry<'_>>, kind: Kind| entry.filter(|it| it.kind == kind).map(|it| it.oid);
                let folders = (of(old, Kind::Folder), of(new, Kind::Folder));
                if folders != (None, None) && !left_out(&path, Kind::Folder) && path.len() < MAX_PATH {
                    open.push((format!("{path}/"), folders.0, folders.1));
                }
                let file = |entry: Option<TreeEntry<'_>>| entry.is_some_and(|it| it.kind != Kind::Folder);
                if found.is_none() && (file(old) || file(new)) && !left_out(&path, Kind::File) {
                    found = Some(path);
                }
                Ok(())
            })?;
            if found.is_some() {
                break;
            }
        }
        Ok(found)
    }
}

/// Calls `take` for every name whose entries differ between two trees, in git's order.
fn pairs(
    old: &Folder,
    new: &Folder,
    mut take: impl FnMut(&[u8], Option<TreeEntry<'_>>, Option<TreeEntry<'_>>) -> Result<(), GitError>,
) -> Result<(), GitError> {
    let (mut before, mut after) = (old.entries(), new.entries());
    loop {
        before.skip_same(&mut after);
        let (old, new) = (before.peek(), after.peek());
        let order = match (&old, &new) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            // Most often a file or folder changed in its place.
            (Some((a, _)), Some((b, _))) if (a.name, a.kind) == (b.name, b.kind) => Ordering::Equal,
            (Some((a, _)), Some((b, _))) => sorted_as(a).cmp(sorted_as(b)),
        };
        let (old, new) = (old.filter(|_| order.is_le()), new.filter(|_| order.is_ge()));
        before.pass(old.map_or(0, |(_, length)| length));
        after.pass(new.map_or(0, |(_, length)| length));
        let (old, new) = (old.map(|(entry, _)| entry), new.map(|(entry, _)| entry));
        if let Some(entry) = old.or(new) {
            take(entry.name, old, new)?;
        }
    }
}

/// The sort key of an entry: git sorts folders as if their names ended in `/`. So a folder that became a file is a removal
/// and an addition.
fn sorted_as<'e>(entry: &TreeEntry<'e>) -> impl Iterator<Item = u8> + use<'e> {
    entry.name.iter().copied().chain((entry.kind == Kind::Folder).then_some(b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree of files, each with one byte that is its object's name twenty times.
    fn tree(files: &[(String, u8)]) -> Folder {
        let entry =
            |(name, object): &(String, u8)| [format!("100644 {name}\0").into_bytes(), vec![*object; 20]].concat();
        Folder::of_bytes(files.iter().flat_map(entry).collect(), 20)
    }

    #[test]
    fn what_is_the_same_in_both_trees_is_skipped_by_whole_entries() {
        // A difference at every place of every length of name, so that it lies before, on and behind the steps by which bytes
        // are compared. An object's name of zeros looks like the end of names.
        for length in 1..70 {
            let files: Vec<(String, u8)> = (0..9).map(|at| (format!("{at}{}", "n".repeat(length)), at % 3)).collect();
            for at in 0..files.len() {
                let (mut changed, mut shorter) = (files.clone(), files.clone());
                changed[at].1 = 7;
                shorter.remove(at);
                let found = |other: &Folder| {
                    let mut found = Vec::new();
                    let take = |name: &[u8], old: Option<TreeEntry<'_>>, new: Option<TreeEntry<'_>>| {
                        found.push((name.to_vec(), old.is_some(), new.is_some()));
                        Ok(())
                    };
                    pairs(&tree(&files), other, take).map(|()| found)
                };
                let name = files[at].0.clone().into_bytes();
                assert_eq!(found(&tree(&changed)).ok(), Some(vec![(name.clone(), true, true)]));
                assert_eq!(found(&tree(&shorter)).ok(), Some(vec![(name, true, false)]));
            }
        }
    }
}
