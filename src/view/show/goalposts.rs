//! The fields of a goal that cannot change unseen, with what they say now: exactly those that the model names.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::versions::goalposts_of;
use crate::model::Goal;

/// A goalpost and what it says now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalpostView {
    /// The field's route, such as `metric.target` or `milestones[0].due`.
    pub field: String,
    /// What it says.
    #[cfg_attr(test, schemars(with = "PostValue"))]
    pub value: Value,
}

/// What a goalpost says.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(untagged))]
#[expect(dead_code, reason = "only its schema is used")]
enum PostValue {
    /// A number.
    Number(f64),
    /// A day, a word or an id.
    Text(String),
    /// The steps of a scale.
    List(Vec<String>),
}

/// The goalposts that a goal's own file sets.
pub(super) fn goalposts(goal: &Goal) -> Vec<GoalpostView> {
    goalposts_of(&goal.as_written()).into_iter().map(|(field, value)| GoalpostView { field, value }).collect()
}
