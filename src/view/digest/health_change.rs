//! A changed health.

use serde::Serialize;

use super::named_goal::NamedGoal;
use crate::view::forecast::ForecastView;

/// A goal's health then and now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HealthChange {
    /// Which goal.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// In the words of `rollup`, then.
    pub before: String,
    /// Now.
    pub after: String,
    /// Then in words, with the number of measured parts where too few are.
    pub standing_before: String,
    /// Now in words.
    pub standing_after: String,
    /// Where the goal is likely to end, if it is behind now.
    pub forecast: Option<ForecastView>,
}
