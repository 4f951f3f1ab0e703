//! The data of a walk along the trunk's line: what each commit of it brought.

use super::history::Commit;
use super::oids::{Oid, OidSet};
use crate::model::Day;

/// How the goals' folder changed along the trunk's line.
#[derive(Debug, Default)]
pub struct TrunkHistory {
    /// The changes, the oldest first.
    pub landings: Vec<Landing>,
    /// The time of the oldest commit of the line that has the folder, wherever it lay, in seconds since 1970.
    pub begins: i64,
    /// Where the folder lay in the first of the landings, from the top.
    pub first_root: String,
    /// The merges that took all goals from another side though the line had changed them: history passes those changes by.
    pub passing: OidSet,
}

/// A commit of the trunk's line that changed the goals' folder, or what is not on the trunk yet as a whole.
#[derive(Debug)]
pub struct Landing {
    /// Its name; of what is not on the trunk the newest commit's.
    pub oid: Oid,
    /// The day on which it took effect: never before what the line had or what came with it.
    pub day: Day,
    /// Where what changed along the line is found.
    pub changes: LineChanges,
    /// The commits that came with it, in no order; a commit of the line itself is not among them.
    pub brought: Vec<Oid>,
    /// The messages of those among them that changed no goals and give reasons.
    pub reasons: Vec<String>,
    /// Whether it is on the trunk.
    pub landed: bool,
}

/// Where the changes along the line are found.
#[derive(Debug)]
pub enum LineChanges {
    /// In the history that was read before: in the commit of this name, against this one of its parents.
    Known(usize),
    /// Here: a commit that history does not show otherwise, with its changes against the commit before it on the line alone.
    Read(Box<Commit>),
}
