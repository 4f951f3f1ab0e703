//! Lost lines: goals without a path to the mission, by the highest goal of each line, with why it leads nowhere.

use std::collections::BTreeMap;

use super::population::Population;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Kind};

/// A line of goals that does not reach the mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostLine {
    /// Its highest goal; on a circle the first of its goals that is met from above.
    pub top: GoalIx,
    /// Why it leads nowhere.
    pub because: WhyLost,
    /// The goals asked about that are lost with it, itself perhaps among them, by id.
    pub goals: Vec<GoalIx>,
}

/// Why a goal has no path to the mission, though nothing above it is to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyLost {
    /// It supports nothing.
    NoLink,
    /// It names something that is not there, or that cannot be served so.
    LeadsNowhere(String),
    /// Its links lead back to it.
    Circle,
}

/// The lines on which goals of the population are lost, by their highest goals' ids.
///
/// A goal below several of them is counted at one, so that the work is that of looking at every link once.
#[must_use]
pub fn lost_lines(snapshot: &Snapshot<'_>, population: &Population) -> Vec<LostLine> {
    let graph = &snapshot.graph;
    let mut top_of: Vec<Option<GoalIx>> = vec![None; snapshot.workspace.goals.len()];
    let mut lines: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    for ix in graph.bottom_up().iter().rev().copied().filter(|ix| !graph.is_reached(*ix)) {
        let above = graph.parents(ix).filter_map(|parent| top_of[parent.goal.index()]).min();
        let top = above.unwrap_or(ix);
        top_of[ix.index()] = Some(top);
        if population.has(ix) {
            lines.entry(top).or_default().push(ix);
        }
    }
    let id = |ix: GoalIx| snapshot.goal(ix).id.as_str();
    let mut found: Vec<LostLine> = lines
        .into_iter()
        .map(|(top, mut goals)| {
            goals.sort_by_key(|ix| id(*ix));
            LostLine { top, because: why(snapshot, top), goals }
        })
        .collect();
    found.sort_by_key(|line| id(line.top));
    found
}

fn why(snapshot: &Snapshot<'_>, top: GoalIx) -> WhyLost {
    if snapshot.graph.is_on_loop(top) {
        return WhyLost::Circle;
    }
    named_above(snapshot.goal(top)).map_or(WhyLost::NoLink, |id| WhyLost::LeadsNowhere(id.to_owned()))
}

/// The first id that a goal names above it.
fn named_above(goal: &Goal) -> Option<&str> {
    goal.measures.as_deref().filter(|_| goal.kind == Kind::KeyResult).or(goal.supports.first().map(|it| &*it.goal))
}
