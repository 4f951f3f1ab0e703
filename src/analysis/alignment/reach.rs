//! Reach: the share of goals with a path to the mission.

use std::collections::BTreeMap;

use super::population::Population;
use super::share::Share;
use crate::analysis::snapshot::Snapshot;
use crate::model::GoalIx;

/// The share of goals with a path to the mission, or without a mission to a goal of the highest level.
#[derive(Debug, Clone, Default)]
pub struct Reach<'w> {
    /// The share of all goals.
    pub all: Share,
    /// The share by level, without goals of an unknown level.
    pub levels: BTreeMap<&'w str, Share>,
}

/// Computes the reach. Each goal counts by itself: the key results of a lost objective are missing too.
pub fn reach<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Reach<'w> {
    let is_reached = |ix: GoalIx| snapshot.graph.is_reached(ix);
    let mut by_level: BTreeMap<&'w str, Vec<GoalIx>> = BTreeMap::new();
    for (ix, goal) in population.iter(snapshot) {
        if let Some((level, _)) = snapshot.level_of(goal) {
            by_level.entry(level).or_default().push(ix);
        }
    }
    let levels = by_level.into_iter().map(|(level, goals)| (level, Share::among(goals, is_reached)));
    Reach { all: Share::among(population.goals.iter().copied(), is_reached), levels: levels.collect() }
}
