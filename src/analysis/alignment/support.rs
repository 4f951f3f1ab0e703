//! Support: objectives with supporters from lower levels, and goals of the lowest level with links one level up.

use super::level_use::LevelUse;
use super::population::Population;
use super::share::Share;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind, State};

/// The share of objectives above the two lowest levels that a goal of a lower level supports. Goals of the two lowest
/// levels need no support from below, and no objective does where the organisation does not work that way.
pub fn support(snapshot: &Snapshot<'_>, population: &Population) -> Share {
    let levels = LevelUse::of(snapshot, |goal| population.has_state(goal));
    let rank = |ix: GoalIx| {
        let goal = snapshot.goal(ix);
        let level = snapshot.level_of(goal).filter(|(level, _)| !snapshot.settings().is_low(level));
        level.map(|(_, rank)| rank).filter(|_| goal.kind == Kind::Objective)
    };
    let is_asked = |ix: &GoalIx| rank(*ix).is_some_and(|rank| !levels.needs_no_support(snapshot, *ix, rank));
    Share::among(population.goals.iter().copied().filter(is_asked), |ix| {
        rank(ix).is_some_and(|rank| levels.is_supported(snapshot, ix, rank))
    })
}

/// The share of strategic objectives of which at least half is measured.
pub fn coverage(snapshot: &Snapshot<'_>, population: &Population) -> Share {
    let strategic = population.iter(snapshot).filter(|(_, goal)| snapshot.is_strategic(goal));
    Share::among(strategic.map(|(ix, _)| ix), |ix| !snapshot.numbers(ix).too_little_measured)
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
