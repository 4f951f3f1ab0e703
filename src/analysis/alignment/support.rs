//! Support: objectives with supporters from lower levels, and goals of the lowest level with links one level up.

use super::population::Population;
use super::share::Share;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind, State};

/// The share of objectives above the two lowest levels that a goal of a lower level supports. Goals of the two lowest
/// levels need no support from below.
pub fn support(snapshot: &Snapshot<'_>, population: &Population) -> Share {
    let high = population.iter(snapshot).filter(|(_, goal)| {
        let level = snapshot.level_of(goal).map(|(level, _)| level);
        goal.kind == Kind::Objective && level.is_some_and(|level| !snapshot.settings().is_low(level))
    });
    Share::among(high.map(|(ix, _)| ix), |ix| !supporters_from_below(snapshot, population, ix).is_empty())
}

/// The share of strategic objectives of which at least half is measured.
pub fn coverage(snapshot: &Snapshot<'_>, population: &Population) -> Share {
    let strategic = population.iter(snapshot).filter(|(_, goal)| snapshot.is_strategic(goal));
    Share::among(strategic.map(|(ix, _)| ix), |ix| !snapshot.numbers(ix).too_little_measured)
}

/// The goals of a lower or an unknown level that support an objective or one of its key results.
pub(super) fn supporters_from_below(snapshot: &Snapshot<'_>, population: &Population, ix: GoalIx) -> Vec<GoalIx> {
    let Some((_, rank)) = snapshot.level_of(snapshot.goal(ix)) else { return Vec::new() };
    let of = |at: GoalIx| snapshot.graph.supporters(at).map(|child| child.goal).collect::<Vec<_>>();
    let of_key_results = snapshot.graph.key_results(ix).flat_map(|child| of(child.goal));
    let mut found: Vec<GoalIx> = of(ix).into_iter().chain(of_key_results).collect();
    found.retain(|child| {
        let goal = snapshot.goal(*child);
        population.has_state(goal) && snapshot.level_of(goal).is_none_or(|(_, lower)| lower > rank)
    });
    found.sort_unstable();
    found.dedup();
    found
}

/// The share of goals of the lowest level that support a goal one level up, or its key result.
///
/// Key results are not counted: their objectives have the links.
pub fn linked_individuals(snapshot: &Snapshot<'_>, population: &Population) -> Share {
    let levels = &snapshot.settings().levels;
    let Some(lowest) = levels.len().checked_sub(1).filter(|lowest| *lowest > 0) else { return Share::default() };
    let rank = |ix: GoalIx| snapshot.level_of(snapshot.goal(ix)).map(|(_, rank)| rank);
    let individual =
        population.iter(snapshot).filter(|(ix, goal)| goal.kind != Kind::KeyResult && rank(*ix) == Some(lowest));
    Share::among(individual.map(|(ix, _)| ix), |ix| {
        snapshot
            .graph
            .parents(ix)
            .any(|parent| rank(parent.goal) == Some(lowest - 1) && snapshot.goal(parent.goal).state != State::Dropped)
    })
}
