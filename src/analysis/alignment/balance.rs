//! Balance: the goals and their effort by Balanced Scorecard perspective and by key result area.

use std::collections::BTreeMap;

use super::allocation::own_effort;
use super::population::Population;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind, Perspective};

/// Goals and their effort.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Portion {
    /// The objectives, by id.
    pub goals: Vec<GoalIx>,
    /// Their planned effort in person-weeks.
    pub effort: f64,
}

/// Portions by perspective and by area. The effort of key results counts in their objectives.
#[derive(Debug, Clone, Default)]
pub struct Balance<'w> {
    /// The portions by perspective; all four are present.
    pub perspectives: BTreeMap<&'static str, Portion>,
    /// The objectives without a perspective.
    pub no_perspective: Portion,
    /// The portions by area: the areas of the settings and others that goals name.
    pub areas: BTreeMap<&'w str, Portion>,
    /// The objectives without an area.
    pub no_area: Portion,
}

/// Sorts the objectives of a population into their portions.
pub fn balance<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Balance<'w> {
    let empty = |name: &'w str| (name, Portion::default());
    let mut balance = Balance {
        perspectives: Perspective::WORDS.iter().map(|(word, _)| (*word, Portion::default())).collect(),
        areas: snapshot.settings().areas.iter().map(|area| empty(area)).collect(),
        ..Balance::default()
    };
    for (ix, goal) in population.iter(snapshot).filter(|(_, goal)| goal.kind == Kind::Objective) {
        let effort = own_effort(snapshot, population, ix);
        let add = |portion: &mut Portion| {
            portion.goals.push(ix);
            portion.effort += effort;
        };
        match goal.perspective {
            Some(perspective) => add(balance.perspectives.entry(perspective.word()).or_default()),
            None => add(&mut balance.no_perspective),
        }
        match goal.area.as_deref() {
            Some(area) => add(balance.areas.entry(area).or_default()),
            None => add(&mut balance.no_area),
        }
    }
    balance
}
