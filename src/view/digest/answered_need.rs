//! A need that was answered.

use serde::Serialize;

use super::named_goal::NamedGoal;

/// A need that was answered.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnsweredNeed {
    /// The goal that needs it.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The team that was asked.
    pub from: String,
    /// What for.
    pub what: String,
    /// `agreed`, `declined` or `met`.
    pub state: String,
}
