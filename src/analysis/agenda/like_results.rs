//! What key results that are worded like a goal measure: last quarter's announcement measured last quarter's launch, so
//! this quarter's announcement probably measures this quarter's.

use std::collections::HashMap;

use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind};
use crate::source::InOrder as _;

/// The most key results that are taken as examples for a goal.
const MOST: usize = 3;

/// The least cosine of an example.
const LEAST: f64 = 0.15;

/// The most other key results of an example's objective that are compared.
const MOST_SIBLINGS: usize = 8;

/// How much less the likeness of two objectives' key results says than that of the objectives themselves.
const BY_RESULTS: f64 = 0.5;

/// The key results that measure an objective, with the objective, and the reverse. Private ones are left out, because an
/// answer names them.
pub(super) struct LinkedResults {
    all: Vec<(GoalIx, GoalIx)>,
    of: HashMap<GoalIx, Vec<GoalIx>>,
}

/// Key results that are worded like a goal.
pub(super) struct LikeResults {
    found: Vec<Example>,
}

/// A key result that is worded like a goal.
pub(super) struct Example {
    /// The key result.
    pub(super) result: GoalIx,
    /// The objective that it measures.
    pub(super) objective: GoalIx,
    /// The cosine with the goal.
    cosine: f64,
    /// How like other objectives' key results are to the other ones of this objective.
    by_results: HashMap<GoalIx, f64>,
}

impl LinkedResults {
    /// Finds them, closed ones included: earlier periods have the most examples.
    pub(super) fn find(snapshot: &Snapshot<'_>) -> Self {
        let is_open_to_all = |ix: GoalIx| !snapshot.workspace.is_private(snapshot.goal(ix).document);
        let mut linked = Self { all: Vec::new(), of: HashMap::new() };
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
            let Some(objective) = snapshot.objective_of(goal) else { continue };
            if is_open_to_all(ix) && is_open_to_all(objective) {
                linked.all.push((ix, objective));
                linked.of.entry(objective).or_default().push(ix);
            }
        }
        linked
    }

    /// The key results that are worded most like a goal. `cosine` compares two goals' texts.
    pub(super) fn like(&self, goal: GoalIx, cosine: &impl Fn(GoalIx, GoalIx) -> f64) -> LikeResults {
        let others = || self.all.iter().filter(|(result, _)| *result != goal);
        let mut best: Vec<(f64, GoalIx, GoalIx)> =
            others().map(|(result, objective)| (cosine(goal, *result), *result, *objective)).collect();
        best.retain(|(cosine, ..)| *cosine >= LEAST);
        best.order_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        best.truncate(MOST);
        let example = |(like, result, objective): (f64, GoalIx, GoalIx)| {
            let mut by_results: HashMap<GoalIx, f64> = HashMap::new();
            let siblings = self.of.get(&objective).into_iter().flatten();
            for sibling in siblings.filter(|it| **it != result && **it != goal).take(MOST_SIBLINGS) {
                for (other, measured) in others().filter(|(_, measured)| *measured != objective) {
                    let likeness = by_results.entry(*measured).or_default();
                    *likeness = likeness.max(cosine(*sibling, *other));
                }
            }
            Example { result, objective, cosine: like.min(1.0), by_results }
        };
        LikeResults { found: best.into_iter().map(example).collect() }
    }
}

impl LikeResults {
    /// The best example for a candidate, and how much it says, 0 to 1: the likeness of the key results times that of what
    /// they measure. None if no example says anything.
    pub(super) fn example_for(
        &self,
        candidate: GoalIx,
        cosine: &impl Fn(GoalIx, GoalIx) -> f64,
    ) -> Option<(f64, &Example)> {
        let mut best: Option<(f64, &Example)> = None;
        // A key result of the candidate itself counts among its children.
        for example in self.found.iter().filter(|example| example.objective != candidate) {
            let by_results = BY_RESULTS * example.by_results.get(&candidate).copied().unwrap_or(0.0);
            let says = example.cosine * cosine(example.objective, candidate).max(by_results).min(1.0);
            if says > best.map_or(0.0, |(most, _)| most) {
                best = Some((says, example));
            }
        }
        best
    }
}
