//! The step in a value where it is asked of another source, or with another query.

use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Origin, Pulled};

/// The last value pulled under an old question, and the first under a new one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SourceStep {
    /// The last value under the old question.
    pub before: f64,
    /// The first value under the new question.
    pub after: f64,
}

/// The step from the question of an earlier version of a goal to the present one; none where they ask the same, or where
/// nothing was pulled under one of the two.
#[must_use]
pub fn source_step(snapshot: &Snapshot<'_>, ix: GoalIx, earlier: &Goal) -> Option<SourceStep> {
    let goal = snapshot.goal(ix);
    let (old, new) = origin_of(earlier).zip(origin_of(goal)).filter(|(old, new)| old != new)?;
    step_between(snapshot.timeline.history()?, goal, (old, new))
}

/// Whether a change of the question changed no number: both gave the same value, within what they are rounded to.
pub(super) fn is_same_reading(history: &GoalHistory, present: Option<&Goal>, before: &Goal, after: &Goal) -> bool {
    let (Some(present), Some((old, new))) = (present, origin_of(before).zip(origin_of(after))) else { return false };
    let step = step_between(history, present, (old, new));
    step.is_some_and(|step| {
        let tolerance = old.tolerance(step.before).max(new.tolerance(step.after));
        (step.after - step.before).abs() <= tolerance
    })
}

fn origin_of(goal: &Goal) -> Option<&Origin> {
    goal.metric.as_ref()?.from.as_ref()
}

/// The values around a change of the question, in the order of history.
fn step_between(history: &GoalHistory, present: &Goal, (old, new): (&Origin, &Origin)) -> Option<SourceStep> {
    let committed = history.of(&present.id).iter().filter_map(|revision| revision.after.as_ref().map(Arc::as_ref));
    let mut last: Option<Pulled> = None;
    for goal in committed.chain([present]) {
        let Some((origin, pulled)) = origin_of(goal).zip(goal.metric.as_ref().and_then(|metric| metric.pulled)) else {
            continue;
        };
        if origin == old {
            last = Some(pulled);
        } else if origin == new
            && let Some(last) = last.filter(|last| *last != pulled)
        {
            return Some(SourceStep { before: last.value, after: pulled.value });
        }
    }
    None
}
