//! An export as JSON Lines (jsonlines.org), one goal per line, which `import` reads without loss. Empty fields are
//! omitted.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Number, Value};

use super::json;
use crate::analysis::versions::without_empty;
use crate::view::export::ExportView;

/// Writes the settings files, then every goal.
///
/// # Errors
/// They cannot be written.
pub fn export(view: &ExportView<'_>, to: &mut dyn Write) -> io::Result<()> {
    for file in &view.files {
        to.write_all(line(file).as_bytes())?;
    }
    for goal in view.goals.iter() {
        to.write_all(line(&goal).as_bytes())?;
    }
    Ok(())
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
