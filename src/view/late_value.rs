//! A value of a day after the last that counts for its goal.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::value_words;
use crate::model::{Day, Goal, GoalIx, Milestone};

/// A value dated after the last day that counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LateValueView {
    /// The day for which it is true.
    pub day: Day,
    /// The value; null for a milestone.
    pub value: Option<f64>,
    /// The last day that counts.
    pub last: Day,
    /// What there is to say of it, for people.
    pub words: String,
}

/// A milestone that was done on a day, and whether that is too late to count.
#[must_use]
pub fn done_milestone_words(goal: &Goal, milestone: &Milestone, day: Day) -> String {
    match goal.last_value_day().filter(|last| day > *last) {
        Some(last) => format!("{} (after {last}, so it does not count)", milestone.title),
        None => milestone.title.clone(),
    }
}

impl LateValueView {
    /// The value of a goal that does not count for it.
    #[must_use]
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let late = snapshot.numbers(ix).late?;
        let what = match (&goal.metric, late.value) {
            (Some(metric), Some(value)) => value_words(snapshot.workspace, metric, value),
            _ => "a milestone done".to_owned(),
        };
        let (day, last) = (late.day, goal.last_value_day()?);
        let ended = if goal.is_due_within_period() { "its period" } else { "the goal" };
        let words = format!("{what} on {day} does not count: {ended} ended {last}");
        Some(Self { day, value: late.value, last, words })
    }
}
