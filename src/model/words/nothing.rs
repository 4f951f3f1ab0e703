//! Words that people write where there is nothing to write.

/// The words, besides signs alone.
const NOTHING: [&str; 15] = [
    "none",
    "n/a",
    "n.a",
    "na",
    "nil",
    "null",
    "nobody",
    "no one",
    "noone",
    "unassigned",
    "not assigned",
    "unknown",
    "tbd",
    "tba",
    "to be defined",
];

/// Whether a text says that there is no value, nobody or no team: `tbd`, `n/a`, `Unassigned`, `?`.
pub fn means_nothing(text: &str) -> bool {
    let bare = |c: char| matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '.') || c.is_whitespace();
    let text = text.trim_matches(bare).to_lowercase();
    !text.chars().any(char::is_alphanumeric) || NOTHING.contains(&text.replace(['_', '-'], " ").as_str())
}
