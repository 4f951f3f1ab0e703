//! Values and texts in a few words, for people.

use serde_json::Value;

use crate::analysis::text::abridged;

/// The maximum length of a quoted text.
pub(super) const PASSING: usize = 60;

/// A value of a field in a few words.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(char::is_whitespace) => format!("“{}”", abridged(text, PASSING)),
        Value::String(text) => abridged(text, PASSING),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), numeral),
        Value::Null => "nothing".to_owned(),
        Value::Array(items) => abridged(&items.iter().map(plain).collect::<Vec<_>>().join(", "), PASSING),
        other => abridged(&other.to_string(), PASSING),
    }
}

/// A number as people write it; very large and small ones with an exponent.
pub(super) fn numeral(number: f64) -> String {
    if number != 0.0 && !(1e-6..1e15).contains(&number.abs()) { format!("{number:e}") } else { number.to_string() }
}

/// A word of the contract as people read it.
#[must_use]
pub fn spaced(word: &str) -> String {
    word.replace('-', " ")
}
