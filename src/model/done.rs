//! Whether and when something was done.

use serde::Serialize;

use super::day::Day;
use super::origin::Origin;

/// Whether and when a milestone was done.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
#[cfg_attr(test, schemars(inline))]
pub enum Done {
    /// On a day.
    On(Day),
    /// Done or not, no day given.
    Is(bool),
    /// Not yet; a source tells when, and `goalpost pull` then writes the day.
    Asked(Box<Origin>),
}
