//! The period in which a goal was before a change, its own or that of its objective at that time, and since when it had
//! begun.

use super::version_at::{Moment, version_at};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, State, plus_days};

/// The present start of a goal, if it had begun by then before already: a later period in between, its own or that of an
/// objective that it measured for a while, gives no time to settle.
pub(super) fn start_again(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    present: &Goal,
    step: Option<usize>,
) -> Option<Day> {
    let start = present.start()?;
    let had_begun = |id: &str| {
        let before = history.landed(id).iter().filter(|it| step.is_none_or(|step| it.step < step));
        let mut versions = before.flat_map(|it| {
            let then = |is_after| Moment { step: Some(it.step), is_after };
            [(&it.before, then(false)), (&it.after, then(true))]
        });
        versions.any(|(version, at)| {
            let timed = version.as_deref().and_then(|version| timed(snapshot, Some(history), version, at));
            timed.and_then(Goal::start).is_some_and(|it| it <= start)
        })
    };
    let objective = || {
        let id = present.measures.as_deref().filter(|_| present.inherited.period)?;
        Some(snapshot.workspace.find(id).map_or(id, |ix| snapshot.goal(ix).id.as_str()))
    };
    (had_begun(&present.id) || objective().is_some_and(had_begun)).then_some(start)
}

/// The start by which a goal had settled before a step, where a change of its period or of its objective's came after that:
/// what has settled once settles no second time, unless it was put off to `now`, a start after its end. `active` is the first
/// day on which goalposts may have settled at all.
pub(super) fn settled_start(
    snapshot: &Snapshot<'_>,
    history: &GoalHistory,
    (id, version): (&str, &Goal),
    (active, now): (Option<Day>, Day),
    step: Option<usize>,
) -> Option<Day> {
    let settle = snapshot.settings().settle;
    let has_settled = |goal: &Goal, step: usize| {
        let start = goal.start().filter(|_| goal.end().is_none_or(|end| now <= end))?;
        (Some(plus_days(start, settle)).max(active) < Some(history.day_of(step))).then_some(start)
    };
    let earlier = |id: &str| {
        let changes = history.landed(id).iter().filter(move |it| step.is_none_or(|step| it.step < step));
        changes.filter_map(|it| Some((it.step, it.before.as_deref()?)))
    };
    let own = earlier(id).find_map(|(at, before)| {
        let timed = timed(snapshot, Some(history), before, Moment { step: Some(at), is_after: false });
        has_settled(timed.filter(|_| before.state != State::Draft)?, at)
    });
    own.or_else(|| {
        let objective = version.measures.as_deref()?;
        let objective = snapshot.workspace.find(objective).map_or(objective, |ix| snapshot.goal(ix).id.as_str());
        earlier(objective).find_map(|(at, before)| {
            let goal = version_at(snapshot, Some(history), id, Moment { step: Some(at), is_after: false })?;
            let inherits = goal.period.is_none() && goal.deadline.is_none() && goal.state != State::Draft;
            has_settled(Some(before).filter(|_| inherits && goal.measures == version.measures)?, at)
        })
    })
}

/// What tells when a version of a goal begins and ends: itself, or its objective at that moment.
pub(super) fn timed<'s>(
    snapshot: &'s Snapshot<'_>,
    history: Option<&'s GoalHistory>,
    version: &'s Goal,
    at: Moment,
) -> Option<&'s Goal> {
    if version.start().is_some() { Some(version) } else { objective_at(snapshot, history, version, at) }
}

/// The objective of a version of a key result, as it was at a moment.
pub(super) fn objective_at<'s>(
    snapshot: &'s Snapshot<'_>,
    history: Option<&'s GoalHistory>,
    version: &Goal,
    at: Moment,
) -> Option<&'s Goal> {
    version_at(snapshot, history, version.measures.as_deref()?, at)
}
