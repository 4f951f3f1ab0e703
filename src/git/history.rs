//! The history of the goals' folder: its commits, and the files that each changed there.

use super::commit::{Signature, subject_of};
use super::contributors::Contributor;
use super::oids::Oid;
use super::tree::Difference;

/// The commits that changed something in the goals' folder, ancestors first.
#[derive(Debug, Default)]
pub struct History {
    /// The commits; each comes after all its ancestors.
    pub commits: Vec<Commit>,
    /// Whether the history is cut off before its beginning, by a shallow clone.
    pub truncated: bool,
    /// What of it is an earlier commit's own history, where that was asked for and the walk came by that commit.
    pub earlier: Option<Earlier>,
}

/// What of a history is that of an earlier commit, as it would be read from there.
#[derive(Debug, Default)]
pub struct Earlier {
    /// For each of [`History::commits`], whether it belongs to it.
    pub holds: Vec<bool>,
    /// Whether it is cut off before its beginning, by a shallow clone.
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
    /// Who else had part in it, as the message says.
    pub contributors: Vec<Contributor>,
    /// Whether a shallow clone is cut off here: what it brings may be older.
    pub cut_off: bool,
    /// The nearest commits of the history that are ancestors of it, by name; those that were not looked at are left out.
    pub above: Vec<Oid>,
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
