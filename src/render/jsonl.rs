//! An export as lines of JSON, a goal each, to be read again without loss: what says nothing is left out.

use serde::Serialize;
use serde_json::{Number, Value};

use crate::view::export::ExportView;

/// The files beside the goals, then every goal.
#[must_use]
pub fn export(view: &ExportView) -> String {
    let mut text = String::new();
    for file in &view.files {
        text.push_str(&line(file));
    }
    for goal in &view.goals {
        text.push_str(&line(goal));
    }
    text
}

fn line(record: &impl Serialize) -> String {
    let value = serde_json::to_value(record).expect("an export has text keys alone");
    format!("{}\n", spoken(value).unwrap_or_default())
}

/// A value without what says nothing in it, whole numbers without a point.
fn spoken(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.into_iter().map(|item| spoken(item).unwrap_or_default()).collect()),
        Value::Object(fields) => {
            Some(fields.into_iter().filter_map(|(name, value)| Some((name, spoken(value)?))).collect())
        }
        Value::Number(number) => Some(Value::Number(whole(&number).unwrap_or(number))),
        other => Some(other),
    }
}

fn whole(number: &Number) -> Option<Number> {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15)?;
    format!("{value:.0}").parse::<i64>().ok().map(Number::from)
}
