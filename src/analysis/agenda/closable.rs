//! Objectives that nothing is left to move: all their key results are closed.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, GoalIx, State};

/// Whether all key results of an objective that are no drafts are closed, at least one of them not dropped, and no open
/// goal supports it; then the day of the last of these closings, where one has a day.
///
/// A key result at progress 1 that is still active is not done: it may fall back.
#[must_use]
pub fn key_results_closed(snapshot: &Snapshot<'_>, objective: GoalIx) -> Option<Option<Day>> {
    // What a file that cannot be read says of its state nobody knows.
    if !snapshot.unread.parts_of(objective).is_empty() {
        return None;
    }
    let mut reached = false;
    let mut last = None;
    for goal in snapshot.graph.key_results(objective).map(|child| snapshot.goal(child.goal)) {
        match goal.state {
            State::Active => return None,
            State::Draft => continue,
            State::Achieved | State::Missed => reached = true,
            State::Dropped => {}
        }
        last = last.max(goal.closed);
    }
    let supported = snapshot.graph.supporters(objective).any(|child| snapshot.goal(child.goal).is_open());
    (reached && !supported).then_some(last)
}
