//! Values that came after the days in which values of a goal that is over may still arrive.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, Kind, plus_days};

/// A value that counts for an open goal that is over, and came later than values may arrive (`close_within`).
///
/// It counts all the same: who sets up a repository late records what was measured in time, and nobody can tell the two
/// apart. So it is said wherever it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LateArrival {
    /// The day for which the value is true.
    pub day: Day,
    /// The value; none for a milestone.
    pub value: Option<f64>,
    /// The day on which it was recorded.
    pub came: Day,
    /// The last day on which values may arrive.
    pub until: Day,
}

/// The last day on which values of a goal may arrive, if that is over. None for a KPI and a goal that is closed.
pub fn arrivals_ended(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let end = goal.end().filter(|_| goal.is_open() && goal.kind != Kind::Kpi)?;
    Some(plus_days(end, snapshot.close_within(ix))).filter(|until| *until < snapshot.today)
}

/// The value that counts for a goal, if it came too late. Without history nobody knows when a value came.
pub fn late_arrival(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<LateArrival> {
    let (goal, until) = (snapshot.goal(ix), arrivals_ended(snapshot, ix)?);
    let (end, history) = (goal.end()?, snapshot.timeline.history()?);
    let is_valued = |value: Option<f64>| value.is_some() || goal.metric.is_none();
    let counted = snapshot.timeline.check_ins(ix).rfind(|it| it.day <= end && is_valued(it.value))?;
    // The commit that adds a goal brings what was known elsewhere.
    let first = history.of(&snapshot.workspace.keeper_of(goal).id).first()?.commit;
    let came = match counted.commit {
        Some(commit) if commit == first => return None,
        Some(commit) => history.commits[commit].author.day(),
        None => snapshot.today,
    };
    (until < came).then_some(LateArrival { day: counted.day, value: counted.value, came, until })
}
