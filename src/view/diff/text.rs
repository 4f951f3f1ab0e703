//! Values and texts in a few words, for people.

use serde_json::Value;

use crate::analysis::versions::{FieldChange, goalpost_words};
use crate::model::brief;

/// A value of a field in a few words; what has spaces in it in quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(char::is_whitespace) => format!("“{}”", brief(text)),
        Value::Array(items) => brief(&items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => goalpost_words(other),
    }
}

/// A field's value before and after, the unit written once where both have it.
pub(super) fn change_words(change: &FieldChange, units: [Option<&str>; 2]) -> String {
    let measured = |value: &Value, unit: Option<&str>| match unit {
        Some(unit) if value.is_number() => format!("{} {unit}", plain(value)),
        _ => plain(value),
    };
    let [old, new] = units;
    match (&change.before, &change.after) {
        (Value::Null, after) => format!("set to {}", measured(after, new)),
        (before, Value::Null) => format!("removed (was {})", measured(before, old)),
        (before, after) => {
            format!("{} → {}", measured(before, old.filter(|_| old != new)), measured(after, new))
        }
    }
}
