//! Commits that name goals.

use std::collections::HashSet;

use serde::Serialize;

use crate::analysis::alignment::{Population, Share};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Kind};
use crate::view::align::shares::ShareView;
use crate::view::work::WorkView;

/// The commits that name goals of the population.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WorkShareView {
    /// The share of goals that a commit names, themselves or their key results; null without goals.
    pub value: Option<f64>,
    /// How many goals there are.
    pub of: usize,
    /// Goals that no commit names, by id.
    pub missing: Vec<String>,
    /// The number of commits examined.
    pub commits: usize,
    /// The number of commits that reference a goal.
    pub naming: usize,
}

impl WorkShareView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population, work: &WorkView) -> Self {
        let named: HashSet<GoalIx> = work.goals.iter().filter_map(|goal| snapshot.workspace.find(&goal.goal)).collect();
        let by_key_result = |ix: GoalIx| snapshot.graph.key_results(ix).any(|child| named.contains(&child.goal));
        let share = Share::among(population.goals.iter().copied(), |ix| {
            named.contains(&ix) || (snapshot.goal(ix).kind == Kind::Objective && by_key_result(ix))
        });
        let ShareView { value, of, missing } = ShareView::new(snapshot, &share);
        Self { value, of, missing, commits: work.commits, naming: work.naming }
    }
}
