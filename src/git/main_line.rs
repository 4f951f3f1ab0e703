//! A line of commits, the newest first, with the merges of which the side makes no difference.

use std::collections::HashMap;

use super::commit_table::CommitNumber;

/// A commit of a line.
pub(super) struct Joint {
    pub(super) number: CommitNumber,
    /// The commit before it on the line.
    pub(super) before: Option<CommitNumber>,
    /// Which of its parents that is.
    pub(super) side: usize,
    /// Its other parents; none where they are of no account, because it has the goals of the one before.
    pub(super) others: Vec<CommitNumber>,
    /// Whether a root lies today where the goals' folder lay before the commit: what stayed behind there is not gone.
    pub(super) is_copied: bool,
}

/// The newest and the oldest place on a line from which commits lead away; none if they have nothing in common with it.
pub(super) type Fork = Option<(usize, usize)>;

/// A line, the newest commit first.
#[derive(Default)]
pub(super) struct MainLine {
    pub(super) joints: Vec<Joint>,
    /// The places of its commits, by their numbers at the present path of the goals' folder.
    pub(super) places: Vec<Option<usize>>,
    /// The merges of which it makes no difference to the goals by which side the line goes on.
    pub(super) level: Vec<LevelMerge>,
    /// The commits of their other sides, by their numbers at the present path, each with its merge's place in that list.
    pub(super) beside: HashMap<CommitNumber, usize>,
}

/// A merge of which nothing changed the goals' folder on both ways down to where they meet, so that its message need not be
/// read.
pub(super) struct LevelMerge {
    pub(super) number: CommitNumber,
    /// Its place on the line, and that of the commit in which both ways meet.
    pub(super) ways: (usize, usize),
}

impl MainLine {
    /// The place of a commit, by its number at the present path of the goals' folder.
    pub(super) fn place_of(&self, number: CommitNumber) -> Option<usize> {
        self.places.get(number).copied().flatten()
    }
}
