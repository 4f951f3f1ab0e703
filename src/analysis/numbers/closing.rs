//! The contributions and the goalposts of a closed goal at its close. What is linked or moved later changes nothing in its
//! past.

use std::borrow::Cow;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Day, Goal, GoalIx, Metric, Milestone, Workspace};

/// The day of the close of a goal that has no grade, which would tell its progress.
pub(in crate::analysis) fn closed_ungraded(goal: &Goal) -> Option<Day> {
    goal.closed_on().filter(|_| goal.graded().is_none())
}

/// A goal with the goalposts that it had at the end of a day, or at its close, if the commit of that came later. Values and done
/// marks are those of today, as they may still have arrived. Where history does not show it, the goal as it is.
pub(in crate::analysis) fn with_goalposts_of<'g>(timeline: &Timeline, goal: &'g Goal, day: Day) -> Cow<'g, Goal> {
    let then = timeline.history().and_then(|history| version_of(history, goal, day));
    let Some(then) = then.filter(|it| it.unread.is_empty() && goal.unread.is_empty()) else {
        return Cow::Borrowed(goal);
    };
    let mut known = goal.clone();
    known.metric = match (&goal.metric, &then.metric) {
        (Some(own), Some(was)) if (&own.unit, &own.kpi, &own.scale) == (&was.unit, &was.kpi, &was.scale) => {
            let Metric { baseline, target, at_least, at_most, .. } = *was;
            Some(Metric { baseline, target, at_least, at_most, ..own.clone() })
        }
        // Values in another unit cannot be measured by it.
        (Some(own), _) => Some(own.clone()),
        (None, was) => was.clone(),
    };
    let present = |it: &Milestone| goal.milestones.iter().find(|other| other.title == it.title);
    known.milestones.clone_from(&then.milestones);
    for it in &mut known.milestones {
        it.done = present(it).map_or_else(|| it.done.clone(), |present| present.done.clone());
    }
    if then.period.is_some() {
        known.period.clone_from(&then.period);
    }
    known.deadline = then.deadline;
    Cow::Owned(known)
}

/// A goal at the end of a day; one that is closed not before its close.
fn version_of<'h>(history: &'h GoalHistory, goal: &Goal, day: Day) -> Option<&'h Goal> {
    let is_open = |goal: &Goal| goal.is_open();
    let landed = history.landed(&goal.id);
    let by_then = landed.iter().rposition(|it| history.day_of(it.step) <= day);
    let at = if goal.is_open() {
        by_then
    } else {
        // A close that is not committed is of the goal as it is.
        history.at_head(&goal.id).filter(|head| !head.is_open())?;
        let closes = |before: Option<&Goal>, after: Option<&Goal>| {
            after.is_some_and(|it| !it.is_open()) && before.is_none_or(is_open)
        };
        let close = landed.iter().rposition(|it| closes(it.before.as_deref(), it.after.as_deref()));
        by_then.max(close)
    };
    match at {
        Some(at) => landed[at].after.as_deref(),
        None => landed.first()?.before.as_deref(),
    }
}

/// Whether `part` was linked to a closed objective at its close; none where history does not show the close.
pub(in crate::analysis) fn was_linked_at_close(
    workspace: &Workspace,
    timeline: &Timeline,
    objective: GoalIx,
    part: GoalIx,
) -> Option<bool> {
    let history = timeline.history()?;
    let revisions = history.of(&workspace.goal(objective).id);
    let closing = revisions.iter().rev().find(|revision| revision.closes())?.commit;
    let links = |goal: &Goal| {
        let named = goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal));
        named.into_iter().any(|id| workspace.find(id) == Some(objective))
    };
    let part = &workspace.goal(part).id;
    let revisions = history.of(part);
    // Revisions are ordered ancestors first: the last one up to the closing commit was valid at the close. One in the
    // closing commit itself counts.
    let until = revisions.partition_point(|revision| revision.commit <= closing);
    let then = match until.checked_sub(1) {
        Some(at) => revisions[at].after.as_ref(),
        None => match revisions.first() {
            Some(first) => GoalRevision::previous(first),
            // No commit has changed the part: it has always been as it is, or it is not committed.
            None => history.at_head(part),
        },
    };
    Some(then.is_some_and(|goal| links(goal)))
}

/// Whether a part of a closed objective was linked to it after its close.
///
/// Where history does not show the close, an open part whose first value is later than the close counts as linked
/// later.
pub(in crate::analysis) fn was_linked_after_close(
    workspace: &Workspace,
    timeline: &Timeline,
    objective: GoalIx,
    part: GoalIx,
) -> bool {
    let of = workspace.goal(objective);
    if of.is_open() {
        return false;
    }
    was_linked_at_close(workspace, timeline, objective, part).map_or_else(
        || {
            let later = |closed: Day| timeline.of(part).first().is_some_and(|it| it.day > closed);
            workspace.goal(part).is_open() && of.closed.is_some_and(later)
        },
        |linked| !linked,
    )
}
