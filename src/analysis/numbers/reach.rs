//! How far back history is to be read so that every number is what all of history would make it.

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Day, Days, Goal, Kind, Milestone, Workspace, days_between, plus_days};

/// A goal that ended this long ago and is closed rests: nobody asks for its numbers but by its name or its period.
const RESTS_AFTER: Days = 200;

/// A trend looks back on so many cadences before today.
const TREND: Days = 7;

/// The first day of what is read at first: the earliest beginning of the goals that are still looked at, and of open ones
/// of any age whose progress is made of past values. None where nothing bounds it.
#[must_use]
pub fn needed_from(workspace: &Workspace, today: Day) -> Option<Day> {
    let counts = |goal: &&Goal| {
        let looked_at = (goal.is_open() || goal.closed.is_some()) && !rests(goal, today);
        looked_at || (rests_on_past_values(workspace, goal) && (goal.is_open() || serves_open(workspace, goal)))
    };
    workspace.goals.iter().filter(counts).filter_map(Goal::start).min()
}

/// Whether a history that was read from some day on gives the goals that are looked at the numbers that all of it would;
/// `trends` says whether trends are among them. It does not where the last value, or the one with which a trend begins,
/// was written before that day.
#[must_use]
pub fn suffices(workspace: &Workspace, timeline: &Timeline, today: Day, trends: bool) -> bool {
    let Some(history) = timeline.history().filter(|history| history.read_from().is_some()) else { return true };
    workspace.iter().filter(|(_, goal)| goal.is_open() || !rests(goal, today)).all(|(ix, goal)| {
        let kpi = workspace.kpi_of_goal(goal);
        let keeper = kpi.unwrap_or(ix);
        if is_whole(history, workspace.goal(keeper)) || !brings_value(workspace.goal(keeper)) {
            return true;
        }
        let Some(first) = timeline.of(keeper).first() else { return false };
        if goal.kind == Kind::Kpi {
            return true;
        }
        // Without a beginning every value of the past counts.
        let Some(start) = goal.start() else { return !(rests_on_past_values(workspace, goal) || trends) };
        let back = plus_days(today, -TREND * workspace.settings.cadence_of(goal.level.as_deref()).max(1));
        // Of a KPI only the values since the beginning count.
        let window = if kpi.is_some() { back.max(start) } else { back };
        !trends || first.day <= window
    })
}

/// Whether what was read of a goal begins where it does.
fn is_whole(history: &GoalHistory, goal: &Goal) -> bool {
    match history.of(&goal.id).first() {
        Some(first) => first.previous().is_none(),
        None => history.at_head(&goal.id).is_none(),
    }
}

fn rests(goal: &Goal, today: Day) -> bool {
    goal.end().is_some_and(|end| days_between(end, today) >= RESTS_AFTER)
}

/// Whether a goal's progress is made of more than its present value.
fn rests_on_past_values(workspace: &Workspace, goal: &Goal) -> bool {
    matches!(measure_of(goal), Measure::Keep(_)) || workspace.kpi_of_goal(goal).is_some()
}

/// Whether a goal counts in one that is open.
fn serves_open(workspace: &Workspace, goal: &Goal) -> bool {
    let named = goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal));
    named.filter_map(|id| workspace.find(id)).any(|above| workspace.goal(above).is_open())
}

fn brings_value(goal: &Goal) -> bool {
    goal.metric.as_ref().is_some_and(|metric| metric.current.is_some())
        || goal.milestones.iter().any(Milestone::is_done)
}
