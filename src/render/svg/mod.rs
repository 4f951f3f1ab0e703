//! Drawings as SVG: a goal's course against its plan, a trend, the graph. Text from goal files is inert in them.

mod course;
mod graph;
mod layered;
mod scale;
mod trend;

pub(super) use course::course;
pub use graph::graph;
pub(super) use trend::trend;

use super::clean::clean;

/// Text as it may stand between tags or in quotes, in SVG as in HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // XML has no such characters.
            '\u{FFFE}' | '\u{FFFF}' => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    escaped
}
