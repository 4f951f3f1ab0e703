//! Trees from their bytes: an entry of a folder, and what differs between two folders.

use std::cmp::Ordering;
use std::rc::Rc;

use git2::ObjectType;

use super::error::GitError;
use super::objects::{FileContent, Object, Objects};
use super::oids::{Oid, OidMap};
use crate::source::{is_yaml, shown_name};

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Other,
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeEntry<'f> {
    pub(super) name: &'f [u8],
    pub(super) oid: Oid,
    pub(super) kind: Kind,
}

/// A tree as git keeps it.
#[derive(Debug, Default)]
pub(super) struct Folder {
    bytes: Vec<u8>,
    /// How many bytes a name of an object has.
    width: usize,
}

impl Folder {
    /// The entries in git's order.
    pub(super) fn entries(&self) -> TreeEntries<'_> {
        TreeEntries { rest: &self.bytes, width: self.width }
    }
}

/// The entries of a tree, one after the other. Bytes that are no tree end them.
#[derive(Debug, Clone)]
pub(super) struct TreeEntries<'f> {
    rest: &'f [u8],
    width: usize,
}

impl<'f> TreeEntries<'f> {
    /// The next entry, and how many bytes it takes.
    fn peek(&self) -> Option<(TreeEntry<'f>, usize)> {
        let name_end = self.rest.iter().position(|byte| *byte == 0)?;
        let (mode, name) = self.rest[..name_end].split_at(self.rest[..name_end].iter().position(|byte| *byte == b' ')?);
        let length = name_end + 1 + self.width;
        let oid = Oid::from_bytes(self.rest.get(name_end + 1..length)?)?;
        let kind = match mode {
            b"40000" | b"040000" => Kind::Folder,
            mode if mode.starts_with(b"100") => Kind::File,
            _ => Kind::Other,
        };
        Some((TreeEntry { name: &name[1..], oid, kind }, length))
    }

    /// Skips what comes next in both, as long as it is the same: most of two neighbours in history is.
    fn skip_same(&mut self, other: &mut Self) {
        while let Some(end) = self.rest.iter().position(|byte| *byte == 0) {
            let length = end + 1 + self.width;
            if length > self.rest.len() || other.rest.get(..length) != Some(&self.rest[..length]) {
                return;
            }
            (self.rest, other.rest) = (&self.rest[length..], &other.rest[length..]);
        }
    }
}

impl<'f> Iterator for TreeEntries<'f> {
    type Item = TreeEntry<'f>;

    fn next(&mut self) -> Option<TreeEntry<'f>> {
        let (entry, length) = self.peek()?;
        self.rest = &self.rest[length..];
        Some(entry)
    }
}

/// A file that is not the same in two folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) old: Option<Oid>,
    pub(super) new: Option<Oid>,
}

/// Reads trees, and remembers the small ones for a while: neighbours in history share most of theirs.
pub(super) struct Trees<'r> {
    objects: Objects<'r>,
    read: OidMap<Rc<Folder>>,
}

/// The most entries that are looked at below one folder: a few objects can make a tree of more files than there is time.
const MOST_ENTRIES: usize = 4_000_000;

/// How many entries may still be looked at.
#[derive(Debug)]
pub(super) struct EntryBudget(usize);

impl Default for EntryBudget {
    fn default() -> Self {
        Self(MOST_ENTRIES)
    }
}

impl EntryBudget {
    /// Takes one off.
    pub(super) fn take(&mut self) -> Result<(), GitError> {
        self.0 = self.0.checked_sub(1).ok_or(GitError::TooManyFiles(MOST_ENTRIES))?;
        Ok(())
    }
}

/// How many trees are remembered.
const REMEMBERED: usize = 4096;

impl<'r> Trees<'r> {
    pub(super) fn new(objects: Objects<'r>) -> Self {
        Self { objects, read: OidMap::default() }
    }

    /// The bytes of an object of a kind.
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
        if let Some(entries) = self.read.get(&oid) {
            return Ok(Rc::clone(entries));
        }
        let bytes = self.raw(oid, ObjectType::Tree)?.data().to_vec();
        let entries = Rc::new(Folder { bytes, width: self.objects.width() });
        if self.read.len() >= REMEMBERED {
            self.read.clear();
        }
        self.read.insert(oid, Rc::clone(&entries));
        Ok(entries)
    }

    /// Every YAML file that differs between two folders, either of which may be absent.
    pub(super) fn differences(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>, GitError> {
        let (mut found, mut budget) = (Vec::new(), EntryBudget::default());
        let mut open = vec![(String::new(), old, new)];
        while let Some((prefix, old, new)) = open.pop() {
            if old == new || prefix.len() > 4000 {
                continue;
            }
            let none = Rc::new(Folder::default());
            let before = old.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            let after = new.map_or_else(|| Ok(Rc::clone(&none)), |oid| self.entries(oid))?;
            pairs(&before, &after, |name, old, new| {
                if old.map(|it| (it.oid, it.kind)) == new.map(|it| (it.oid, it.kind)) || name.first() == Some(&b'.') {
                    return Ok(());
                }
                budget.take()?;
                let path = format!("{prefix}{}", shown_name(name));
                let of = |entry: Option<TreeEntry<'_>>, kind: Kind| entry.filter(|it| it.kind == kind).map(|it| it.oid);
                let folders = (of(old, Kind::Folder), of(new, Kind::Folder));
                if folders != (None, None) {
                    open.push((format!("{path}/"), folders.0, folders.1));
                }
                let files = (of(old, Kind::File), of(new, Kind::File));
                if files != (None, None) && is_yaml(&path) {
                    found.push(Difference { path, old: files.0, new: files.1 });
                }
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// Whether anything differs between two folders beside what is left out, files and whole folders, by their paths.
    pub(super) fn differ_beside(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
        left_out: impl Fn(&str, Kind) -> bool,
    ) -> Result<bool, GitError> {
        let mut open = vec![(String::new(), old, new)];
        let (mut found, mut budget) = (false, EntryBudget::default());
        while let Some((prefix, old, new)) = open.pop() {
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
                if folders != (None, None) && !left_out(&path, Kind::Folder) && path.len() < 4000 {
                    open.push((format!("{path}/"), folders.0, folders.1));
                }
                let file = |entry: Option<TreeEntry<'_>>| entry.is_some_and(|it| it.kind != Kind::Folder);
                found |= (file(old) || file(new)) && !left_out(&path, Kind::File);
                Ok(())
            })?;
            if found {
                break;
            }
        }
        Ok(found)
    }
}

/// What differs between two folders, merged by name.
fn pairs(
    old: &Folder,
    new: &Folder,
    mut take: impl FnMut(&[u8], Option<TreeEntry<'_>>, Option<TreeEntry<'_>>) -> Result<(), GitError>,
) -> Result<(), GitError> {
    let (mut before, mut after) = (old.entries(), new.entries());
    loop {
        before.skip_same(&mut after);
        let order = match (before.peek(), after.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((a, _)), Some((b, _))) => sorted_as(&a).cmp(sorted_as(&b)),
        };
        match order {
            Ordering::Less => before.next().map_or(Ok(()), |it| take(it.name, Some(it), None))?,
            Ordering::Greater => after.next().map_or(Ok(()), |it| take(it.name, None, Some(it)))?,
            Ordering::Equal => {
                if let (Some(a), Some(b)) = (before.next(), after.next()) {
                    take(a.name, Some(a), Some(b))?;
                }
            }
        }
    }
}

/// Git orders folders as if their names ended in `/`. A folder that became a file is a removal and an addition.
fn sorted_as<'e>(entry: &TreeEntry<'e>) -> impl Iterator<Item = u8> + use<'e> {
    entry.name.iter().copied().chain((entry.kind == Kind::Folder).then_some(b'/'))
}
