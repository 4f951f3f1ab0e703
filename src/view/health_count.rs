//! The number of goals by health, from good to bad.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::model::GoalIx;

/// The number of goals with a health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HealthCount {
    /// The health.
    pub health: String,
    /// How many.
    pub goals: usize,
}

/// Every health, from good to bad.
pub const HEALTH_ORDER: [&str; 10] = [
    "achieved",
    "achieved-early",
    "on-track",
    "at-risk",
    "off-track",
    "missed",
    "no-data",
    "not-started",
    "draft",
    "dropped",
];

impl HealthCount {
    /// Counts goals by health, without zeros.
    #[must_use]
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let standing = |word: &str| goals.iter().filter(|ix| snapshot.numbers(**ix).health.word() == word).count();
        let counts = HEALTH_ORDER.iter().map(|word| Self { health: (*word).to_owned(), goals: standing(word) });
        counts.filter(|it| it.goals > 0).collect()
    }
}
