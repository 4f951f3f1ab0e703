//! A goal by its names.

use serde::Serialize;

/// A goal by its names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NamedGoal {
    /// Its id.
    pub goal: String,
    /// Its title.
    pub title: String,
}
