//! Discipline: the share of due check-ins that were made.

use super::population::Population;
use crate::analysis::numbers::measure::{Measure, finished_on, measure_of};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Goal, GoalIx, Kind, LogKind, Presence, State, plus_days};

/// The check-ins of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckInCount {
    /// The goal.
    pub goal: GoalIx,
    /// The number of stretches with a check-in.
    pub made: i64,
    /// The number of stretches of its cadence that are over.
    pub due: i64,
}

/// The check-ins of a population's goals, by id, without those of which none is due yet. None without history.
///
/// The part of a goal's time that lies in the population's period, is over and is known is divided from its start into
/// stretches of the goal's cadence. One check-in is due in each; an observation or a `check-in` entry on any of its
/// days makes it; a value that `goalpost pull` wrote does not. An objective's check-ins are its own and its key
/// results'; a key result's are its own and the entries of its objective. Only key results with a measure and
/// objectives with such key results are counted: other goals need no check-ins of their own. Nothing is due any more
/// once all milestones of a key result are done, or of all key results of an objective. Days on which a goal's owner
/// was away are skipped.
pub fn discipline(snapshot: &Snapshot<'_>, population: &Population) -> Option<Vec<CheckInCount>> {
    snapshot.timeline.history()?;
    let mut found = Vec::new();
    for (ix, goal) in population.iter(snapshot).filter(|(_, goal)| goal.state != State::Draft) {
        let (Some(start), Some(end)) = (goal.start(), goal.end()) else { continue };
        let is_measured = |ix: GoalIx| !matches!(measure_of(snapshot.goal(ix)), Measure::Nothing);
        let key_results: Vec<GoalIx> = match goal.kind {
            Kind::Objective => {
                let counted = snapshot.graph.key_results(ix).map(|child| child.goal);
                counted.filter(|ix| population.has_state(snapshot.goal(*ix)) && is_measured(*ix)).collect()
            }
            _ => Vec::new(),
        };
        let has_check_ins = if goal.kind == Kind::Objective { !key_results.is_empty() } else { is_measured(ix) };
        if !has_check_ins {
            continue;
        }
        let (first, last) = population.span();
        let finished = match goal.kind {
            Kind::Objective => {
                let days = key_results.iter().map(|ix| finished_on(snapshot.goal(*ix), snapshot.today));
                days.collect::<Option<Vec<Day>>>().and_then(|days| days.into_iter().max())
            }
            _ => finished_on(goal, snapshot.today),
        };
        let until = [end, last, snapshot.today].into_iter().chain(goal.closed).chain(finished).min().unwrap_or(end);
        // No check-in was due before the goal existed, nor before anything measured it.
        let measured = match goal.kind {
            Kind::Objective => key_results.iter().filter_map(|ix| snapshot.measured_since(snapshot.goal(*ix))).min(),
            _ => snapshot.measured_since(goal),
        };
        let Some(known) = snapshot.known_since(goal).zip(measured).map(|(known, since)| known.max(since)) else {
            continue;
        };
        let from = start.max(first).max(known);
        let cadence = snapshot.settings().cadence_of(goal.level.as_deref()).max(1);
        let owner = snapshot.workspace.owner_of(goal);
        let presence = owner.map(|owner| snapshot.workspace.presence_of(owner)).unwrap_or_default();
        let due = presence.days_between(plus_days(from, -1), until) / cadence;
        if due <= 0 {
            continue;
        }
        let mut days: Vec<Day> = check_in_days(snapshot, ix, goal).collect();
        for key_result in &key_results {
            days.extend(check_in_days(snapshot, *key_result, snapshot.goal(*key_result)));
        }
        if let Some(objective) = snapshot.objective_of(goal) {
            days.extend(entries(snapshot.goal(objective)));
        }
        found.push(CheckInCount { goal: ix, made: stretches_with(&days, &presence, from, (cadence, due)), due });
    }
    Some(found)
}

/// The days of a goal's own check-ins.
fn check_in_days<'s>(snapshot: &'s Snapshot<'_>, ix: GoalIx, goal: &'s Goal) -> impl Iterator<Item = Day> + 's {
    snapshot.timeline.spoken(ix).map(|observation| observation.day).chain(entries(goal))
}

/// The days of a goal's `check-in` entries.
fn entries(goal: &Goal) -> impl Iterator<Item = Day> + '_ {
    goal.log.iter().filter(|entry| entry.kind == LogKind::CheckIn).map(|entry| entry.date)
}

/// The number of the first `due` stretches of `cadence` days of presence from `from` on that contain one of the days.
fn stretches_with(days: &[Day], presence: &Presence, from: Day, (cadence, due): (Days, i64)) -> i64 {
    let stretch = |day: &Day| presence.days_between(from, *day).div_euclid(cadence);
    let mut found: Vec<i64> = days.iter().map(stretch).filter(|at| (0..due).contains(at)).collect();
    found.sort_unstable();
    found.dedup();
    i64::try_from(found.len()).unwrap_or(i64::MAX)
}
