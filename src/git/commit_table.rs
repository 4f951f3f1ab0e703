//! The commits that a history walk has read, from the commit-graph if they are in it, with the goals' folder of each.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use git2::ObjectType;

use super::commit::parse_raw;
use super::commit_graph::CommitGraph;
use super::error::GitError;
use super::filter::{FilterSettings, PathKey};
use super::messages::Message;
use super::objects::Objects;
use super::oids::{Oid, OidMap};
use super::repository::Repository;
use super::tree::{ReadTrees, Trees};
use super::trunk_merge::may_take_in;

/// A commit's number in a walk. A commit whose goals' folder is read at two paths has two numbers.
pub(super) type CommitNumber = usize;

/// The number of a path of the goals' folder; 0 is the present one.
pub(super) type RootNumber = usize;

/// Identifies a commit: by its position in the commit-graph, or by object name if it is not in the graph.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name {
    Place(u32),
    Oid(Oid),
}

/// A commit that the walk has read.
#[derive(Debug)]
struct Seen {
    name: Name,
    root: RootNumber,
    /// The tree; none for a commit in the commit-graph, where it is looked up when needed.
    tree: Option<Oid>,
    /// The parents; empty for a commit in the commit-graph, where they are looked up when needed.
    parents: Vec<Oid>,
    committed: i64,
    /// Whether the message may say that it took the trunk in; for a commit in the commit-graph that is not known.
    may_take_in: bool,
}

/// A path of the goals' folder, and the numbers of the commits that were read with it.
#[derive(Debug)]
struct RootPath {
    path: String,
    key: Option<(PathKey, FilterSettings)>,
    by_place: Vec<u32>,
    by_oid: OidMap<CommitNumber>,
    /// The goals' folder by the root tree of a commit; none if the tree has no such folder.
    folders: OidMap<Option<Oid>>,
}

/// The commits that a walk has read.
pub(super) struct CommitTable<'r> {
    repository: &'r Repository,
    pub(super) trees: Trees<'r>,
    graph: Option<Arc<CommitGraph>>,
    roots: Vec<RootPath>,
    seen: Vec<Seen>,
    /// The bytes of commits whose message may be asked for, while a walk goes on that asks for messages: unpacking a commit is
    /// most of what it costs.
    waiting: Option<OidMap<Vec<u8>>>,
}

/// What a walk has read, for another walk over the same commits.
#[derive(Debug)]
pub(super) struct ReadCommits {
    graph: Option<Arc<CommitGraph>>,
    roots: Vec<RootPath>,
    seen: Vec<Seen>,
    trees: ReadTrees,
    aside: Rc<HashSet<String>>,
}

/// Marks a position of the commit-graph whose commit was not read yet.
const NONE: u32 = u32::MAX;

/// The most folders in the cache of a path. When it is full it is emptied.
const REMEMBERED: usize = 4096;

impl<'r> CommitTable<'r> {
    pub(super) fn new(repository: &'r Repository) -> Result<Self, GitError> {
        let objects = Objects::new(repository)?;
        let graph = repository.commit_graph();
        let (roots, seen) = (Vec::new(), Vec::new());
        let mut table = Self { repository, trees: Trees::new(objects), graph, roots, seen, waiting: None };
        table.root_number(&repository.root);
        Ok(table)
    }

    /// A table that goes on with what another has read.
    pub(super) fn with(repository: &'r Repository, read: ReadCommits) -> Result<Self, GitError> {
        let ReadCommits { graph, roots, seen, trees: read, aside } = read;
        let mut trees = Trees::new(Objects::new(repository)?);
        (trees.read, trees.aside) = (read, aside);
        Ok(Self { repository, trees, graph, roots, seen, waiting: None })
    }

    /// Keeps the bytes of the commits that are read from here on, until their messages are taken or passed by.
    pub(super) fn keep_messages(&mut self) {
        self.waiting = Some(OidMap::default());
    }

    /// What it has read.
    pub(super) fn into_read(self) -> ReadCommits {
        let Self { graph, roots, seen, trees: Trees { read: trees, aside, .. }, .. } = self;
        ReadCommits { graph, roots, seen, trees, aside }
    }

    /// The number of a path of the goals' folder.
    pub(super) fn root_number(&mut self, path: &str) -> RootNumber {
        if let Some(known) = self.roots.iter().position(|root| root.path == path) {
            return known;
        }
        let settings = self.graph.as_deref().and_then(CommitGraph::filter_settings).filter(|_| !path.is_empty());
        let key = settings.and_then(|settings| Some((PathKey::new(path, settings)?, settings)));
        let by_place = vec![NONE; self.graph.as_deref().map_or(0, CommitGraph::len)];
        let (by_oid, folders) = (OidMap::default(), OidMap::default());
        self.roots.push(RootPath { path: path.to_owned(), key, by_place, by_oid, folders });
        self.roots.len() - 1
    }

    /// The number of entries: a commit read at two paths counts twice.
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn committed(&self, number: CommitNumber) -> i64 {
        self.seen[number].committed
    }

    pub(super) fn root(&self, number: CommitNumber) -> &str {
        &self.roots[self.seen[number].root].path
    }

    /// The paths of the goals' folder, in the order in which they were found.
    pub(super) fn paths(&self) -> Vec<String> {
        self.roots.iter().map(|root| root.path.clone()).collect()
    }

    /// The number of the same commit with another path of the goals' folder.
    pub(super) fn at_root(&mut self, number: CommitNumber, root: RootNumber) -> Result<CommitNumber, GitError> {
        self.number(self.seen[number].name, root)
    }

    /// The numbers of a commit, one for each path with which it was read.
    pub(super) fn numbers_of(&self, oid: Oid) -> Vec<CommitNumber> {
        let place = self.graph.as_ref().and_then(|graph| graph.find(oid));
        let of = |root: &RootPath| match place {
            Some(place) => root.by_place.get(place as usize).filter(|it| **it != NONE).map(|it| *it as usize),
            None => root.by_oid.get(&oid).copied(),
        };
        self.roots.iter().filter_map(of).collect()
    }

    /// A commit's number. A new commit is read.
    pub(super) fn number(&mut self, name: Name, root: RootNumber) -> Result<CommitNumber, GitError> {
        let place = match (name, &self.graph) {
            (Name::Place(place), _) => Some(place),
            (Name::Oid(oid), Some(graph)) => graph.find(oid),
            (Name::Oid(_), None) => None,
        };
        if let (Some(place), Some(graph)) = (place, &self.graph) {
            let known = self.roots[root].by_place.get(place as usize).copied().unwrap_or(NONE);
            if known != NONE {
                return Ok(known as usize);
            }
            if let Some(commit) = graph.commit(place) {
                let (name, parents) = (Name::Place(place), Vec::new());
                self.roots[root].by_place[place as usize] = u32::try_from(self.seen.len()).unwrap_or(NONE);
                let committed = commit.committed;
                self.seen.push(Seen { name, root, tree: None, parents, committed, may_take_in: true });
                return Ok(self.seen.len() - 1);
            }
        }
        let oid = match name {
            Name::Oid(oid) => oid,
            Name::Place(place) => {
                self.graph.as_ref().and_then(|graph| graph.oid(place)).ok_or_else(|| GitError::Broken {
                    oid: format!("commit-graph entry {place}"),
                    reason: "the commit-graph is inconsistent: rewrite it with git commit-graph write".to_owned(),
                })?
            }
        };
        if let Some(number) = self.roots[root].by_oid.get(&oid) {
            return Ok(*number);
        }
        let object = self.trees.raw(oid, ObjectType::Commit)?;
        let raw = parse_raw(object.data())
            .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
        let (name, tree) = (Name::Oid(oid), Some(raw.tree));
        let may_take_in = raw.parents.len() == 2 && may_take_in(object.data());
        if let Some(waiting) = &mut self.waiting {
            waiting.insert(oid, object.data().to_vec());
        }
        drop(object);
        self.seen.push(Seen { name, root, tree, parents: raw.parents, committed: raw.committed, may_take_in });
        self.roots[root].by_oid.insert(oid, self.seen.len() - 1);
        Ok(self.seen.len() - 1)
    }

    /// A commit's parents, with the same path of the goals' folder.
    pub(super) fn parents(&mut self, number: CommitNumber) -> Result<Vec<CommitNumber>, GitError> {
        let seen = &self.seen[number];
        let root = seen.root;
        if let (Name::Place(place), Some(graph)) = (seen.name, &self.graph) {
            let places = graph.parents(place).unwrap_or_default();
            return places.into_iter().map(|place| self.number(Name::Place(place), root)).collect();
        }
        (0..seen.parents.len()).map(|at| self.number(Name::Oid(self.seen[number].parents[at]), root)).collect()
    }

    /// The parent of a commit at a place, with the same path of the goals' folder; none where it has fewer. The others are not
    /// read.
    pub(super) fn parent(&mut self, number: CommitNumber, at: usize) -> Result<Option<CommitNumber>, GitError> {
        let seen = &self.seen[number];
        let root = seen.root;
        let name = match (seen.name, &self.graph) {
            (Name::Place(place), Some(graph)) => graph.parent(place, at).map(Name::Place),
            _ => seen.parents.get(at).copied().map(Name::Oid),
        };
        name.map(|name| self.number(name, root)).transpose()
    }

    /// Whether a commit is known from the commit-graph, which has no messages.
    pub(super) fn is_in_graph(&self, number: CommitNumber) -> bool {
        matches!(self.seen[number].name, Name::Place(_))
    }

    /// Whether the message of a merge may say that it took the trunk in, by what was read of it.
    pub(super) fn may_take_in(&self, number: CommitNumber) -> bool {
        self.seen[number].may_take_in
    }

    /// Whether a commit has several parents.
    pub(super) fn is_merge(&self, number: CommitNumber) -> bool {
        match (self.seen[number].name, &self.graph) {
            (Name::Place(place), Some(graph)) => graph.is_merge(place),
            _ => self.seen[number].parents.len() > 1,
        }
    }

    pub(super) fn oid(&self, number: CommitNumber) -> Option<Oid> {
        match self.seen[number].name {
            Name::Oid(oid) => Some(oid),
            Name::Place(place) => self.graph.as_ref()?.oid(place),
        }
    }

    /// Reads who made a commit, when, and its message.
    pub(super) fn message(&mut self, oid: Oid, mailmap: Option<&git2::Mailmap>) -> Result<Message, GitError> {
        if let Some(bytes) = self.waiting.as_mut().and_then(|waiting| waiting.remove(&oid)) {
            return Ok(Message::parse(oid, &bytes, mailmap));
        }
        Ok(Message::parse(oid, self.trees.raw(oid, ObjectType::Commit)?.data(), mailmap))
    }

    /// Drops what was kept of a commit whose message nobody will ask for.
    pub(super) fn pass_by(&mut self, number: CommitNumber) {
        if let (Some(waiting), Name::Oid(oid)) = (&mut self.waiting, self.seen[number].name) {
            waiting.remove(&oid);
        }
    }

    /// Whether a commit is a boundary of a shallow clone.
    pub(super) fn is_cut(&self, number: CommitNumber) -> bool {
        let shallow = &self.repository.shallow;
        !shallow.is_empty() && self.oid(number).is_some_and(|oid| shallow.contains(&oid))
    }

    /// The root tree of a commit.
    pub(super) fn tree(&self, number: CommitNumber) -> Result<Oid, GitError> {
        let seen = &self.seen[number];
        let tree = match (seen.tree, seen.name, &self.graph) {
            (None, Name::Place(place), Some(graph)) => graph.tree(place),
            (tree, ..) => tree,
        };
        tree.ok_or_else(|| GitError::Broken { oid: "a tree".to_owned(), reason: "it is missing".to_owned() })
    }

    /// The goals' folder in a commit; none if it does not exist there.
    pub(super) fn folder(&mut self, number: CommitNumber) -> Result<Option<Oid>, GitError> {
        let tree = self.tree(number)?;
        let root = &mut self.roots[self.seen[number].root];
        if root.path.is_empty() {
            return Ok(Some(tree));
        }
        if let Some(found) = root.folders.get(&tree) {
            return Ok(*found);
        }
        let found = self.trees.folder(tree, &root.path)?;
        if root.folders.len() >= REMEMBERED {
            root.folders.clear();
        }
        root.folders.insert(tree, found);
        Ok(found)
    }

    /// The first parent of a commit if, by its changed-path filter, the commit certainly did not change the goals'
    /// folder.
    pub(super) fn unchanged_first_parent(&mut self, number: CommitNumber) -> Result<Option<CommitNumber>, GitError> {
        let seen = &self.seen[number];
        let root = seen.root;
        if let (Name::Place(place), Some((key, settings)), Some(graph)) =
            (seen.name, &self.roots[root].key, &self.graph)
            && graph.may_have_changed(place, key, *settings) == Some(false)
            && let Some(first) = graph.commit(place).and_then(|commit| commit.first)
        {
            return self.number(Name::Place(first), root).map(Some);
        }
        Ok(None)
    }

    /// The parent of a commit that has no other and did not change the goals' folder, by the folders of both.
    pub(super) fn unchanged_only_parent(&mut self, number: CommitNumber) -> Result<Option<CommitNumber>, GitError> {
        let parents = if self.is_cut(number) { Vec::new() } else { self.parents(number)? };
        let [parent] = parents[..] else { return Ok(None) };
        Ok((self.folder(number)? == self.folder(parent)?).then_some(parent))
    }
}
