//! The commands that end a goal: the one that closes it, and the one that records its last value before.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx};

/// The command that closes a goal. Where no value gives it a grade, people give its outcome.
pub fn closing_command(snapshot: &Snapshot<'_>, ix: GoalIx) -> String {
    let id = &snapshot.goal(ix).id;
    let outcome = if snapshot.numbers(ix).progress.is_none() { " --as OUTCOME" } else { "" };
    format!("goalpost close {id}{outcome}")
}

/// The command that records the last value of a goal that is over: on another day than its last it would not count.
pub fn last_value_command(goal: &Goal) -> String {
    let given = if goal.metric.is_some() { "VALUE" } else { "--done MILESTONE" };
    let day = goal.end().map(|end| format!(" --as-of {end}")).unwrap_or_default();
    format!("goalpost checkin {} {given}{day}", goal.id)
}
