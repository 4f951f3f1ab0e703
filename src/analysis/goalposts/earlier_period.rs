//! The period in which a goal was before a change: its own, or that of its objective at that time.

use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal};

/// The present start of a goal, if it had begun by then before already: a later period in between gives no time to settle.
pub(super) fn start_again(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    version: &Goal,
    present: &Goal,
    step: Option<usize>,
) -> Option<Day> {
    let start = present.start()?;
    let had_begun = |id: &str| {
        let before = history.landed(id).iter().filter(|it| step.is_none_or(|step| it.step < step));
        before.flat_map(|it| it.before.iter().chain(&it.after)).filter_map(|it| it.start()).any(|it| it <= start)
    };
    let objective = || {
        let id = version.measures.as_deref().filter(|_| version.period.is_none())?;
        Some(snapshot.workspace.find(id).map_or(id, |ix| snapshot.goal(ix).id.as_str()))
    };
    (had_begun(&present.id) || objective().is_some_and(had_begun)).then_some(start)
}

/// The start that a version of a key result has from its objective.
pub(super) fn inherited_start(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    version: &Goal,
    step: Option<usize>,
) -> Option<Day> {
    objective_before(snapshot, history, version, step)?.start()
}

/// A version before one that sets a period of its own, with the period that it had from its objective until then.
pub(super) fn with_inherited_period(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    before: &Arc<Goal>,
    after: &Goal,
    step: Option<usize>,
) -> Arc<Goal> {
    let inherited = || objective_before(snapshot, history, before, step)?.period.clone();
    match after.period.as_ref().filter(|_| before.period.is_none()).and_then(|_| inherited()) {
        Some(period) => Arc::new(Goal { period: Some(period), ..(**before).clone() }),
        None => Arc::clone(before),
    }
}

/// The objective of a version of a key result, as that was just before a step.
fn objective_before<'s>(
    snapshot: &'s Snapshot<'_>,
    history: &'s GoalHistory,
    version: &'s Goal,
    step: Option<usize>,
) -> Option<&'s Goal> {
    let id = version.measures.as_deref()?;
    let id = snapshot.workspace.find(id).map_or(id, |ix| &snapshot.goal(ix).id);
    let changes = history.landed(id);
    let earlier = changes.iter().rev().find(|it| step.is_none_or(|step| it.step < step));
    let objective = match earlier {
        Some(change) => change.after.as_ref().or(change.before.as_ref()),
        None => changes.first().map_or_else(|| history.last_known(id), |first| first.before.as_ref()),
    };
    objective.map(|objective| &**objective)
}
