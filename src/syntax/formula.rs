//! Cells that a spreadsheet would run as a formula, and how they are written instead.

use std::borrow::Cow;

use super::number::parse_number;

/// Escapes a cell so that no spreadsheet takes it for a formula. Plain numbers are unchanged.
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    // Negative numbers stay numbers, so that columns can be summed.
    if may_be_formula(cell) && parse_number(cell).is_none() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Removes the apostrophe that [`escape_formula`] adds.
pub fn unescape_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if may_be_formula(rest) => rest,
        _ => cell,
    }
}

/// Whether a cell begins as a formula by OWASP's list of characters, which has the wide ones of East Asian keyboards, too.
/// Some spreadsheets pass over spaces in front of them.
fn may_be_formula(cell: &str) -> bool {
    let begun = cell.trim_start();
    begun.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || cell.starts_with(['\t', '\r', '\n'])
}
