//! The goalposts that differ between two versions of a goal: exactly the fields that it is measured against.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::versions::field_value::{item_values, value_of};
use crate::model::{FIELDS, Field, Form, Goal, Link, Metric, Shape, Significance, brief, exact};

/// A goalpost that differs between two versions of a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalpostChange {
    /// The field's route, in the later version if it is still there.
    pub field: String,
    /// The list entry that it belongs to: a milestone's title or the id of a link's goal.
    pub part: Option<String>,
    /// The earlier value.
    pub before: Value,
    /// The later value; null where it was removed.
    pub after: Value,
}

impl GoalpostChange {
    /// The field's route without list indices: `milestones.due`.
    #[must_use]
    pub fn post(&self) -> String {
        post(&self.field)
    }

    /// Whether another change leads to the same value of the same goalpost, from whatever it was.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.after == other.after && self.part == other.part && self.post() == other.post()
    }
}

/// A route without list indices.
pub(in crate::analysis) fn post(field: &str) -> String {
    let mut inside = false;
    let outside = |c: &char| {
        inside = (inside || *c == '[') && *c != ']';
        !inside && *c != ']'
    };
    field.chars().filter(outside).collect()
}

/// Every goalpost that moved between two versions of a goal. Setting an unset one is no move.
#[must_use]
pub(in crate::analysis) fn moved(before: &Goal, after: &Goal) -> Vec<GoalpostChange> {
    if before.has_same_goalposts(after) {
        return Vec::new();
    }
    let mut moved = Vec::new();
    let mut note = |field: &str, part: Option<&str>, before: Value, after: Value| {
        if before != after && !before.is_null() {
            moved.push(GoalpostChange { field: field.to_owned(), part: part.map(str::to_owned), before, after });
        }
    };
    for (field, before, after) in differing(before, after) {
        note(field, None, before, after);
    }
    let empty = Metric::default();
    let (old, new) = (before.metric.as_ref().unwrap_or(&empty), after.metric.as_ref().unwrap_or(&empty));
    let places: HashMap<&str, usize> =
        after.milestones.iter().enumerate().rev().map(|(at, it)| (it.title.as_str(), at)).collect();
    let titles: HashSet<&str> = before.milestones.iter().map(|it| it.title.as_str()).collect();
    for (at, milestone) in before.milestones.iter().enumerate() {
        let part = Some(milestone.title.as_str());
        match places.get(milestone.title.as_str()) {
            Some(now) => {
                let kept = &after.milestones[*now];
                let route = |field: &str| format!("milestones[{now}].{field}");
                note(&route("due"), part, json!(milestone.due), json!(kept.due));
                note(&route("value"), part, old.written(milestone.value), new.written(kept.value));
                note(&route("weight"), part, json!(milestone.weight), json!(kept.weight));
            }
            // A new title at the same place is a reworded milestone, not a removed one.
            None if after.milestones.get(at).is_some_and(|it| !titles.contains(it.title.as_str())) => {}
            None => note(&format!("milestones[{at}]"), part, json!(milestone.title), Value::Null),
        }
    }
    let links: HashMap<&str, &Link> = after.supports.iter().rev().map(|it| (it.goal.as_str(), it)).collect();
    for link in &before.supports {
        // A link's weight is a goalpost, the link itself is not: removing it is reported as a rescoped objective.
        if let Some(now) = links.get(link.goal.as_str()) {
            let route = format!("supports[{}].weight", now.index);
            note(&route, Some(&link.goal), json!(link.weight), json!(now.weight));
        }
    }
    moved
}

/// Every goalpost outside lists that differs between two versions of a goal: its route, the earlier and the later
/// value; null is unset.
pub(in crate::analysis) fn differing(before: &Goal, after: &Goal) -> Vec<(&'static str, Value, Value)> {
    // A period with another name and the same days (`2026-Q4` as `start` and `end`) is the same period.
    let days = |goal: &Goal| goal.period.as_ref().map(|it| (it.start, it.end));
    let routes = single_goalposts().filter(|route| *route != "period" || days(before) != days(after));
    let differs = |route| {
        Some((route, goalpost_value(before, route), goalpost_value(after, route))).filter(|(_, old, new)| old != new)
    };
    routes.filter_map(differs).collect()
}

/// Every goalpost that a goal sets: its route and its value.
#[must_use]
pub fn goalposts_of(goal: &Goal) -> Vec<(String, Value)> {
    let parts = |list: &'static str, names: &'static [&'static str]| {
        let of_item = move |(at, item): (usize, Value)| {
            names.iter().map(move |name| (format!("{list}[{at}].{name}"), item.get(name).cloned().unwrap_or_default()))
        };
        item_values(goal, list).into_iter().flat_map(of_item)
    };
    let single = single_goalposts().map(|route| (route.to_owned(), goalpost_value(goal, route)));
    let all = single.chain(parts("milestones", &["due", "value", "weight"])).chain(parts("supports", &["weight"]));
    all.filter(|(_, value)| !value.is_null()).collect()
}

/// The routes of all goalposts outside lists.
fn single_goalposts() -> impl Iterator<Item = &'static str> {
    let is_goalpost = |field: &&Field| field.significance == Significance::Goalpost;
    let fields = FIELDS.iter().filter(is_goalpost).filter(|it| it.form.is_single() || it.form == Form::Period);
    METRIC_GOALPOSTS.into_iter().chain(fields.map(|field| field.name))
}

/// The value of a goalpost outside lists; for a period its name.
fn goalpost_value(goal: &Goal, route: &str) -> Value {
    match (route, &goal.period) {
        ("period", Some(period)) => json!(period.name),
        _ => value_of(goal, route),
    }
}

/// The parts of a metric that a goal is measured against.
const METRIC_GOALPOSTS: [&str; 7] = [
    "metric.kpi",
    "metric.baseline",
    "metric.target",
    "metric.at_least",
    "metric.at_most",
    "metric.scale",
    "metric.unit",
];

/// Formats a goalpost's value briefly, as a file would write it.
#[must_use]
pub fn say_goalpost(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), exact),
        Value::String(text) => brief(text),
        Value::Array(items) => brief(&items.iter().map(say_goalpost).collect::<Vec<_>>().join(", ")),
        Value::Null => "unset".to_owned(),
        other => other.to_string(),
    }
}

/// What a goal is measured by: the shape of its metric, or its milestones alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKind {
    /// A metric of some shape.
    Metric(Shape),
    /// Milestones without a metric.
    Milestones,
}

/// What a goal is measured by; none where it has neither metric nor milestones, or rolls up.
#[must_use]
pub fn measure_kind(goal: &Goal) -> Option<MeasureKind> {
    match &goal.metric {
        Some(metric) => Some(MeasureKind::Metric(metric.shape())),
        None if matches!(measure_of(goal), Measure::Milestones(_)) => Some(MeasureKind::Milestones),
        None => None,
    }
}

/// Whether progress against one version can be compared with progress against another: both have the same unit, KPI,
/// scale and shape, as far as the earlier one had them. A removed unit is missing, not another unit.
#[must_use]
pub fn is_comparable(before: &Goal, after: &Goal) -> bool {
    let other = |it: &GoalpostChange| match it.field.as_str() {
        "metric.unit" => !it.after.is_null(),
        field => matches!(field, "metric.kpi" | "metric.scale"),
    };
    (measure_kind(before).is_none() || measure_kind(before) == measure_kind(after))
        && !moved(before, after).iter().any(other)
}
