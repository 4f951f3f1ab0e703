//! The goalposts that differ between two versions of a goal: exactly the fields that it is measured against.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::analysis::numbers::expected::expected_share;
use crate::analysis::numbers::measure::{Measure, measure_of, share_of_way};
use crate::analysis::versions::field_value::{as_mapping, item_values, value_of};
use crate::analysis::versions::pairing::pairs;
use crate::model::{
    Commitment, Form, Goal, Kind, Shape, Workspace, brief, exact, field, goalpost_fields, has_same_goalposts,
    is_goalpost_of, is_respelt, parse_day,
};

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
    pub fn field_without_index(&self) -> String {
        field_without_index(&self.field)
    }

    /// Whether another change leads to the same value of the same goalpost, from whatever it was.
    pub fn is_same(&self, other: &Self) -> bool {
        self.after == other.after
            && self.part == other.part
            && self.field_without_index() == other.field_without_index()
    }
}

/// A route without list indices.
pub(in crate::analysis) fn field_without_index(field: &str) -> String {
    let mut inside = false;
    let outside = |c: &char| {
        inside = (inside || *c == '[') && *c != ']';
        !inside && *c != ']'
    };
    field.chars().filter(outside).collect()
}

/// Every goalpost that moved between two versions of a goal, by what they mean: a default that is written or taken away
/// moves nothing. Setting one that has no default is no move.
pub(in crate::analysis) fn moved(before: &Goal, after: &Goal) -> Vec<GoalpostChange> {
    if has_same_goalposts(before, after) {
        return Vec::new();
    }
    let mut moved = Vec::new();
    let mut note = |field: &str, part: Option<&str>, before: Value, after: Value| {
        if before != after && !before.is_null() {
            moved.push(GoalpostChange { field: field.to_owned(), part: part.map(str::to_owned), before, after });
        }
    };
    for (field, was, now) in differing(before, after) {
        // A day that is set within the period is a promise more, and no move.
        let was = if was.is_null() && field != "deadline" { default_of(before, field) } else { was };
        note(field, None, was, if now.is_null() { default_of(after, field) } else { now });
    }
    for (list, name) in [("milestones", "title"), ("supports", "goal")] {
        let read = |goal: &Goal| item_values(goal, list).into_iter().unzip::<_, _, Vec<usize>, Vec<Value>>();
        let ((_, old), (places, new)) = (read(before), read(after));
        let by_goal = |items: &[Value]| items.iter().cloned().map(as_mapping).collect::<Vec<_>>();
        let (old, new) = (by_goal(&old), by_goal(&new));
        let identity = field(list).and_then(|field| field.table).map_or(&[][..], |table| table.identity);
        for pair in pairs(&old, &new, identity, list == "milestones") {
            let (Some(was), now) = pair else {
                let added = pair.1.filter(|_| list == "milestones");
                if let Some((now, planned)) = added.and_then(|now| Some((now, loosened_to(before, &new[now])?))) {
                    let field = format!("{list}[{}].value", places[now]);
                    note(&field, new[now][name].as_str(), json!(planned), new[now]["value"].clone());
                }
                // What is added as done already was no part of what was to be done.
                if let Some(now) =
                    pair.1.filter(|now| list == "milestones" && counts_as_done(before, after, &new[*now]))
                {
                    let weight = Some(new[now]["weight"].clone()).filter(|it| !it.is_null()).unwrap_or(json!(1.0));
                    note(&format!("{list}[{}].weight", places[now]), new[now][name].as_str(), json!(0.0), weight);
                }
                continue;
            };
            let part = old[was][name].as_str();
            match now {
                Some(now) => {
                    for row in goalpost_rows(list) {
                        let value = |of: &Value| of.get(row).cloned().unwrap_or_default();
                        let (was, mut is) = (value(&old[was]), value(&new[now]));
                        // What has no day is due at the end.
                        if row == "due" && is.is_null() && !was.is_null() {
                            is = json!(after.end());
                        }
                        let weighed = |it: Value| if it.is_null() && row == "weight" { json!(1.0) } else { it };
                        note(&format!("{list}[{}].{row}", places[now]), part, weighed(was), weighed(is));
                    }
                }
                // A link's weight is a goalpost, the link itself is not: removing it is reported as a rescoped objective.
                None if list == "supports" => {}
                None => note(&format!("{list}[{was}]"), part, old[was][name].clone(), Value::Null),
            }
        }
    }
    moved
}

/// Whether a milestone that is added is done, and progress is measured by milestones alone, before and after.
fn counts_as_done(before: &Goal, after: &Goal, added: &Value) -> bool {
    let is_counted = |goal: &Goal| matches!(measure_of(goal), Measure::Milestones(_));
    let is_done = added["done"].is_string() || added["done"] == json!(true);
    is_done && is_counted(before) && is_counted(after)
}

/// A planned value that is new and asks for less than the plan did for its day is easier, as a lower one is: what the plan
/// asked for then. One that asks for as much or for more is a plan in more detail, and moves nothing.
fn loosened_to(before: &Goal, added: &Value) -> Option<f64> {
    let Measure::Reach { baseline, target } = measure_of(before) else { return None };
    // At the end the target counts alone, and a step of a scale has no part.
    let is_scale = before.metric.as_ref().is_some_and(|metric| !metric.scale.is_empty());
    let due = parse_day(added["due"].as_str()?).filter(|due| !is_scale && Some(*due) < before.end())?;
    let planned = expected_share(before, due)?;
    let is_less = share_of_way(added["value"].as_f64()?, baseline, target) < planned - ROUNDED;
    is_less.then(|| ((baseline + planned * (target - baseline)) * 100.0).round() / 100.0)
}

/// A planned value may be rounded by so much of the way.
const ROUNDED: f64 = 0.01;

/// What a goalpost outside lists means where a goal does not set it; null where that is not known.
fn default_of(goal: &Goal, route: &str) -> Value {
    match (route, goal.kind) {
        ("weight", Kind::KeyResult) => json!(1.0),
        ("commitment", Kind::Objective | Kind::KeyResult) => json!(Commitment::Committed),
        ("deadline", _) => json!(goal.period.as_ref().map(|period| period.end)),
        _ => Value::Null,
    }
}

/// Every goalpost outside lists that differs between two versions of a goal: its route, the earlier and the later
/// value; null is unset.
pub(in crate::analysis) fn differing(before: &Goal, after: &Goal) -> Vec<(&'static str, Value, Value)> {
    // A period with another name and the same days (`2026-Q4` as `start` and `end`) is the same period; and that the same
    // name means other days is a change of the fiscal year, and of no goal.
    let days = |goal: &Goal| goal.period.as_ref().map(|it| (it.start, it.end));
    let name = |goal: &Goal| goal.period.as_ref().map(|it| it.name.clone());
    let is_same_period = || days(before) == days(after) || name(before) == name(after);
    let routes = single_goalposts().filter(|route| *route != "period" || !is_same_period());
    let differs = |route| {
        Some((route, goalpost_value(before, route), goalpost_value(after, route)))
            .filter(|(route, old, new)| old != new && !(*route == "metric.unit" && is_same_unit(old, new)))
    };
    routes.filter_map(differs).collect()
}

/// Whether two units are one, only spelt otherwise: numbers in it are the same.
fn is_same_unit(old: &Value, new: &Value) -> bool {
    old.as_str().zip(new.as_str()).is_some_and(|(old, new)| is_respelt(old, new))
}

/// Every goalpost that a goal sets: its route and its value.
pub fn goalposts_of(goal: &Goal) -> Vec<(String, Value)> {
    let parts = |list: &'static str| {
        let of_item = move |(at, item): (usize, Value)| {
            let value = move |name: &str| item.get(name).cloned().unwrap_or_default();
            goalpost_rows(list).map(move |name| (format!("{list}[{at}].{name}"), value(name)))
        };
        item_values(goal, list).into_iter().flat_map(of_item)
    };
    let single = single_goalposts().map(|route| (route.to_owned(), goalpost_value(goal, route)));
    let all = single.chain(parts("milestones")).chain(parts("supports"));
    all.filter(|(_, value)| !value.is_null()).collect()
}

/// The routes of all goalposts outside lists.
fn single_goalposts() -> impl Iterator<Item = &'static str> {
    static OF_METRIC: LazyLock<Vec<String>> =
        LazyLock::new(|| goalpost_rows("metric").map(|name| format!("metric.{name}")).collect());
    OF_METRIC.iter().map(String::as_str).chain(goalpost_fields().map(|field| field.name))
}

/// The goalposts inside a field: what a metric is and is to reach before what it is measured in.
fn goalpost_rows(name: &'static str) -> impl Iterator<Item = &'static str> {
    let rows = field(name).map(|field| field.rows()).unwrap_or_default();
    let is_goalpost = is_goalpost_of(name);
    let mut rows: Vec<_> = rows.iter().filter(|row| is_goalpost(row)).collect();
    rows.sort_by_key(|row| (row.name == "unit", row.form == Form::Steps, row.name != "kpi"));
    rows.into_iter().map(|row| row.name)
}

/// The value of a goalpost outside lists; for a period its name.
fn goalpost_value(goal: &Goal, route: &str) -> Value {
    match (route, &goal.period) {
        ("period", Some(period)) => json!(period.name),
        _ => value_of(goal, route),
    }
}

/// Formats a goalpost's value briefly, as a file would write it.
pub fn goalpost_words(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), exact),
        Value::String(text) => brief(text),
        Value::Array(items) => brief(&items.iter().map(goalpost_words).collect::<Vec<_>>().join(", ")),
        Value::Null => "unset".to_owned(),
        Value::Object(fields) => {
            // The source first and the query in full stand for themselves; what else is asked has its name.
            let set = fields.iter().filter(|(_, value)| !value.is_null());
            let words = set.map(|(name, value)| match name.as_str() {
                "source" | "query" => goalpost_words(value),
                name => format!("{name} {}", goalpost_words(value)),
            });
            words.collect::<Vec<_>>().join(" ")
        }
        Value::Bool(is) => is.to_string(),
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
pub fn measure_kind(goal: &Goal) -> Option<MeasureKind> {
    match &goal.metric {
        Some(metric) => Some(MeasureKind::Metric(metric.shape())),
        None if matches!(measure_of(goal), Measure::Milestones(_)) => Some(MeasureKind::Milestones),
        None => None,
    }
}

/// Whether progress against one version can be compared with progress against another: both have the same unit, KPI,
/// scale and shape, as far as the earlier one had them. A removed unit is missing, not another unit.
pub fn is_comparable(workspace: &Workspace, before: &Goal, after: &Goal) -> bool {
    let other = |it: &GoalpostChange| match it.field.as_str() {
        "metric.unit" => !it.after.is_null(),
        field => matches!(field, "metric.kpi" | "metric.scale"),
    };
    (measure_kind(before).is_none() || measure_kind(before) == measure_kind(after))
        && !moved(before, after).iter().any(|it| other(it) && !is_renamed(workspace, it))
}

/// Whether a change only names the same goal by another of its ids.
pub(in crate::analysis) fn is_renamed(workspace: &Workspace, it: &GoalpostChange) -> bool {
    let reference = matches!(it.field.as_str(), "measures" | "metric.kpi");
    let goal = |value: &Value| value.as_str().and_then(|id| workspace.find(id));
    reference && goal(&it.before).is_some() && goal(&it.before) == goal(&it.after)
}
