//! The fields of a goal that cannot change unseen, with what they say now: exactly those that the model names.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Commitment, Day, Goal, Rollup};

/// A goalpost and what it says now.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GoalpostView {
    /// The field's route, such as `metric.target` or `milestones[0].due`.
    pub field: String,
    /// What it says.
    pub value: PostValue,
}

/// What a goalpost says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum PostValue {
    /// A number.
    Number(f64),
    /// A day.
    Day(Day),
    /// A word or an id.
    Text(String),
    /// The steps of a scale.
    List(Vec<String>),
}

/// The goalposts that a goal's own file sets.
pub(super) fn goalposts(goal: &Goal) -> Vec<GoalpostView> {
    let mut posts = Vec::new();
    let mut post = |field: &str, value: Option<PostValue>| {
        posts.extend(value.map(|value| GoalpostView { field: field.to_owned(), value }));
    };
    let text = |text: &Option<String>| text.clone().map(PostValue::Text);
    if let Some(metric) = &goal.metric {
        // A rubric's values are said as its steps.
        let value = |value: Option<f64>| {
            let value = value?;
            Some(if metric.scale.is_empty() { PostValue::Number(value) } else { PostValue::Text(metric.say(value)) })
        };
        post("metric.kpi", text(&metric.kpi));
        post("metric.baseline", value(metric.baseline));
        post("metric.target", value(metric.target));
        post("metric.at_least", value(metric.at_least));
        post("metric.at_most", value(metric.at_most));
        post("metric.scale", (!metric.scale.is_empty()).then(|| PostValue::List(metric.scale.clone())));
        post("metric.unit", text(&metric.unit));
    }
    for (at, milestone) in goal.milestones.iter().enumerate() {
        post(&format!("milestones[{at}].due"), milestone.due.map(PostValue::Day));
        post(&format!("milestones[{at}].value"), milestone.value.map(PostValue::Number));
        post(&format!("milestones[{at}].weight"), milestone.weight.map(PostValue::Number));
    }
    let period = goal.period.as_ref().filter(|_| !goal.inherited.period);
    post("period", period.map(|period| PostValue::Text(period.name.clone())));
    post("deadline", goal.deadline.map(PostValue::Day));
    post("measures", text(&goal.measures));
    post("weight", goal.weight.map(PostValue::Number));
    for link in &goal.supports {
        post(&format!("supports[{}].weight", link.index), link.weight.map(PostValue::Number));
    }
    let commitment = goal.commitment.and_then(|it| Commitment::WORDS.iter().find(|(_, word)| *word == it));
    post("commitment", commitment.map(|(word, _)| PostValue::Text((*word).to_owned())));
    let rollup = goal.rollup.and_then(|it| Rollup::WORDS.iter().find(|(_, word)| *word == it));
    post("rollup", rollup.map(|(word, _)| PostValue::Text((*word).to_owned())));
    posts
}
