//! Check-ins: when the last one was, and by when the cadence of the goal's level asks for the next.

use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::snapshot::{NoHistory, Snapshot};
use crate::model::{Day, Days, Goal, GoalIx, Kind, State, days_between, plus_days};

/// How a key result stands with its check-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckIns {
    /// The day of the last one since the goal began: an observation, or a `check-in` entry of its own or of its
    /// objective.
    pub last: Option<Day>,
    /// The days between check-ins at its level.
    pub cadence: Days,
    /// The day from which on they are asked for: the goal's beginning, or that of what is known of it if that is later.
    pub from: Option<Day>,
    /// The day by which the next one is due; none where no day is known to count from.
    pub due: Option<Day>,
}

impl CheckIns {
    /// By how many days the next check-in is late; 0 or less if it is in time.
    #[must_use]
    pub fn late_by(&self, today: Day) -> Days {
        self.due.map_or(0, |due| days_between(due, today))
    }
}

/// The check-ins of a goal that asks for some: an active key result with a measure, in its time.
///
/// Where reading has found a fault in what is checked in on (measure or log) nothing is asked until that is mended, and
/// the same holds where the KPI that it refers to is not there.
#[must_use]
pub fn check_ins_of(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<CheckIns> {
    let goal = snapshot.goal(ix);
    let running = goal.has_begun(snapshot.today) && goal.end().is_none_or(|end| snapshot.today <= end);
    if goal.kind != Kind::KeyResult || goal.state != State::Active || !running || !is_asked(snapshot, goal) {
        return None;
    }
    let objective = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
    let of_objective = objective.and_then(|objective| snapshot.timeline.last_check_in(objective));
    let last = snapshot.timeline.last_check_in(ix).max(of_objective);
    let last = last.filter(|last| goal.start().is_none_or(|start| start <= *last));
    let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
    let from = snapshot.judged_from(goal);
    // What is not asked about was perhaps done.
    let told = last.filter(|_| snapshot.timeline.history().is_some() || snapshot.no_history != NoHistory::Unasked);
    let due = from.max(told).map(|from| plus_days(from, cadence));
    Some(CheckIns { last, cadence, from, due })
}

/// How many days ago a running key result was last checked in on, where its cadence asks for a newer value.
#[must_use]
pub fn days_since_check_in(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Days> {
    let check_ins = check_ins_of(snapshot, ix)?;
    let days = days_between(check_ins.last?, snapshot.today);
    (days > check_ins.cadence).then_some(days)
}

/// Whether a goal has gone without any check-in for a fifth of its time and one cadence at least, as far back as is known
/// of it.
#[must_use]
pub fn is_never_checked_in(goal: &Goal, check_ins: &CheckIns, today: Day) -> bool {
    let (None, Some(from), Some(start), Some(end)) = (check_ins.last, check_ins.from, goal.start(), goal.end()) else {
        return false;
    };
    let gone = days_between(from, today);
    gone >= check_ins.cadence && 5 * gone >= days_between(start, end)
}

/// The goal whose file takes a goal's values in: its KPI's, if it refers to one, else its own.
///
/// A closed KPI takes no more values in, so that the goal answers for itself.
#[must_use]
pub fn value_keeper(snapshot: &Snapshot<'_>, ix: GoalIx) -> GoalIx {
    snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).filter(|kpi| snapshot.goal(*kpi).is_open()).unwrap_or(ix)
}

/// Whether the present value of a goal is dated after today: the check-in was made, for a day that has not come.
#[must_use]
pub fn is_dated_ahead(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let metric = snapshot.goal(value_keeper(snapshot, ix)).metric.as_ref();
    metric.and_then(|metric| metric.as_of).is_some_and(|as_of| snapshot.today < as_of)
}

/// Whether there is something to check in on, and a page that says so without a fault.
fn is_asked(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    let page = snapshot.workspace.document_of(goal);
    let measured = match &goal.metric {
        Some(metric) => {
            let kept = metric.kpi.as_ref().map(|_| snapshot.workspace.kpi_of(metric).is_some());
            let unread = metric.current.is_none() && metric.kpi.is_none() && page.mentions("metric.current");
            kept != Some(false) && !unread
        }
        None => matches!(measure_of(goal), Measure::Milestones(_)),
    };
    measured && !page.has_fault("milestones") && !page.has_fault("log")
}
