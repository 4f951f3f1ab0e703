//! An observation: a value that a goal had on a day, and who recorded it; and one that was taken back.

use crate::model::Day;

/// A value that a goal had on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The day for which it is true.
    pub day: Day,
    /// The metric's value; none for milestones.
    pub value: Option<f64>,
    /// The progress it meant against the goalposts of its time, 0 to 1.
    pub progress: Option<f64>,
    /// How sure the owner was.
    pub confidence: Option<f64>,
    /// The commit that brought it, by its place in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits); none for what is not committed.
    pub commit: Option<usize>,
    /// The file that held it, from the root; empty for what is not committed.
    pub path: String,
}

/// An observation that was taken back: later `as_of` was set to an earlier day. It counts nowhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdrawn {
    /// What was observed.
    pub observation: Observation,
    /// The commit that took it back, by its place in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits); none for what is not committed.
    pub by: Option<usize>,
}
