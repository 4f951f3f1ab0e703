//! What there is to say of a goal's numbers to people, beside what programs read.

use super::history_summary::measure_words;
use super::pace::pace_words;
use super::standing;
use crate::analysis::facts::Facts;
use crate::model::GoalIx;

/// The numbers of a goal in words.
#[derive(Debug, Clone, Default)]
pub struct GoalWords {
    /// What little its health rests on.
    pub basis: Option<String>,
    /// What works for it and does not count in it, where that is behind.
    pub uncounted: Option<String>,
    /// Its pace and the pace it needs.
    pub pace: Option<String>,
    /// How old its value is, where it is older than its cadence allows.
    pub age: Option<String>,
    /// What contradicts its state in its grade.
    pub contradiction: Option<String>,
    /// What it is measured by.
    pub measure: Option<String>,
}

impl GoalWords {
    /// The words for one goal.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let graded_parts = || standing::graded_parts(snapshot, ix).map(|parts| format!("graded {parts} measured"));
        Self {
            basis: standing::basis(snapshot.numbers(ix)).or_else(graded_parts),
            uncounted: standing::uncounted(snapshot, ix),
            pace: pace_words(snapshot, ix),
            age: standing::age(snapshot, ix),
            contradiction: standing::contradicting_grade(snapshot, ix).filter(|_| !goal.is_open()),
            measure: Self::measure_of(snapshot, ix),
        }
    }

    /// What a goal with a metric or milestones is measured by.
    pub fn measure_of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<String> {
        let goal = snapshot.goal(ix);
        (goal.metric.is_some() || !goal.milestones.is_empty()).then(|| measure_words(snapshot, ix))
    }
}
