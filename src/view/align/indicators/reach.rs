//! Which goals have a path to the mission.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::alignment::{self, Population};
use crate::analysis::facts::Facts;
use crate::view::align::shares::ShareView;

/// Reach, overall and by level.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReachView {
    /// The share with a path to the mission, 0 to 1; null without goals.
    pub value: Option<f64>,
    /// How many goals there are.
    pub of: usize,
    /// Those without a path, by id.
    pub missing: Vec<String>,
    /// By level, highest first in `levels` of goalpost.yaml; goals of no known level are in none.
    pub levels: BTreeMap<String, ShareView>,
}

impl ReachView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population) -> Self {
        let found = alignment::reach(snapshot, population);
        let levels = found.levels.iter().map(|(level, share)| ((*level).to_owned(), ShareView::new(snapshot, share)));
        let levels = levels.collect();
        let ShareView { value, of, missing } = ShareView::new(snapshot, &found.all);
        Self { value, of, missing, levels }
    }
}
