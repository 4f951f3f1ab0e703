//! Trees from their bytes: an entry of a folder, and what differs between two folders.

use std::cmp::Ordering;
use std::path::Path;
use std::rc::Rc;

use git2::ObjectType;

use super::objects::{Object, Objects};
use super::oids::{Oid, OidMap};
use super::repository::GitError;

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Other,
}

/// An entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'f> {
    pub(super) name: &'f [u8],
    pub(super) oid: Oid,
    pub(super) kind: Kind,
}

/// A tree's entries, their names in one piece.
#[derive(Debug, Default)]
pub(super) struct Folder {
    names: Vec<u8>,
    rows: Vec<(u32, Oid, Kind)>,
}

impl Folder {
    fn push(&mut self, name: &[u8], oid: Oid, kind: Kind) {
        self.names.extend_from_slice(name);
        self.rows.push((u32::try_from(self.names.len()).unwrap_or(u32::MAX), oid, kind));
    }

    /// The entries in git's order.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut start = 0;
        self.rows.iter().map(move |(end, oid, kind)| {
            let name = self.names.get(start..*end as usize).unwrap_or_default();
            start = *end as usize;
            Entry { name, oid: *oid, kind: *kind }
        })
    }
}

/// A file that is not the same in two folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) old: Option<Oid>,
    pub(super) new: Option<Oid>,
}

/// Calls back for each entry of a raw tree, whose names have so many bytes, until told to stop. Bytes that are no tree end it.
fn each(data: &[u8], width: usize, mut take: impl FnMut(&[u8], Oid, Kind) -> bool) {
    let mut rest = data;
    while let Some(space) = rest.iter().position(|byte| *byte == b' ') {
        let mode = &rest[..space];
        let Some(end) = rest[space..].iter().position(|byte| *byte == 0).map(|end| space + end) else { return };
        let Some(oid) = rest.get(end + 1..=end + width).and_then(Oid::from_bytes) else { return };
        let kind = match mode {
            b"40000" | b"040000" => Kind::Folder,
            mode if mode.starts_with(b"100") => Kind::File,
            _ => Kind::Other,
        };
        if !take(&rest[space + 1..end], oid, kind) {
            return;
        }
        rest = &rest[end + 1 + width..];
    }
}

/// Reads trees, and remembers the small ones for a while: neighbours in history share most of theirs.
pub(super) struct Trees<'r> {
    objects: Objects<'r>,
    read: OidMap<Rc<Folder>>,
    /// Folders found by path from a root tree.
    folders: OidMap<Option<Oid>>,
}

/// How many trees are remembered.
const REMEMBERED: usize = 4096;

impl<'r> Trees<'r> {
    pub(super) fn new(objects: Objects<'r>) -> Self {
        Self { objects, read: OidMap::default(), folders: OidMap::default() }
    }

    /// The bytes of an object of a kind.
    pub(super) fn raw(&self, oid: Oid, kind: ObjectType) -> Result<Object<'_>, GitError> {
        self.objects.read_kind(oid, kind)
    }

    /// The folder at a path below a root tree; the tree itself for an empty path.
    pub(super) fn folder(&mut self, tree: Oid, path: &[&str]) -> Result<Option<Oid>, GitError> {
        if path.is_empty() {
            return Ok(Some(tree));
        }
        if let Some(found) = self.folders.get(&tree) {
            return Ok(*found);
        }
        let mut at = Some(tree);
        for part in path {
            let Some(oid) = at else { break };
            let object = self.raw(oid, ObjectType::Tree)?;
            let mut next = None;
            each(object.data(), self.objects.width(), |name, oid, kind| {
                let found = name == part.as_bytes();
                if found && kind == Kind::Folder {
                    next = Some(oid);
                }
                !found
            });
            at = next;
        }
        if self.folders.len() >= REMEMBERED {
            self.folders.clear();
        }
        self.folders.insert(tree, at);
        Ok(at)
    }

    /// The entries of a tree.
    pub(super) fn entries(&mut self, oid: Oid) -> Result<Rc<Folder>, GitError> {
        if let Some(entries) = self.read.get(&oid) {
            return Ok(Rc::clone(entries));
        }
        let mut entries = Folder::default();
        {
            let object = self.raw(oid, ObjectType::Tree)?;
            each(object.data(), self.objects.width(), |name, oid, kind| {
                entries.push(name, oid, kind);
                true
            });
        }
        let entries = Rc::new(entries);
        if self.read.len() >= REMEMBERED {
            self.read.clear();
        }
        self.read.insert(oid, Rc::clone(&entries));
        Ok(entries)
    }

    /// Every YAML file that differs between two folders, either of which may be absent.
    pub(super) fn differences(&mut self, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>, GitError> {
        let mut found = Vec::new();
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
                    return;
                }
                let path = format!("{prefix}{}", String::from_utf8_lossy(name));
                let of = |entry: Option<Entry<'_>>, kind: Kind| entry.filter(|it| it.kind == kind).map(|it| it.oid);
                let folders = (of(old, Kind::Folder), of(new, Kind::Folder));
                if folders != (None, None) {
                    open.push((format!("{path}/"), folders.0, folders.1));
                }
                let files = (of(old, Kind::File), of(new, Kind::File));
                if files != (None, None) && is_yaml(&path) {
                    found.push(Difference { path, old: files.0, new: files.1 });
                }
            });
        }
        Ok(found)
    }
}

pub(super) fn is_yaml(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Both folders merged by name.
fn pairs(old: &Folder, new: &Folder, mut take: impl FnMut(&[u8], Option<Entry<'_>>, Option<Entry<'_>>)) {
    let mut before = old.entries().peekable();
    let mut after = new.entries().peekable();
    loop {
        let order = match (before.peek(), after.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => sorted_as(a).cmp(sorted_as(b)),
        };
        match order {
            Ordering::Less => before.next().into_iter().for_each(|it| take(it.name, Some(it), None)),
            Ordering::Greater => after.next().into_iter().for_each(|it| take(it.name, None, Some(it))),
            Ordering::Equal => {
                if let (Some(a), Some(b)) = (before.next(), after.next()) {
                    take(a.name, Some(a), Some(b));
                }
            }
        }
    }
}

/// Git orders folders as if their names ended in `/`. A folder that became a file is a removal and an addition.
fn sorted_as<'e>(entry: &Entry<'e>) -> impl Iterator<Item = u8> + use<'e> {
    entry.name.iter().copied().chain((entry.kind == Kind::Folder).then_some(b'/'))
}
