//! Check-ins: the day of the last one, and the day by which the next is due by the cadence of the goal's level.

use crate::analysis::goalposts::recording::future_dated;
use crate::analysis::numbers::measure::{Measure, is_finished, measure_of};
use crate::analysis::snapshot::{NoHistory, Snapshot};
use crate::model::{Day, Days, Goal, GoalIx, Kind, State, days_between, plus_days};

/// The check-ins of a key result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckIns {
    /// The day of the last check-in since the goal's start: an observation, or a `check-in` entry in its log or its
    /// objective's.
    pub last: Option<Day>,
    /// The days between check-ins at its level.
    pub cadence: Days,
    /// The day from which check-ins are expected: the goal's start, or the day since which it is known to be measured if that
    /// is later.
    pub from: Option<Day>,
    /// The day by which the next one is due; none if no day is known to count from. Days on which the goal's owner is away
    /// do not count, and while they are away nothing is due.
    pub due: Option<Day>,
    /// The same by the cadence alone, for who stands in for the owner.
    pub due_by_cadence: Option<Day>,
    /// The days of the owner's presence since `from`; none while they are away.
    pub present: Option<Days>,
}

impl CheckIns {
    /// The days by which the next check-in is late; 0 or less if it is in time.
    pub fn late_by(&self, today: Day) -> Days {
        self.due.map_or(0, |due| days_between(due, today))
    }
}

/// The check-ins of an active key result with a measure, within its time; none for other goals, and once all of its
/// milestones are done: nothing is left to say of it.
///
/// A key result whose measure or log cannot be read, or whose KPI does not exist, has none until that is fixed: a
/// check-in may be there and unreadable.
pub fn check_ins_of(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<CheckIns> {
    let goal = snapshot.goal(ix);
    if !has_check_ins(snapshot, ix) {
        return None;
    }
    let last = last_since_start(snapshot, ix);
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let from = snapshot.measured_since(goal).map(|known| goal.start().map_or(known, |start| start.max(known)));
    // With `--staged` history is not read, and a check-in that the files do not show may exist.
    let known = last.filter(|_| snapshot.timeline.history().is_some() || snapshot.no_history != NoHistory::Unasked);
    let presence = snapshot.workspace.owner_of(goal).map(|owner| snapshot.workspace.presence_of(owner));
    let presence = presence.unwrap_or_default();
    let is_away = presence.is_away(snapshot.today);
    let counted = from.max(known);
    Some(CheckIns {
        last,
        cadence,
        from,
        due: counted.filter(|_| !is_away).map(|from| presence.plus_days(from, cadence)),
        due_by_cadence: counted.map(|from| plus_days(from, cadence)),
        present: from.filter(|_| !is_away).map(|from| presence.days_between(from, snapshot.today)),
    })
}

/// Whether a goal is an active key result with a measure, within its time, of which something is left to say.
fn has_check_ins(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let goal = snapshot.goal(ix);
    let running = goal.has_begun(snapshot.today) && goal.end().is_none_or(|end| snapshot.today <= end);
    let is_active = goal.kind == Kind::KeyResult && goal.state == State::Active;
    is_active && running && has_readable_measure(snapshot, goal) && !is_finished(goal, snapshot.today)
}

/// The day of the last check-in of a goal or its objective since the goal's start.
fn last_since_start(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let objective = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    let of_objective = objective.and_then(|objective| snapshot.timeline.last_check_in(objective));
    let last = snapshot.timeline.last_check_in(ix).max(of_objective);
    last.filter(|last| goal.start().is_none_or(|start| start <= *last))
}

/// The age in days of the value that counts for an active key result or a KPI, where it is older than the cadence of its level:
/// today, or on the goal's last day. A value from before the goal's start counts, so its age does too.
pub fn days_since_check_in(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Days> {
    let goal = snapshot.goal(ix);
    let (last, until) = match goal.kind {
        // Nobody owes a KPI's value on a day, but one of last year does not show how it stands now.
        Kind::Kpi if goal.state == State::Active => (snapshot.timeline.last_check_in(ix)?, snapshot.today),
        _ if has_check_ins(snapshot, ix) => {
            let earlier = || snapshot.timeline.last_check_in(ix).filter(|_| has_progress(snapshot, ix));
            (last_since_start(snapshot, ix).or_else(earlier)?, snapshot.today)
        }
        _ => (last_counted(snapshot, ix)?, goal.end().filter(|end| *end < snapshot.today)?),
    };
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    (days_between(last, until) > cadence).then(|| days_between(last, snapshot.today))
}

/// The day of the last value that counts for an active key result with a metric and a known progress.
fn last_counted(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let is_measured =
        goal.kind == Kind::KeyResult && goal.state == State::Active && has_readable_measure(snapshot, goal);
    let counted = goal.metric.as_ref().filter(|_| is_measured && has_progress(snapshot, ix))?.current;
    let values = snapshot.timeline.of(ix).iter().rev().filter(|it| it.value.is_some());
    values.map(|it| it.day).find(|day| goal.end().is_none_or(|end| *day <= end)).filter(|_| counted.is_some())
}

fn has_progress(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    snapshot.numbers(ix).progress.is_some()
}

/// The day of the value that counts for an open goal or KPI, where that day has not come.
pub fn value_ahead(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Day> {
    let goal = snapshot.goal(ix);
    let metric = snapshot.goal(value_keeper(snapshot, ix)).metric.as_ref().filter(|metric| metric.current.is_some())?;
    let is_counted = goal.state == State::Active && goal.metric.is_some() && snapshot.numbers(ix).late.is_none();
    metric.as_of.filter(|day| snapshot.today < *day && is_counted)
}

/// Whether a goal has had no check-in for at least one cadence and a fifth of its time, counted from the day since
/// which it is known to be measured, on which its owner was present.
pub fn is_never_checked_in(goal: &Goal, check_ins: &CheckIns) -> bool {
    let (None, Some(gone), Some(start), Some(end)) = (check_ins.last, check_ins.present, goal.start(), goal.end())
    else {
        return false;
    };
    gone >= check_ins.cadence && 5 * gone >= days_between(start, end)
}

/// The goal whose file holds a goal's values: its KPI, if it refers to one, else the goal itself.
///
/// A closed KPI takes no more values: the goal then holds its own.
pub fn value_keeper(snapshot: &Snapshot<'_>, ix: GoalIx) -> GoalIx {
    snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).filter(|kpi| snapshot.goal(*kpi).is_open()).unwrap_or(ix)
}

/// Whether the value of a goal comes by itself: its metric, or that of its KPI, names a source.
pub fn has_source(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let keeper = snapshot.goal(value_keeper(snapshot, ix));
    keeper.metric.as_ref().is_some_and(|metric| metric.from.is_some())
}

/// Whether the present value of a goal is dated after today and reported as such (`future-check-in`), which takes history:
/// the check-in was made, for a day that has not come.
pub fn is_dated_ahead(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let keeper = value_keeper(snapshot, ix);
    let as_of = snapshot.goal(keeper).metric.as_ref().and_then(|metric| metric.as_of);
    as_of.is_some_and(|as_of| snapshot.today < as_of) && !future_dated(snapshot, keeper).is_empty()
}

/// Whether a goal has a measure to check in on, and its measure and log can be read.
fn has_readable_measure(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    let page = snapshot.workspace.document_of(goal);
    let measured = match &goal.metric {
        Some(metric) => {
            let has_kpi = metric.kpi.as_ref().map(|_| snapshot.workspace.kpi_of(metric).is_some());
            let unread = metric.current.is_none() && metric.kpi.is_none() && page.mentions("metric.current");
            has_kpi != Some(false) && !unread
        }
        None => matches!(measure_of(goal), Measure::Milestones(_)),
    };
    measured && !page.has_fault("milestones") && !page.has_fault("log")
}
