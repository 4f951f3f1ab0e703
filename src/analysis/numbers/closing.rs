//! What a closed goal was made of when it was closed. What is linked to it later changes nothing in its past.

use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Goal, GoalIx, Workspace};

/// Whether a goal was linked to a closed objective when that was closed; none where history cannot tell.
#[must_use]
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
    // Commits stand ancestors first, so that the last one up to the closing is what there was then.
    let until = revisions.partition_point(|revision| revision.commit <= closing);
    let then = match until.checked_sub(1) {
        Some(at) => revisions[at].after.as_ref(),
        None => match revisions.first() {
            Some(first) => GoalRevision::previous(first),
            // History knows of no change: it has been as it is, or it is not committed yet.
            None => history.at_head(part),
        },
    };
    Some(then.is_some_and(|goal| links(goal)))
}
