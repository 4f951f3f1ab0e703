//! The day from which history must be read so that every number equals the one from the whole history.

use std::collections::HashMap;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::tenure::has_switched;
use crate::analysis::numbers::timeline::Timeline;
use crate::model::{Day, Days, Goal, GoalIx, Kind, Milestone, Workspace, days_between, plus_days};

/// The days after its end and its close from which a goal rests: its numbers are shown only if it or its period is asked for by name.
const RESTS_AFTER: Days = 200;

/// The number of cadences before today that a trend covers.
const TREND: Days = 7;

/// The day from which history is read at first: the earliest start of the goals that do not rest, and of older ones
/// that count in them and whose progress is computed from past values. None where no start bounds it.
pub fn needed_from(workspace: &Workspace, today: Day) -> Option<Day> {
    let counts = |goal: &Goal| {
        let is_current = (goal.is_open() || goal.closed.is_some()) && !is_long_over(goal, today);
        // A goal that was closed without a grade has the numbers of that day.
        let looks_back = rests_on_past_values(workspace, goal) || goal.closed_on().is_some();
        is_current || (looks_back && goal.graded().is_none())
    };
    let shown = shown_goals(workspace, today).into_iter().map(|ix| workspace.goal(ix));
    shown.filter(|goal| counts(goal)).filter_map(Goal::start).min()
}

/// Whether a history that was read from some day on gives the goals that do not rest the same numbers as the whole
/// history, with `trends` their trends too. It does not if a value that counts was written before that day.
pub fn suffices(workspace: &Workspace, timeline: &Timeline, today: Day, trends: bool) -> bool {
    let Some(history) = timeline.history().filter(|history| history.read_from().is_some()) else { return true };
    shown_goals(workspace, today).into_iter().all(|ix| {
        let goal = workspace.goal(ix);
        let kpi = workspace.kpi_of_goal(goal);
        let holder = kpi.unwrap_or(ix);
        let is_settled = goal.graded().is_some() && rests(goal, today);
        // What held its values before has a history of its own.
        if !is_settled && has_switched(workspace, goal, history) {
            return false;
        }
        if is_settled || is_whole(history, workspace.goal(holder)) || !brings_value(workspace.goal(holder)) {
            return true;
        }
        let Some(first) = timeline.of(holder).first() else { return false };
        if goal.kind == Kind::Kpi {
            return true;
        }
        // Without a start every past value counts.
        let Some(start) = goal.start() else { return !(rests_on_past_values(workspace, goal) || trends) };
        // The value before the first commit that was read may be dated within the goal's time.
        let before = history.of(&workspace.goal(holder).id).first().and_then(|first| first.previous());
        let written = before.and_then(|goal| goal.metric.as_ref()?.as_of);
        if rests_on_past_values(workspace, goal) && written.is_some_and(|as_of| start <= as_of) {
            return false;
        }
        // What was known by the last day that counts, by a close without a grade and by the end of an objective above.
        let by_then = |last: Day| kpi.is_some() || today <= last || first.day <= last;
        let closed = goal.closed_on().filter(|_| goal.graded().is_none());
        if !goal.end().into_iter().chain(closed).chain(ends_above(workspace, goal)).all(by_then) {
            return false;
        }
        let back = plus_days(today, -TREND * workspace.settings.cadence_of(goal.level.as_deref()).max(1));
        // A key result of a KPI counts only the KPI's values since its own start.
        let window = if kpi.is_some() { back.max(start) } else { back };
        // From its close on a goal has the progress of its close.
        !trends || first.day <= window || goal.closed_on().is_some_and(|closed| closed <= back)
    })
}

/// Whether a change between two states concerns a goal that rests: one that differs itself, or in which one that differs
/// counts.
pub fn concerns_resting(before: &Workspace, after: &Workspace, today: Day) -> bool {
    [(before, after), (after, before)].into_iter().any(|(workspace, other)| {
        let is_changed = |goal: &Goal| other.find(&goal.id).is_none_or(|ix| other.goal(ix) != goal);
        let of_changed_kpi =
            |goal: &Goal| workspace.kpi_of_goal(goal).is_some_and(|kpi| is_changed(workspace.goal(kpi)));
        let changed = workspace.iter().filter(|(_, goal)| is_changed(goal) || of_changed_kpi(goal));
        let mut open: Vec<GoalIx> = changed.map(|(ix, _)| ix).collect();
        let mut is_seen = vec![false; workspace.goals.len()];
        while let Some(ix) = open.pop() {
            let goal = workspace.goal(ix);
            if std::mem::replace(&mut is_seen[ix.index()], true) {
                continue;
            }
            if rests(goal, today) {
                return true;
            }
            open.extend(named_above(workspace, goal));
        }
        false
    })
}

/// The goals whose numbers are shown without asking for them by name or period: those that do not rest, and all that
/// count in them. What counted in a graded goal does not matter any more.
fn shown_goals(workspace: &Workspace, today: Day) -> Vec<GoalIx> {
    let mut parts: HashMap<GoalIx, Vec<GoalIx>> = HashMap::new();
    for (ix, goal) in workspace.iter() {
        for above in named_above(workspace, goal).filter(|above| workspace.goal(*above).graded().is_none()) {
            parts.entry(above).or_default().push(ix);
        }
    }
    let mut open: Vec<GoalIx> = workspace.iter().filter(|(_, goal)| !rests(goal, today)).map(|(ix, _)| ix).collect();
    let mut is_found = vec![false; workspace.goals.len()];
    let mut found = Vec::with_capacity(open.len());
    while let Some(ix) = open.pop() {
        if !std::mem::replace(&mut is_found[ix.index()], true) {
            found.push(ix);
            open.extend(parts.get(&ix).into_iter().flatten());
        }
    }
    found
}

/// The goals that a goal names as those in which it counts.
fn named_above<'w>(workspace: &'w Workspace, goal: &'w Goal) -> impl Iterator<Item = GoalIx> + 'w {
    goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal)).filter_map(|id| workspace.find(id))
}

/// The last days of the objectives in which a goal counts.
fn ends_above<'w>(workspace: &'w Workspace, goal: &'w Goal) -> impl Iterator<Item = Day> + 'w {
    named_above(workspace, goal).filter_map(|above| workspace.goal(above).end())
}

/// Whether the history that was read includes the commit that added a goal.
fn is_whole(history: &GoalHistory, goal: &Goal) -> bool {
    match history.of(&goal.id).first() {
        Some(first) => first.previous().is_none(),
        None => history.at_head(&goal.id).is_none(),
    }
}

/// Whether a goal is closed, and that and its end are so long ago that it rests.
fn rests(goal: &Goal, today: Day) -> bool {
    !goal.is_open() && is_long_over(goal, today)
}

fn is_long_over(goal: &Goal, today: Day) -> bool {
    goal.end().max(goal.closed_on()).is_some_and(|last| days_between(last, today) >= RESTS_AFTER)
}

/// Whether a goal's progress is computed from more than its present value.
fn rests_on_past_values(workspace: &Workspace, goal: &Goal) -> bool {
    matches!(measure_of(goal), Measure::Keep(_)) || workspace.kpi_of_goal(goal).is_some()
}

/// Whether a goal has a value or a done milestone.
fn brings_value(goal: &Goal) -> bool {
    goal.metric.as_ref().is_some_and(|metric| metric.current.is_some())
        || goal.milestones.iter().any(Milestone::is_done)
}
