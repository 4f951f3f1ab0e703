//! The grade that a goal got when it was closed; stored, so that no later release rewrites the past.

use schemars::JsonSchema;
use serde::Serialize;

/// The grade at the close of a goal, from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Grade {
    /// The final grade, 0 to 1. If it differs from `computed`, `why` gives the reason.
    #[schemars(range(min = 0, max = 1))]
    pub score: f64,
    /// The progress at the period's end as computed then, 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub computed: Option<f64>,
    /// Who graded: a person's id.
    pub by: Option<String>,
    /// Why the score differs from what was computed.
    pub why: Option<String>,
}
