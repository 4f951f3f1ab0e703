//! Formats the fields of a goal as a goal file, in the usual order of fields.

use serde_json::{Map, Value};

use crate::model::{FIELDS, Form, field, parse_day};
use crate::syntax::Content;

/// The length in characters from which an entry is written on several lines.
const WIDE: usize = 110;

/// Returns the text of a goal file.
pub(super) fn write(fields: &Map<String, Value>) -> String {
    let mut text = String::new();
    for field in FIELDS {
        if let Some(value) = fields.get(field.name) {
            text.push_str(&entry(field.name, value));
        }
    }
    // Unknown fields are written too, so that validation reports them like in any other file.
    for (name, value) in fields.iter().filter(|(name, _)| field(name).is_none()) {
        text.push_str(&entry(name, value));
    }
    text
}

fn entry(name: &str, value: &Value) -> String {
    let Some(content) = content(value) else { return String::new() };
    let key = Content::text(name).line();
    match value {
        Value::Array(items)
            if field(name).is_some_and(|field| field.form == Form::Entries) && items.iter().any(Value::is_object) =>
        {
            let lines: String = items.iter().filter_map(self::content).map(|it| item(&it)).collect();
            format!("{key}:\n{lines}")
        }
        Value::Object(parts) if name == "metric" && !parts.is_empty() => {
            let mut lines = String::new();
            for (name, value) in parts {
                let Some(content) = self::content(value) else { continue };
                lines.push_str(&format!("  {}: {}\n", Content::text(name).line(), content.line()));
            }
            format!("{key}:\n{lines}")
        }
        _ => format!("{key}: {}\n", content.line()),
    }
}

/// Formats an item of a list, on one line or several.
fn item(content: &Content) -> String {
    let flow = content.flow();
    match content {
        Content::Fields(fields) if flow.chars().count() > WIDE && !fields.is_empty() => {
            let mut lines = String::new();
            for (at, (name, value)) in fields.iter().enumerate() {
                let lead = if at == 0 { "  - " } else { "    " };
                lines.push_str(&format!("{lead}{}: {}\n", Content::text(name).line(), value.line()));
            }
            lines
        }
        Content::Fields(_) | Content::List(_) => format!("  - {flow}\n"),
        _ => format!("  - {}\n", content.line()),
    }
}

/// Converts a JSON value to YAML content; `None` for null.
fn content(value: &Value) -> Option<Content> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(it) => Content::word(it),
        Value::Number(number) => Content::word(&decimal(number)),
        Value::String(text) if parse_day(text).is_some() => Content::word(text),
        Value::String(text) => Content::text(text),
        Value::Array(items) => Content::List(items.iter().filter_map(content).collect()),
        Value::Object(fields) => {
            Content::Fields(fields.iter().filter_map(|(name, value)| Some((name.clone(), content(value)?))).collect())
        }
    })
}

/// Formats a number as goal files write it.
fn decimal(number: &serde_json::Number) -> String {
    number.as_f64().map_or_else(|| number.to_string(), |value| value.to_string())
}
