//! Due dates: check-ins, milestones, needs, the ends of goals and their close, by day, including those that are late.

use crate::analysis::agenda::checkin::check_ins_of;
use crate::analysis::agenda::closable::closing_due;
use crate::analysis::numbers::measure::{Measure, measure_of, share_of_way};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, GoalIx, Milestone, NeedState, State, plus_days};

/// A due date of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The goal.
    pub goal: GoalIx,
    /// The day by which it is due.
    pub day: Day,
    /// The kind of due date.
    pub what: DueKind,
}

/// The kind of a due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The goal's end.
    End,
    /// The close of a goal that is over.
    Close,
    /// A milestone, by its index in `milestones`.
    Milestone(usize),
    /// A need, by its index in `needs`.
    Need(usize),
    /// A check-in.
    CheckIn,
}

/// The due dates of some goals up to `days` days from today, including those that are late, by day.
///
/// Only active goals have due dates. A milestone with a value is due until the value is reached.
pub fn due_within(snapshot: &Snapshot<'_>, goals: &[GoalIx], days: Days) -> Vec<Due> {
    let last = plus_days(snapshot.today, days);
    let mut due = Vec::new();
    for ix in goals {
        let goal = snapshot.goal(*ix);
        if goal.state != State::Active || !goal.is_work() || !snapshot.is_live(goal) || !goal.has_begun(snapshot.today)
        {
            continue;
        }
        let mut note = |day: Option<Day>, what: DueKind| {
            due.extend(day.filter(|day| *day <= last).map(|day| Due { goal: *ix, day, what }));
        };
        match goal.end() {
            // Nobody is late with an end: what is to be done after it has a day of its own.
            Some(end) if end < snapshot.today => note(closing_due(snapshot, *ix), DueKind::Close),
            end => note(end, DueKind::End),
        }
        // The measure of a goal is found by a look at all its milestones: once, and not for each of them.
        let measure = measure_of(goal);
        for (at, milestone) in goal.milestones.iter().enumerate() {
            if !is_reached(snapshot, *ix, measure, milestone) {
                note(milestone.due, DueKind::Milestone(at));
            }
        }
        for (at, need) in goal.needs.iter().enumerate() {
            if matches!(need.state, NeedState::Asked | NeedState::Agreed) {
                note(need.by, DueKind::Need(at));
            }
        }
        note(check_ins_of(snapshot, *ix).and_then(|it| it.due), DueKind::CheckIn);
    }
    due.sort_by(|a, b| (a.day, a.what, &snapshot.goal(a.goal).id).cmp(&(b.day, b.what, &snapshot.goal(b.goal).id)));
    due
}

/// Whether a milestone is done, or its planned value reached.
fn is_reached(snapshot: &Snapshot<'_>, ix: GoalIx, measure: Measure<'_>, milestone: &Milestone) -> bool {
    match (milestone.value, measure) {
        (Some(value), Measure::Reach { baseline, target }) => {
            let planned = share_of_way(value, baseline, target);
            snapshot.timeline.current(ix).is_some_and(|now| share_of_way(now, baseline, target) >= planned)
        }
        _ => milestone.is_done(),
    }
}
