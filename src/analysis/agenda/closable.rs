//! When goals are to be closed: once they are over, and objectives once all their key results are closed.

use crate::analysis::snapshot::{NoHistory, Snapshot};
use crate::model::{Day, GoalIx, State, plus_days};

/// The day of the last close, if all key results of an objective except drafts are closed, at least one of them was not
/// dropped, and no open goal supports it. The inner option is none if no close has a day.
///
/// An active key result with progress 1 is not done: its value may fall again.
pub fn key_results_closed(snapshot: &Snapshot<'_>, objective: GoalIx) -> Option<Option<Day>> {
    // A file that cannot be read may hold an active key result.
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

/// The last day to close a goal that is over: `close_within` after its end, or after the day since which it is known if that is
/// later: nobody is late for a time that git does not show. None for a goal without an end, and where history is not read.
pub fn closing_due(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let from = match (snapshot.timeline.history(), snapshot.no_history) {
        (None, NoHistory::Unasked) => return None,
        (None, NoHistory::OutsideGit) => goal.end()?,
        _ => goal.end()?.max(snapshot.known_since(goal).unwrap_or(Day::MIN)),
    };
    Some(plus_days(from, snapshot.close_within(ix)))
}
