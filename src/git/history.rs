//! The data of a history walk: the commits that changed the goals' folder, and the files that each changed.

use std::collections::HashSet;
use std::rc::Rc;

use super::commit::{Signature, subject_of};
use super::contributors::Contributor;
use super::messages::Message;
use super::oids::{Oid, OidSet};
use super::tree::Difference;
use crate::model::Day;

/// The commits that changed something in the goals' folder, ancestors first.
#[derive(Debug, Default)]
pub struct History {
    /// The commits; each comes after all its ancestors.
    pub commits: Vec<Commit>,
    /// Whether the history is cut off by a shallow clone.
    pub truncated: bool,
    /// Whether the walk came by a merge: the trunk's line may have commits that are not among these.
    pub merged: bool,
    /// The part that is the history of an earlier commit, if it was requested and the walk reached that commit.
    pub earlier: Option<Earlier>,
    /// The commit from which the history was read or, if that changed nothing, the one whose goals it has: by its place in
    /// [`History::commits`].
    pub tip: Option<usize>,
    /// Where the goals' folder replaced another one that has too few of its goals to be followed; none if it did not.
    pub replaced: Option<ReplacedRoot>,
}

/// A goals' folder that a commit replaced by another one with other goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacedRoot {
    /// Its path from the top.
    pub folder: String,
    /// The commit.
    pub commit: Oid,
}

/// Which commits of a history are read, and when.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryRange {
    /// Older commits are not read, in seconds since 1970; all are where this is not given.
    pub since: Option<i64>,
    /// The day it is: commits dated later than that and than the revision read say nothing of the days of later commits.
    pub today: Option<Day>,
}

/// What a history goes by that git's own simplification of it leaves out.
#[derive(Debug, Clone, Default)]
pub struct Detours {
    /// The merges that took all goals of one parent: history goes through all their parents.
    pub merges: OidSet,
    /// The files out of sight, hidden or with another ending, in which goals lay, by their paths from the goals' folder.
    pub files: Rc<HashSet<String>>,
}

/// The part of a history that a walk from an earlier commit would return.
#[derive(Debug, Default)]
pub struct Earlier {
    /// For each of [`History::commits`], whether it belongs to the part.
    pub holds: Vec<bool>,
    /// Whether the part is cut off by a shallow clone.
    pub truncated: bool,
    /// The earlier commit itself, or the one whose goals it has, by its place in [`History::commits`].
    pub tip: Option<usize>,
}

impl History {
    /// The history of the earlier commit, where the walk came by it.
    #[must_use]
    pub fn shared(&self) -> Option<Self> {
        let earlier = self.earlier.as_ref()?;
        let mut places = vec![None; self.commits.len()];
        let mut shared = Self { truncated: earlier.truncated, merged: self.merged, ..Self::default() };
        for (at, commit) in self.commits.iter().enumerate().filter(|(at, _)| earlier.holds[*at]) {
            places[at] = Some(shared.commits.len());
            let parents = commit.parents.iter().map(|parent| places[(*parent)?]).collect();
            shared.commits.push(Commit { parents, ..commit.clone() });
        }
        shared.tip = earlier.tip.and_then(|tip| places[tip]);
        Some(shared)
    }
}

/// A commit that changed something in the goals' folder.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The object name.
    pub oid: Oid,
    /// The author and the author's time.
    pub author: Signature,
    /// The committer and the commit time.
    pub committer: Signature,
    /// The whole message.
    pub message: String,
    /// Other people that the message names.
    pub contributors: Vec<Contributor>,
    /// Whether it is a boundary of a shallow clone: its files may be older than the commit.
    pub cut_off: bool,
    /// The day on which it took effect: the committer's, in their own zone, but never before its parents'.
    pub day: Day,
    /// For each list of changes, the commit against which it is: the parent or, if that changed nothing, the one whose
    /// goals it has, by its place in [`History::commits`]. None where nothing was before, or was not read.
    pub parents: Vec<Option<usize>>,
    /// For each parent, the YAML files that differ from it; for a commit without parents one list of all its files.
    pub changes: Vec<Vec<FileDifference>>,
    /// The files out of sight that differ from a parent: a goal may have come from there, or have gone there.
    pub aside: Vec<FileDifference>,
}

impl From<Message> for Commit {
    /// The commit without its changes; it counts from its own day.
    fn from(it: Message) -> Self {
        Self {
            oid: it.oid,
            day: it.committer.day(),
            author: it.author,
            committer: it.committer,
            message: it.text,
            contributors: it.contributors,
            cut_off: false,
            parents: Vec::new(),
            changes: Vec::new(),
            aside: Vec::new(),
        }
    }
}

impl Commit {
    /// The day on which it was proposed: its author's, which a rebase or a squash keeps. Of one whose committer's clock
    /// says that it was made before its parents the author's is worth no more.
    pub fn proposed_on(&self) -> Day {
        if self.committer.day() < self.day { self.day } else { self.author.day() }
    }

    /// The first line of the message.
    pub fn subject(&self) -> &str {
        subject_of(&self.message)
    }
}

/// A YAML file that differs between a commit and one of its parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    /// The path from the goals' folder.
    pub path: String,
    /// The blob in the parent; none if the file was added.
    pub old: Option<Oid>,
    /// The blob in the commit; none if the file was removed.
    pub new: Option<Oid>,
}

impl From<Difference> for FileDifference {
    fn from(it: Difference) -> Self {
        Self { path: it.path, old: it.old, new: it.new }
    }
}
