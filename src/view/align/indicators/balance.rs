//! Goals and effort by perspective and by key result area.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::alignment::{self, Population, Portion};
use crate::analysis::facts::Facts;
use crate::view::align::shares::ids;

/// Balance over perspectives and areas.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BalanceView {
    /// By Balanced Scorecard perspective, always all four.
    pub perspectives: BTreeMap<String, PortionView>,
    /// Objectives without a perspective.
    pub no_perspective: PortionView,
    /// By key result area: those of goalpost.yaml, and further ones that goals name.
    pub areas: BTreeMap<String, PortionView>,
    /// Objectives without an area.
    pub no_area: PortionView,
}

/// Objectives and the effort in them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PortionView {
    /// How many objectives.
    pub goals: usize,
    /// Person-weeks planned in them.
    pub effort: f64,
    /// The objectives, by id.
    pub members: Vec<String>,
}

impl BalanceView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population) -> Self {
        let found = alignment::balance(snapshot, population);
        let view = |portion: &Portion| PortionView {
            goals: portion.goals.len(),
            effort: portion.effort,
            members: ids(snapshot, &portion.goals),
        };
        Self {
            perspectives: found.perspectives.iter().map(|(name, it)| ((*name).to_owned(), view(it))).collect(),
            no_perspective: view(&found.no_perspective),
            areas: found.areas.iter().map(|(name, it)| ((*name).to_owned(), view(it))).collect(),
            no_area: view(&found.no_area),
        }
    }
}
