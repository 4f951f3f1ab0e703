//! An export as JSON Lines (jsonlines.org), one goal per line, which `import` reads without loss. Empty fields are
//! omitted.

use serde::Serialize;
use serde_json::{Number, Value};

use super::json;
use crate::analysis::versions::without_empty;
use crate::view::export::ExportView;

/// The settings files, then every goal.
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
    json::line(&tidied(without_empty(value).unwrap_or_default()))
}

/// Formats whole numbers without a decimal point.
fn tidied(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(tidied).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, tidied(value))).collect(),
        Value::Number(number) => Value::Number(whole(&number).unwrap_or(number)),
        other => other,
    }
}

fn whole(number: &Number) -> Option<Number> {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 1e15)?;
    format!("{value:.0}").parse::<i64>().ok().map(Number::from)
}
