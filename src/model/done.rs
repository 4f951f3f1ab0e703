//! Whether and when something was done.

use serde::Serialize;

use super::day::Day;

/// Whether and when a milestone was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
#[cfg_attr(test, schemars(inline))]
pub enum Done {
    /// On a day.
    On(Day),
    /// Done or not, no day given.
    Is(bool),
}
