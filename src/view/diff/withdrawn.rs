//! The values that a change withdraws.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::Withdrawn;
use crate::model::Day;

/// A value that a change withdraws.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WithdrawnView {
    /// The goal's id.
    pub goal: String,
    /// The day for which it was true.
    pub day: Day,
    /// The value; null for a change of confidence alone.
    pub value: Option<f64>,
    /// The commit that withdraws it; null for the work tree.
    pub commit: Option<String>,
}

/// The values that were withdrawn in history after the earlier side, or in the work tree, by goal and day.
pub(super) fn withdrawn_between(before: &Facts<'_>, after: &Facts<'_>) -> Vec<WithdrawnView> {
    let Some(history) = after.timeline.history() else { return Vec::new() };
    let known = before.timeline.history().map(GoalHistory::commit_ids).unwrap_or_default();
    let commit = |by: Option<usize>| by.map(|place| history.commits[place].oid);
    let mut withdrawn = Vec::new();
    // A key result of a KPI shows the KPI's.
    for (ix, goal) in after.goals().filter(|(_, goal)| after.workspace.kpi_of_goal(goal).is_none()) {
        let new = |it: &&Withdrawn| commit(it.by).is_none_or(|oid| !known.contains(&oid));
        withdrawn.extend(after.timeline.withdrawn(ix).iter().filter(new).map(|it| WithdrawnView {
            goal: goal.id.clone(),
            day: it.observation.day,
            value: it.observation.value,
            commit: commit(it.by).map(|oid| oid.to_string()),
        }));
    }
    withdrawn.sort_by(|a, b| (&a.goal, a.day).cmp(&(&b.goal, b.day)));
    withdrawn
}
