//! Views as JSON.

use serde::Serialize;

/// A view as indented JSON with a line end. Numbers are not rounded.
///
/// # Panics
/// Never: views are plain structs of texts and finite numbers.
#[must_use]
pub fn json(view: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(view).expect("views have text keys");
    text.push('\n');
    text
}
