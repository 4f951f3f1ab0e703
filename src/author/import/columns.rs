//! The columns of goalpost in tables, and how headings and words are compared.

use crate::render::export::ExportTable;

/// The columns that only tables of other services have: the goal above, the name by which rows refer to a goal that is
/// no good id, a note, how the target is meant, and the share of the way where there is no metric.
const FOREIGN: [&str; 5] = ["parent", "reference", "note", "condition", "progress"];

/// Every column: those that `export --format csv` writes, and some of other tools.
pub(super) fn all_columns() -> impl Iterator<Item = &'static str> {
    ExportTable::Goals.columns().into_iter().chain(FOREIGN)
}

/// Normalizes a heading or word: case, spaces and punctuation do not matter.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|it| !it.is_empty()).collect();
    words.join(" ").to_lowercase()
}
