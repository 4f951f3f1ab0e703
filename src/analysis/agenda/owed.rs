//! Values that a goal that has ended still owes.

use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, State, days_between, plus_days};

/// The last day on which the final value of a goal may arrive (`close_within`), if that is not over and its last value is
/// older than its cadence before its end, or a milestone is not done. None for a goal that nothing measures, or that still
/// runs.
pub fn owed_until(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let end = goal.end().filter(|end| *end < snapshot.today)?;
    if goal.state != State::Active {
        return None;
    }
    let until = plus_days(end, snapshot.close_within(ix));
    let values = snapshot.timeline.of(ix).iter().rev();
    let last = values.filter(|it| it.value.is_some()).map(|it| it.day).find(|day| *day <= end);
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let is_awaited = match measure_of(goal) {
        Measure::Milestones(all) => !all.iter().all(|it| it.is_done_by(Some(end))),
        _ => goal.metric.is_some() && last.is_none_or(|last| days_between(last, end) > cadence),
    };
    (is_awaited && snapshot.today <= until).then_some(until)
}
