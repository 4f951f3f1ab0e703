//! Until when goalposts may settle, and when a change of them was proposed and landed.

use super::earlier_period::{settled_start, start_again, timed};
use super::version_at::Moment;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::landings::Landed;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Goal, plus_days};

/// What landed later than this many days after goalposts had settled did not settle with them, whenever it was proposed.
const LATE_LANDING: Days = 7;

/// When a commit was proposed and when it landed.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct LandingTime {
    /// The day on which it was written, by its author.
    proposed: Day,
    /// The day on which it landed; today if it has not yet.
    landed: Day,
    /// The day from which it counts: when it landed; before that, the commit's own.
    pub(in crate::analysis) counts_from: Day,
}

impl LandingTime {
    /// The times of a commit that landed with a step.
    pub(in crate::analysis) fn of(
        snapshot: &Snapshot<'_>,
        history: &GoalHistory,
        commit: usize,
        step: Option<usize>,
    ) -> Self {
        let commit = &history.commits[commit];
        let own = commit.day;
        let (landed, counts_from) = match step.map(|step| (step, history.step(step).1)) {
            Some((step, Landed::With(_))) => (history.day_of(step), history.day_of(step)),
            Some((_, Landed::NotYet)) => (snapshot.today, own),
            Some((_, Landed::Unknown)) | None => (own, own),
        };
        // Nothing is proposed after it has landed.
        Self { proposed: commit.proposed_on().min(landed), landed, counts_from }
    }

    /// Whether what was proposed came while goalposts settled: review may take a week.
    pub(in crate::analysis) fn is_settling(self, settled: Day) -> bool {
        self.landed <= settled || (self.proposed <= settled && self.landed <= plus_days(settled, LATE_LANDING))
    }
}

/// The last day on which goalposts may still settle that a step changed, or a change that is not committed: the latest of the
/// start of the version before plus `settle`, the day on which the goal became active, and the day before `adopted`. A goal
/// without a period starts when it becomes active.
pub(in crate::analysis) fn settled(
    snapshot: &Snapshot<'_>,
    version: &Goal,
    present: Option<&Goal>,
    active: Option<Day>,
    step: Option<usize>,
) -> Option<Day> {
    // A later period, of its own or of its objective, is no way back into the settling time.
    let timed = timed(snapshot, snapshot.history(), version, Moment { step, is_after: false });
    // A period that was over before the goal was active is a slip of the pen: nobody ever worked to it.
    let is_over = |timed: &&Goal| timed.end().zip(active).is_some_and(|(end, active)| end < active);
    let own = timed.filter(|timed| !is_over(timed)).and_then(Goal::start);
    let back = || snapshot.history().and_then(|history| start_again(snapshot, history, present?, step));
    let start = own.map(|own| back().map_or(own, |back| back.min(own)));
    let start = start.or_else(|| present.and_then(Goal::start)).or(active);
    let adopted = snapshot.settings().adopted.map(|day| plus_days(day, -1));
    let id = present.map_or(&version.id, |present| &present.id);
    let before =
        |start| settled_start(snapshot, snapshot.history()?, (id, version), (active.max(adopted), start), step);
    let start = start.map(|start| before(start).map_or(start, |before| before.min(start)));
    start.map(|start| plus_days(start, snapshot.settings().settle)).max(active).max(adopted)
}
