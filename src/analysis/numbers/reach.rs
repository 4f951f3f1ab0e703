//! The day from which history must be read so that every number equals the one from the whole history.

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Day, Days, Goal, Kind, Milestone, Workspace, days_between, plus_days};

/// The days after its end from which a goal rests: its numbers are shown only if it or its period is asked for by name.
const RESTS_AFTER: Days = 200;

/// The number of cadences before today that a trend covers.
const TREND: Days = 7;

/// The day from which history is read at first: the earliest start of the goals that do not rest, and of older ones
/// that count in open goals and whose progress is computed from past values. None where no start bounds it.
#[must_use]
pub fn needed_from(workspace: &Workspace, today: Day) -> Option<Day> {
    let counts = |goal: &&Goal| {
        let looked_at = (goal.is_open() || goal.closed.is_some()) && !rests(goal, today);
        looked_at || (rests_on_past_values(workspace, goal) && (goal.is_open() || serves_open(workspace, goal)))
    };
    workspace.goals.iter().filter(counts).filter_map(Goal::start).min()
}

/// Whether a history that was read from some day on gives the goals that do not rest the same numbers as the whole
/// history, with `trends` their trends too. It does not if the last value, or the first one of a trend, was written
/// before that day.
#[must_use]
pub fn suffices(workspace: &Workspace, timeline: &Timeline, today: Day, trends: bool) -> bool {
    let Some(history) = timeline.history().filter(|history| history.read_from().is_some()) else { return true };
    workspace.iter().filter(|(_, goal)| goal.is_open() || !rests(goal, today)).all(|(ix, goal)| {
        let kpi = workspace.kpi_of_goal(goal);
        let holder = kpi.unwrap_or(ix);
        if is_whole(history, workspace.goal(holder)) || !brings_value(workspace.goal(holder)) {
            return true;
        }
        let Some(first) = timeline.of(holder).first() else { return false };
        if goal.kind == Kind::Kpi {
            return true;
        }
        // Without a start every past value counts.
        let Some(start) = goal.start() else { return !(rests_on_past_values(workspace, goal) || trends) };
        let back = plus_days(today, -TREND * workspace.settings.cadence_of(goal.level.as_deref()).max(1));
        // A key result of a KPI counts only the KPI's values since its own start.
        let window = if kpi.is_some() { back.max(start) } else { back };
        !trends || first.day <= window
    })
}

/// Whether the history that was read includes the commit that added a goal.
fn is_whole(history: &GoalHistory, goal: &Goal) -> bool {
    match history.of(&goal.id).first() {
        Some(first) => first.previous().is_none(),
        None => history.at_head(&goal.id).is_none(),
    }
}

/// Whether a goal ended so long ago that it rests.
fn rests(goal: &Goal, today: Day) -> bool {
    goal.end().is_some_and(|end| days_between(end, today) >= RESTS_AFTER)
}

/// Whether a goal's progress is computed from more than its present value.
fn rests_on_past_values(workspace: &Workspace, goal: &Goal) -> bool {
    matches!(measure_of(goal), Measure::Keep(_)) || workspace.kpi_of_goal(goal).is_some()
}

/// Whether a goal counts in an open goal.
fn serves_open(workspace: &Workspace, goal: &Goal) -> bool {
    let named = goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal));
    named.filter_map(|id| workspace.find(id)).any(|above| workspace.goal(above).is_open())
}

/// Whether a goal has a value or a done milestone.
fn brings_value(goal: &Goal) -> bool {
    goal.metric.as_ref().is_some_and(|metric| metric.current.is_some())
        || goal.milestones.iter().any(Milestone::is_done)
}
