//! Whether and when something was done.

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Day;

/// Whether and when a milestone was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Done {
    /// On a day.
    On(Day),
    /// Done or not, no day given.
    Is(bool),
}
