//! The history of the goals' folder: the commits that `git log -- ROOT` shows, and what each changed there.

use std::collections::{BinaryHeap, HashMap};

use git2::{ObjectType, Oid};

use super::commit::{Signature, parse_people, parse_raw};
use super::commit_graph::CommitGraph;
use super::filter::{FilterSettings, PathKey};
use super::repository::{GitError, Repository};
use super::tree::{Difference, Trees};

/// The commits that changed something in the goals' folder, ancestors first.
#[derive(Debug, Default)]
pub struct History {
    /// The commits; each comes after all its ancestors.
    pub commits: Vec<Commit>,
    /// Whether the history is cut off before its beginning, by a shallow clone.
    pub truncated: bool,
}

/// A commit that changed something in the goals' folder.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Its name.
    pub oid: Oid,
    /// Who wrote it, and when.
    pub author: Signature,
    /// Who committed it, and when.
    pub committer: Signature,
    /// Its message.
    pub message: String,
    /// Whether a shallow clone is cut off here: what it brings may be older.
    pub cut_off: bool,
    /// For each parent, the YAML files that differ from it; for a commit without parents one list of all its files.
    pub changes: Vec<Vec<Change>>,
}

impl Commit {
    /// The first line of its message.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.message.lines().next().unwrap_or("")
    }
}

/// A YAML file that differs between a commit and one of its parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path from the goals' folder.
    pub path: String,
    /// The file in the parent.
    pub old: Option<Oid>,
    /// The file in the commit.
    pub new: Option<Oid>,
}

impl From<Difference> for Change {
    fn from(it: Difference) -> Self {
        Self { path: it.path, old: it.old, new: it.new }
    }
}

impl Repository {
    /// The history of the goals' folder from a commit back.
    ///
    /// Commits older than `since` (seconds since 1970) are not looked at, where it is given; a history whose clocks
    /// went wrong by more than a month may then be cut off too early.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history(&self, tip: Oid, since: Option<i64>) -> Result<History, GitError> {
        Walk::new(self)?.run(tip, since)
    }
}

/// The clocks of committers may go wrong by so many seconds: a month.
const SKEW: i64 = 31 * 86_400;

/// A commit as the walk sees it.
struct Seen {
    place: Option<u32>,
    tree: Oid,
    parents: Vec<Oid>,
    committed: i64,
}

struct Walk<'r> {
    repository: &'r Repository,
    trees: Trees<'r>,
    graph: Option<CommitGraph>,
    key: Option<(PathKey, FilterSettings)>,
    root: Vec<&'r str>,
    mailmap: Option<git2::Mailmap>,
}

/// What became of a commit: shown, or the same below the goals' folder as one parent.
enum Fate {
    Shown(Vec<Oid>),
    SameAs(Option<Oid>),
}

impl<'r> Walk<'r> {
    fn new(repository: &'r Repository) -> Result<Self, GitError> {
        let odb = repository.git.odb().map_err(|error| GitError::Unsupported(error.message().to_owned()))?;
        let plain = repository.limits().is_empty();
        let graph = plain.then(|| CommitGraph::open(&repository.git.commondir().join("objects"))).flatten();
        let key = graph
            .as_ref()
            .and_then(CommitGraph::filter_settings)
            .filter(|_| !repository.root.is_empty())
            .and_then(|settings| Some((PathKey::new(&repository.root, settings)?, settings)));
        let root = repository.root.split('/').filter(|part| !part.is_empty()).collect();
        let mailmap = repository.git.mailmap().ok();
        Ok(Self { repository, trees: Trees::new(odb), graph, key, root, mailmap })
    }

    fn run(mut self, tip: Oid, since: Option<i64>) -> Result<History, GitError> {
        let mut fates: HashMap<Oid, Fate> = HashMap::new();
        let mut dates: HashMap<Oid, i64> = HashMap::new();
        let mut heap = BinaryHeap::new();
        let first = self.see(tip)?;
        heap.push((first.committed, tip));
        let mut waiting: HashMap<Oid, Seen> = HashMap::from([(tip, first)]);
        let mut shown = Vec::new();
        let mut truncated = false;
        while let Some((_, oid)) = heap.pop() {
            let Some(seen) = waiting.remove(&oid) else { continue };
            if since.is_some_and(|since| seen.committed < since - SKEW) {
                continue;
            }
            let cut = self.repository.shallow.contains(&oid);
            truncated |= cut;
            let next = if cut { Fate::Shown(Vec::new()) } else { self.fate(&seen)? };
            let follow: Vec<Oid> = match &next {
                Fate::Shown(parents) => {
                    shown.push(oid);
                    dates.insert(oid, seen.committed);
                    parents.clone()
                }
                Fate::SameAs(parent) => parent.iter().copied().collect(),
            };
            fates.insert(oid, next);
            for parent in follow {
                if !fates.contains_key(&parent) && !waiting.contains_key(&parent) {
                    let seen = self.see(parent)?;
                    heap.push((seen.committed, parent));
                    waiting.insert(parent, seen);
                }
            }
        }
        let order = ancestors_first(&shown, &fates, &dates);
        let mut commits = Vec::with_capacity(order.len());
        for oid in order {
            commits.extend(self.commit(oid)?);
        }
        Ok(History { commits, truncated })
    }

    /// A commit's tree, parents and date: from the commit-graph, else from the commit.
    fn see(&self, oid: Oid) -> Result<Seen, GitError> {
        if let Some(graph) = &self.graph
            && let Some(place) = graph.find(oid)
            && let Some(commit) = graph.commit(place)
        {
            let parents: Option<Vec<Oid>> = commit.parents.iter().map(|place| graph.oid(*place)).collect();
            if let Some(parents) = parents {
                return Ok(Seen { place: Some(place), tree: commit.tree, parents, committed: commit.committed });
            }
        }
        let object = self.trees.raw(oid, ObjectType::Commit)?;
        let raw = parse_raw(object.data())
            .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
        Ok(Seen { place: None, tree: raw.tree, parents: raw.parents, committed: raw.committed })
    }

    /// Whether a commit is shown, by git's simplification: it differs below the goals' folder from all its parents.
    fn fate(&mut self, seen: &Seen) -> Result<Fate, GitError> {
        if let (Some(place), Some((key, settings)), Some(graph)) = (seen.place, &self.key, &self.graph)
            && let Some(first) = seen.parents.first()
            && graph.may_have_changed(place, key, *settings) == Some(false)
        {
            return Ok(Fate::SameAs(Some(*first)));
        }
        let own = self.trees.folder(seen.tree, &self.root)?;
        if seen.parents.is_empty() {
            return Ok(if own.is_some() { Fate::Shown(Vec::new()) } else { Fate::SameAs(None) });
        }
        for parent in &seen.parents {
            let tree = self.see(*parent)?.tree;
            if self.trees.folder(tree, &self.root)? == own {
                return Ok(Fate::SameAs(Some(*parent)));
            }
        }
        Ok(Fate::Shown(seen.parents.clone()))
    }

    /// A shown commit with what it changed; none if it changed no YAML file.
    fn commit(&mut self, oid: Oid) -> Result<Option<Commit>, GitError> {
        let (raw, author, committer, message) = {
            let object = self.trees.raw(oid, ObjectType::Commit)?;
            let (author, committer, message) = parse_people(object.data());
            (parse_raw(object.data()), author, committer, message)
        };
        let raw = raw.ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
        let (author, committer) = (self.mapped(author), self.mapped(committer));
        let cut_off = self.repository.shallow.contains(&oid);
        let own = self.trees.folder(raw.tree, &self.root)?;
        let mut changes = Vec::new();
        if raw.parents.is_empty() || cut_off {
            changes.push(self.trees.differences(None, own)?.into_iter().map(Change::from).collect());
        } else {
            for parent in &raw.parents {
                let tree = self.see(*parent)?.tree;
                let folder = self.trees.folder(tree, &self.root)?;
                changes.push(self.trees.differences(folder, own)?.into_iter().map(Change::from).collect::<Vec<_>>());
            }
        }
        if changes.iter().any(Vec::is_empty) {
            return Ok(None);
        }
        Ok(Some(Commit { oid, author, committer, message, cut_off, changes }))
    }
}

impl Walk<'_> {
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
}

/// The shown commits so that each comes after all its ancestors; of those that could, the earlier, then the lower name.
fn ancestors_first(shown: &[Oid], fates: &HashMap<Oid, Fate>, dates: &HashMap<Oid, i64>) -> Vec<Oid> {
    let mut nearest: HashMap<Oid, Option<Oid>> = HashMap::new();
    let mut children: HashMap<Oid, Vec<Oid>> = HashMap::new();
    let mut open: HashMap<Oid, usize> = HashMap::new();
    for oid in shown {
        let Some(Fate::Shown(parents)) = fates.get(oid) else { continue };
        let mut above: Vec<Oid> = parents.iter().filter_map(|parent| resolve(*parent, fates, &mut nearest)).collect();
        above.sort_unstable();
        above.dedup();
        open.insert(*oid, above.len());
        for parent in above {
            children.entry(parent).or_default().push(*oid);
        }
    }
    let key = |oid: &Oid| std::cmp::Reverse((dates.get(oid).copied().unwrap_or(0), *oid));
    let mut ready: BinaryHeap<_> = open.iter().filter(|(_, count)| **count == 0).map(|(oid, _)| key(oid)).collect();
    let mut order = Vec::with_capacity(shown.len());
    while let Some(std::cmp::Reverse((_, oid))) = ready.pop() {
        order.push(oid);
        for child in children.get(&oid).into_iter().flatten() {
            if let Some(count) = open.get_mut(child) {
                *count -= 1;
                if *count == 0 {
                    ready.push(key(child));
                }
            }
        }
    }
    order
}

/// The nearest shown commit at or above one, along the parents that are the same.
fn resolve(from: Oid, fates: &HashMap<Oid, Fate>, nearest: &mut HashMap<Oid, Option<Oid>>) -> Option<Oid> {
    let mut passed = Vec::new();
    let mut at = from;
    let found = loop {
        if let Some(known) = nearest.get(&at) {
            break *known;
        }
        match fates.get(&at) {
            Some(Fate::Shown(_)) => break Some(at),
            Some(Fate::SameAs(Some(parent))) => {
                passed.push(at);
                at = *parent;
            }
            Some(Fate::SameAs(None)) | None => break None,
        }
    };
    for oid in passed {
        nearest.insert(oid, found);
    }
    found
}
