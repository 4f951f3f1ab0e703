//! Walks the history of the goals' folder: the commits that `git log -- ROOT` shows.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use git2::ObjectType;

use super::commit::{Signature, parse_people, parse_raw};
use super::commit_graph::CommitGraph;
use super::contributors::contributors;
use super::error::GitError;
use super::filter::{FilterSettings, PathKey};
use super::history::{Commit, Earlier, FileDifference, History};
use super::objects::Objects;
use super::oids::{Oid, OidMap};
use super::repository::Repository;
use super::tree::Trees;

impl Repository {
    /// The history of the goals' folder from a commit back.
    ///
    /// Commits older than `since` (seconds since 1970) are not looked at, where it is given; a history whose clocks
    /// went wrong by more than a month may then be cut off too early.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history(&self, tip: Oid, since: Option<i64>) -> Result<History, GitError> {
        Walk::new(self)?.run(tip, since, None)
    }

    /// The same, and which part of it is the history of an earlier commit. That is not told where the walk does not come
    /// by it: because it lies on another line, or on a side of a merge that brought nothing from there.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history_with(&self, tip: Oid, since: Option<i64>, earlier: Oid) -> Result<History, GitError> {
        Walk::new(self)?.run(tip, since, Some(earlier))
    }
}

/// The clocks of committers may go wrong by so many seconds: a month.
pub(super) const SKEW: i64 = 31 * 86_400;

/// A commit's number in this walk.
pub(super) type CommitNumber = usize;

/// How a commit is known: by its place in the commit-graph, else by name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name {
    Place(u32),
    Oid(Oid),
}

/// A commit as the walk sees it.
struct Seen {
    name: Name,
    /// Its tree; of a commit in the commit-graph it is looked up when asked for.
    tree: Option<Oid>,
    /// Its parents; those of a commit in the commit-graph are looked up when asked for.
    parents: Vec<Oid>,
    committed: i64,
    fate: Fate,
}

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Not looked at yet, or too old to be.
    Open,
    /// It differs below the goals' folder from all its parents.
    Shown,
    /// It is the same there as one parent, or has no parents and nothing there.
    SameAs(Option<CommitNumber>),
}

pub(super) struct Walk<'r> {
    repository: &'r Repository,
    trees: Trees<'r>,
    graph: Option<CommitGraph>,
    key: Option<(PathKey, FilterSettings)>,
    root: Vec<&'r str>,
    mailmap: Option<git2::Mailmap>,
    seen: Vec<Seen>,
    by_place: Vec<u32>,
    by_oid: OidMap<CommitNumber>,
}

/// No number yet.
const NONE: u32 = u32::MAX;

impl<'r> Walk<'r> {
    pub(super) fn new(repository: &'r Repository) -> Result<Self, GitError> {
        let objects = Objects::new(repository)?;
        // What is cut off, grafted or replaced is not as the commit-graph has it.
        let plain = repository.limits().is_empty();
        let graph = plain.then(|| CommitGraph::open(&repository.common.join("objects"))).flatten();
        let key = graph
            .as_ref()
            .and_then(CommitGraph::filter_settings)
            .filter(|_| !repository.root.is_empty())
            .and_then(|settings| Some((PathKey::new(&repository.root, settings)?, settings)));
        let root = repository.root.split('/').filter(|part| !part.is_empty()).collect();
        let mailmap = repository.mailmap();
        let by_place = vec![NONE; graph.as_ref().map_or(0, CommitGraph::len)];
        let (seen, by_oid) = (Vec::new(), OidMap::default());
        Ok(Self { repository, trees: Trees::new(objects), graph, key, root, mailmap, seen, by_place, by_oid })
    }

    fn run(mut self, tip: Oid, since: Option<i64>, earlier: Option<Oid>) -> Result<History, GitError> {
        let mut heap = BinaryHeap::new();
        let first = self.number(Name::Oid(tip))?;
        heap.push((self.seen[first].committed, Reverse(first)));
        let mut queued = vec![true];
        let mut shown = Vec::new();
        let mut truncated = false;
        while let Some((committed, Reverse(number))) = heap.pop() {
            if since.is_some_and(|since| committed < since - SKEW) {
                continue;
            }
            let cut = self.is_cut(number);
            truncated |= cut;
            let fate = if cut { Fate::Shown } else { self.fate(number)? };
            self.seen[number].fate = fate;
            let follow = match fate {
                Fate::Shown => {
                    shown.push(number);
                    if cut { Vec::new() } else { self.parents(number)? }
                }
                Fate::SameAs(parent) => parent.into_iter().collect(),
                Fate::Open => Vec::new(),
            };
            queued.resize(self.seen.len(), false);
            for parent in follow {
                if !std::mem::replace(&mut queued[parent], true) {
                    heap.push((self.seen[parent].committed, Reverse(parent)));
                }
            }
        }
        let reached = match earlier {
            Some(earlier) => self.reached_from(earlier)?,
            None => None,
        };
        let mut earlier = reached.as_ref().map(|(_, truncated)| Earlier { holds: Vec::new(), truncated: *truncated });
        let mut commits = Vec::with_capacity(shown.len());
        let mut left_out: HashMap<CommitNumber, Vec<Oid>> = HashMap::new();
        for (number, parents) in self.ancestors_first(&shown)? {
            let mut above: Vec<Oid> = Vec::with_capacity(parents.len());
            for parent in parents {
                // What is above a commit that is left out is above those below it.
                match left_out.get(&parent) {
                    Some(further) => above.extend(further),
                    None => above.extend(self.oid(parent)),
                }
            }
            let Some(commit) = self.commit(number)? else {
                left_out.insert(number, above);
                continue;
            };
            commits.push(Commit { above, ..commit });
            if let (Some(earlier), Some((reached, _))) = (&mut earlier, &reached) {
                earlier.holds.push(reached.get(number).copied().unwrap_or(false));
            }
        }
        Ok(History { commits, truncated, earlier })
    }

    /// Which commits a walk from an earlier one would come by, and whether it would come to where a shallow clone is cut
    /// off; none where this walk did not come by the commit itself. What becomes of a commit depends on nothing but the
    /// commit and its parents, so that both walks go the same ways from there.
    fn reached_from(&mut self, earlier: Oid) -> Result<Option<(Vec<bool>, bool)>, GitError> {
        let first = self.number(Name::Oid(earlier))?;
        if self.seen[first].fate == Fate::Open {
            return Ok(None);
        }
        let mut reached = vec![false; self.seen.len()];
        let mut truncated = false;
        let mut open = vec![first];
        reached[first] = true;
        while let Some(number) = open.pop() {
            let cut = self.is_cut(number);
            truncated |= cut;
            let follow = match self.seen[number].fate {
                Fate::Shown if !cut => self.parents(number)?,
                Fate::SameAs(parent) => parent.into_iter().collect(),
                Fate::Shown | Fate::Open => Vec::new(),
            };
            reached.resize(self.seen.len(), false);
            for parent in follow {
                if !std::mem::replace(&mut reached[parent], true) {
                    open.push(parent);
                }
            }
        }
        Ok(Some((reached, truncated)))
    }

    /// A commit's number; it is read when it gets one.
    pub(super) fn number(&mut self, name: Name) -> Result<CommitNumber, GitError> {
        let place = match (name, &self.graph) {
            (Name::Place(place), _) => Some(place),
            (Name::Oid(oid), Some(graph)) => graph.find(oid),
            (Name::Oid(_), None) => None,
        };
        if let (Some(place), Some(graph)) = (place, &self.graph) {
            let known = self.by_place.get(place as usize).copied().unwrap_or(NONE);
            if known != NONE {
                return Ok(known as usize);
            }
            if let Some(commit) = graph.commit(place) {
                let (name, parents) = (Name::Place(place), Vec::new());
                let seen = Seen { name, tree: None, parents, committed: commit.committed, fate: Fate::Open };
                self.by_place[place as usize] = u32::try_from(self.seen.len()).unwrap_or(NONE);
                self.seen.push(seen);
                return Ok(self.seen.len() - 1);
            }
        }
        let oid = match name {
            Name::Oid(oid) => oid,
            Name::Place(place) => {
                self.graph.as_ref().and_then(|graph| graph.oid(place)).ok_or_else(|| GitError::Broken {
                    oid: format!("commit-graph entry {place}"),
                    reason: "the commit-graph contradicts itself: git commit-graph write mends it".to_owned(),
                })?
            }
        };
        if let Some(number) = self.by_oid.get(&oid) {
            return Ok(*number);
        }
        let raw = parse_raw(self.trees.raw(oid, ObjectType::Commit)?.data())
            .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
        let (name, tree) = (Name::Oid(oid), Some(raw.tree));
        self.seen.push(Seen { name, tree, parents: raw.parents, committed: raw.committed, fate: Fate::Open });
        self.by_oid.insert(oid, self.seen.len() - 1);
        Ok(self.seen.len() - 1)
    }

    pub(super) fn parents(&mut self, number: CommitNumber) -> Result<Vec<CommitNumber>, GitError> {
        let names: Vec<Name> = match (self.seen[number].name, &self.graph) {
            (Name::Place(place), Some(graph)) => {
                graph.parents(place).unwrap_or_default().into_iter().map(Name::Place).collect()
            }
            _ => self.seen[number].parents.iter().copied().map(Name::Oid).collect(),
        };
        names.into_iter().map(|name| self.number(name)).collect()
    }

    pub(super) fn oid(&self, number: CommitNumber) -> Option<Oid> {
        match self.seen[number].name {
            Name::Oid(oid) => Some(oid),
            Name::Place(place) => self.graph.as_ref()?.oid(place),
        }
    }

    pub(super) fn is_cut(&self, number: CommitNumber) -> bool {
        !self.repository.shallow.is_empty()
            && self.oid(number).is_some_and(|oid| self.repository.shallow.contains(&oid))
    }

    /// The goals' folder in a commit.
    pub(super) fn folder(&mut self, number: CommitNumber) -> Result<Option<Oid>, GitError> {
        let tree = match (self.seen[number].tree, self.seen[number].name, &self.graph) {
            (None, Name::Place(place), Some(graph)) => graph.tree(place),
            (tree, ..) => tree,
        };
        let tree =
            tree.ok_or_else(|| GitError::Broken { oid: "a tree".to_owned(), reason: "it is missing".to_owned() })?;
        self.trees.folder(tree, &self.root)
    }

    /// The place of a commit's first parent, where a changed-path filter tells that the goals' folder is the same there.
    fn same_first(&self, number: CommitNumber) -> Option<u32> {
        let (Name::Place(place), Some((key, settings))) = (self.seen[number].name, &self.key) else { return None };
        let graph = self.graph.as_ref()?;
        let is_same = graph.may_have_changed(place, key, *settings) == Some(false);
        graph.commit(place).filter(|_| is_same)?.first
    }

    /// Whether a changed-path filter tells that the goals' folder is the same as in the first parent.
    pub(super) fn is_same_as_first(&self, number: CommitNumber) -> bool {
        self.same_first(number).is_some()
    }

    /// When a commit was committed, in seconds since 1970.
    pub(super) fn committed(&self, number: CommitNumber) -> i64 {
        self.seen[number].committed
    }

    /// Whether a commit is shown, by git's simplification: it differs below the goals' folder from all its parents.
    fn fate(&mut self, number: CommitNumber) -> Result<Fate, GitError> {
        if let Some(first) = self.same_first(number) {
            return Ok(Fate::SameAs(Some(self.number(Name::Place(first))?)));
        }
        let own = self.folder(number)?;
        let parents = self.parents(number)?;
        if parents.is_empty() {
            return Ok(if own.is_some() { Fate::Shown } else { Fate::SameAs(None) });
        }
        for parent in parents {
            if self.folder(parent)? == own {
                return Ok(Fate::SameAs(Some(parent)));
            }
        }
        Ok(Fate::Shown)
    }

    /// A shown commit with what it changed; none if no YAML file differs from all parents.
    fn commit(&mut self, number: CommitNumber) -> Result<Option<Commit>, GitError> {
        let parents = if self.is_cut(number) { Vec::new() } else { self.parents(number)? };
        let mut changes = Vec::new();
        if parents.is_empty() {
            changes.push(self.differences(None, number)?);
        }
        for parent in parents {
            changes.push(self.differences(Some(parent), number)?);
        }
        if changes.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        self.read(number, changes)
    }

    /// The YAML files of the goals' folder that differ between two commits; between none and a commit all of them.
    pub(super) fn differences(
        &mut self,
        before: Option<CommitNumber>,
        number: CommitNumber,
    ) -> Result<Vec<FileDifference>, GitError> {
        let own = self.folder(number)?;
        let before = match before {
            Some(before) => self.folder(before)?,
            None => None,
        };
        Ok(self.trees.differences(before, own)?.into_iter().map(FileDifference::from).collect())
    }

    /// A commit's people and message, with its changes.
    pub(super) fn read(
        &self,
        number: CommitNumber,
        changes: Vec<Vec<FileDifference>>,
    ) -> Result<Option<Commit>, GitError> {
        let Some(oid) = self.oid(number) else { return Ok(None) };
        let (author, committer, message) = parse_people(self.trees.raw(oid, ObjectType::Commit)?.data());
        let (author, committer) = (self.mapped(author), self.mapped(committer));
        let contributors = contributors(&message, self.mailmap.as_ref());
        let cut_off = self.is_cut(number);
        Ok(Some(Commit { oid, author, committer, message, contributors, cut_off, above: Vec::new(), changes }))
    }

    /// A commit's message.
    pub(super) fn message(&self, oid: Oid) -> Result<String, GitError> {
        Ok(parse_people(self.trees.raw(oid, ObjectType::Commit)?.data()).2)
    }

    /// A signature as `.mailmap` has it.
    fn mapped(&self, signature: Signature) -> Signature {
        let Some(mailmap) = &self.mailmap else { return signature };
        let time = git2::Time::new(signature.time, signature.offset);
        let mapped = git2::Signature::new(&signature.name, &signature.email, &time)
            .and_then(|signature| mailmap.resolve_signature(&signature));
        let Ok(mapped) = mapped else { return signature };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Signature { name: text(mapped.name_bytes()), email: text(mapped.email_bytes()), ..signature }
    }

    /// The shown commits so that each comes after all its ancestors, with the nearest of these; of those that could come
    /// next, the earlier, then the lower name.
    fn ancestors_first(&mut self, shown: &[CommitNumber]) -> Result<Vec<(CommitNumber, Vec<CommitNumber>)>, GitError> {
        let mut nearest: Vec<Option<Option<CommitNumber>>> = vec![None; self.seen.len()];
        let mut children: Vec<Vec<CommitNumber>> = vec![Vec::new(); self.seen.len()];
        let mut open: Vec<usize> = vec![0; self.seen.len()];
        let mut parents_of: HashMap<CommitNumber, Vec<CommitNumber>> = HashMap::with_capacity(shown.len());
        for number in shown {
            let parents = if self.is_cut(*number) { Vec::new() } else { self.parents(*number)? };
            let mut above: Vec<CommitNumber> =
                parents.into_iter().filter_map(|it| self.resolve(it, &mut nearest)).collect();
            above.sort_unstable();
            above.dedup();
            open[*number] = above.len();
            for parent in &above {
                children[*parent].push(*number);
            }
            parents_of.insert(*number, above);
        }
        let key = |number: CommitNumber| Reverse((self.seen[number].committed, self.oid(number), number));
        let mut ready: BinaryHeap<_> = shown.iter().filter(|it| open[**it] == 0).map(|it| key(*it)).collect();
        let mut order = Vec::with_capacity(shown.len());
        while let Some(Reverse((_, _, number))) = ready.pop() {
            order.push((number, parents_of.remove(&number).unwrap_or_default()));
            for child in &children[number] {
                open[*child] -= 1;
                if open[*child] == 0 {
                    ready.push(key(*child));
                }
            }
        }
        Ok(order)
    }

    /// The nearest shown commit at or above one, along the parents that are the same.
    #[expect(clippy::option_option, reason = "not asked yet is not the same as known to be none")]
    fn resolve(&self, from: CommitNumber, nearest: &mut [Option<Option<CommitNumber>>]) -> Option<CommitNumber> {
        let mut passed = Vec::new();
        let mut at = from;
        let found = loop {
            // A commit may be numbered without having been looked at: then it is above what was asked for.
            let Some(known) = nearest.get(at) else { break None };
            if let Some(known) = known {
                break *known;
            }
            match self.seen[at].fate {
                Fate::Shown => break Some(at),
                Fate::SameAs(Some(parent)) => {
                    passed.push(at);
                    at = parent;
                }
                Fate::SameAs(None) | Fate::Open => break None,
            }
        };
        for number in passed {
            nearest[number] = Some(found);
        }
        found
    }
}
