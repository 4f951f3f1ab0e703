//! A goal as it was just before or just after a step along the trunk's line.

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::Goal;

/// A moment at which goals are compared: just before or just after a step along the trunk's line; without a step now.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The step; none for what is not committed.
    pub step: Option<usize>,
    /// Whether the step has been made.
    pub is_after: bool,
}

impl Moment {
    /// Whether a step has been made by then.
    pub(super) fn has(self, step: usize) -> bool {
        self.step.is_none_or(|at| step < at || (self.is_after && step == at))
    }
}

/// A goal at a moment, whether or not it was there.
pub fn version_at<'s>(
    snapshot: &'s Snapshot<'_>,
    history: Option<&'s GoalHistory>,
    id: &str,
    at: Moment,
) -> Option<&'s Goal> {
    let ix = snapshot.workspace.find(id);
    let is_now = at.step.is_none() && at.is_after;
    let Some(history) = history.filter(|_| !is_now) else { return Some(snapshot.goal(ix?)) };
    let id = ix.map_or(id, |ix| &snapshot.goal(ix).id);
    let changes = history.landed(id);
    let version = match changes.iter().rev().find(|it| at.has(it.step)) {
        Some(change) => change.after.as_ref().or(change.before.as_ref()),
        None => changes.first().map_or_else(|| history.last_known(id), |first| first.before.as_ref()),
    };
    version.map(|version| &**version)
}
