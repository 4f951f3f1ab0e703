//! The history of the goals' folder: its commits, and the files that each changed there.

use super::commit::{Signature, subject_of};
use super::contributors::Contributor;
use super::oids::Oid;
use super::tree::Difference;
use crate::model::Day;

/// The commits that changed something in the goals' folder, ancestors first.
#[derive(Debug, Default)]
pub struct History {
    /// The commits; each comes after all its ancestors.
    pub commits: Vec<Commit>,
    /// Whether the history is cut off before its beginning, by a shallow clone.
    pub truncated: bool,
    /// What of it is an earlier commit's own history, where that was asked for and the walk came by that commit.
    pub earlier: Option<Earlier>,
    /// The commit from which the history was read or, if that changed nothing, the one whose goals it has: by its place in
    /// [`History::commits`].
    pub tip: Option<usize>,
}

/// Which commits of a history are read, and when.
#[derive(Debug, Clone, Copy, Default)]
pub struct HistoryRange {
    /// Older commits are not read, in seconds since 1970; all are where this is not given.
    pub since: Option<i64>,
    /// The day it is: commits dated later than that and than the revision read say nothing of the days of later commits.
    pub today: Option<Day>,
}

/// What of a history is that of an earlier commit, as it would be read from there.
#[derive(Debug, Default)]
pub struct Earlier {
    /// For each of [`History::commits`], whether it belongs to it.
    pub holds: Vec<bool>,
    /// Whether it is cut off before its beginning, by a shallow clone.
    pub truncated: bool,
    /// The earlier commit itself, or the one whose goals it has, by its place in [`History::commits`].
    pub tip: Option<usize>,
}

impl History {
    /// The history of the earlier commit, where the walk came by it.
    pub fn shared(&self) -> Option<Self> {
        let earlier = self.earlier.as_ref()?;
        let mut places = vec![None; self.commits.len()];
        let mut shared = Self { truncated: earlier.truncated, ..Self::default() };
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
    /// Its name.
    pub oid: Oid,
    /// Who wrote it, and when.
    pub author: Signature,
    /// Who committed it, and when.
    pub committer: Signature,
    /// Its message.
    pub message: String,
    /// Who else had part in it, as the message says.
    pub contributors: Vec<Contributor>,
    /// Whether a shallow clone is cut off here: what it brings may be older.
    pub cut_off: bool,
    /// The day on which it took effect: the committer's, in their own zone, but never before its parents'.
    pub day: Day,
    /// For each list of changes, the commit against which it is: the parent or, if that changed nothing, the one whose
    /// goals it has, by its place in [`History::commits`]. None where nothing was before, or was not read.
    pub parents: Vec<Option<usize>>,
    /// For each parent, the YAML files that differ from it; for a commit without parents one list of all its files.
    pub changes: Vec<Vec<FileDifference>>,
}

impl Commit {
    /// The first line of its message.
    #[must_use]
    pub fn subject(&self) -> &str {
        subject_of(&self.message)
    }
}

/// A YAML file that differs between a commit and one of its parents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDifference {
    /// Its path from the goals' folder.
    pub path: String,
    /// The file in the parent.
    pub old: Option<Oid>,
    /// The file in the commit.
    pub new: Option<Oid>,
}

impl From<Difference> for FileDifference {
    fn from(it: Difference) -> Self {
        Self { path: it.path, old: it.old, new: it.new }
    }
}
