//! Cells that a spreadsheet would run as a formula, and how they are written instead.

use std::borrow::Cow;

use super::number::parse_number;

/// Escapes a cell so that no spreadsheet takes it for a formula. Plain numbers are unchanged.
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    // OWASP's list of characters that start a formula. Negative numbers stay numbers, so that columns can be summed.
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && parse_number(cell).is_none() { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Removes the apostrophe that [`escape_formula`] adds.
pub fn unescape_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}
