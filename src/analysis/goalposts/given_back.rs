//! What was set after goalposts had settled and is taken away again: what had settled counts again, and nothing moved.

use std::sync::Arc;

use crate::analysis::goalposts::settling::settled;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::GoalpostChange;
use crate::model::Goal;

/// Whether a change of a step takes a deadline or a milestone away that was set after goalposts had settled.
pub(super) fn is_given_back(
    snapshot: &Snapshot<'_>,
    (history, id, step): (&GoalHistory, &str, usize),
    it: &GoalpostChange,
    after: &Goal,
) -> bool {
    let is_deadline = it.field == "deadline" && after.deadline.is_none() && !it.after.is_null();
    let is_milestone = it.after.is_null() && it.field_without_index() == "milestones";
    if !is_deadline && !is_milestone {
        return false;
    }
    let has = |goal: &Goal| {
        let is_it = |title: &str| it.part.as_deref() == Some(title);
        if is_deadline { goal.deadline.is_some() } else { goal.milestones.iter().any(|it| is_it(&it.title)) }
    };
    let is_set = |goal: &Option<Arc<Goal>>| goal.as_ref().is_some_and(|goal| has(goal));
    let earlier: Vec<_> = history.landed(id).iter().filter(|change| change.step < step).collect();
    let set = if is_deadline {
        earlier.iter().rev().find(|change| !is_set(&change.before) && is_set(&change.after))
    } else {
        // One that was there, went and came again is the one that was there.
        earlier.iter().find(|change| is_set(&change.before) || is_set(&change.after))
    };
    set.is_some_and(|set| {
        let Some(before) = set.before.as_ref().filter(|before| !has(before)) else { return false };
        // What took the place of another milestone is none that was set beside it.
        let is_there = |title: &str| after.milestones.iter().any(|it| it.title == title);
        if is_milestone && !before.milestones.iter().all(|it| is_there(&it.title)) {
            return false;
        }
        settled(snapshot, before, None, history.active_since(id), Some(set.step))
            .is_some_and(|settled| history.day_of(set.step) > settled)
    })
}

/// What a goal said before, without milestones that were given back.
pub(super) fn forgetting(lost: Option<Goal>, given_back: &[String]) -> Option<Goal> {
    lost.map(|mut lost| {
        lost.milestones.retain(|it| !given_back.contains(&it.title));
        lost
    })
}
