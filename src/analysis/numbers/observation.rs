//! An observation: a value that a goal had on a day, and the commit that recorded it; and one that was withdrawn.

use std::sync::Arc;

use crate::model::{Day, Goal};

/// A value that a goal had on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The day for which the value is true.
    pub day: Day,
    /// The metric's value; none for milestones. A step of a rubric is at its place on today's scale, where that has it.
    pub value: Option<f64>,
    /// The version of the goal, or of its KPI, that brought the value, whose unit and scale it has; none where those are
    /// today's.
    pub version: Option<Arc<Goal>>,
    /// In whose terms the value is. Goalposts of today tell nothing of one in other terms.
    pub terms: ValueTerms,
    /// The progress against the goalposts of that time, 0 to 1.
    pub progress: Option<f64>,
    /// Whether the value lay within the bounds of that time; none where there were none.
    pub held: Option<bool>,
    /// The owner's confidence, 0 to 1.
    pub confidence: Option<f64>,
    /// The index in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits) of the commit that
    /// recorded it; none if it is not committed.
    pub commit: Option<usize>,
    /// The file that held it, relative to the root; empty if it is not committed.
    pub path: String,
    /// Whether it only took something back: a value or a done milestone. That is no check-in.
    pub takes_back: bool,
    /// Whether `goalpost pull` wrote it, and nobody said anything with it. That is a value, and no check-in.
    pub is_pulled: bool,
}

/// In whose terms a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueTerms {
    /// Those of what the goal measures today.
    #[default]
    Today,
    /// In another unit, or a step that today's scale does not have.
    OtherUnit,
    /// Of another metric, which the goal measured then.
    OtherMetric,
}

impl Observation {
    /// The value, where today's goalposts tell how far it is.
    pub fn comparable(&self) -> Option<f64> {
        self.value.filter(|_| self.terms == ValueTerms::Today)
    }
}

/// An observation that was withdrawn: `as_of` was set back to an earlier day, or the value was removed. It counts in no
/// number.
#[derive(Debug, Clone, PartialEq)]
pub struct Withdrawn {
    /// What was observed.
    pub observation: Observation,
    /// The index in [`GoalHistory::commits`](crate::analysis::history::GoalHistory::commits) of the commit that withdrew
    /// it; none if that is not committed.
    pub by: Option<usize>,
    /// Whether that left no value at all: `current` was removed.
    pub removed: bool,
}
