//! The contributions of a closed goal at its close. A goal that is linked later changes nothing in its past.

use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Day, Goal, GoalIx, Workspace};

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
