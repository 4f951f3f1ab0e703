//! Values and texts in a few words, for people.

use serde_json::Value;

use crate::analysis::versions::goalpost_words;
use crate::model::brief;

/// A value of a field in a few words; what has spaces in it in quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(char::is_whitespace) => format!("“{}”", brief(text)),
        Value::Array(items) => brief(&items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => goalpost_words(other),
    }
}
