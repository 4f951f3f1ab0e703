//! Replacements in a text, and the source of what they insert.

use std::ops::Range;

use super::version::Version;
use crate::source::InOrder as _;

/// A replacement of a range of a text, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextChange {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// An entry or item of a version.
#[derive(Debug)]
pub(super) struct ItemSource<'v, T> {
    pub(super) version: &'v Version<'v>,
    pub(super) container: &'v T,
    pub(super) index: usize,
}

// The derive would require the container to be `Clone` too.
impl<T> Clone for ItemSource<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ItemSource<'_, T> {}

/// Applies replacements to a text. Returns `None` if two of them overlap.
pub(super) fn splice(text: &str, mut splices: Vec<TextChange>) -> Option<String> {
    // At the same position, insertions come before removals.
    splices.order_by_key(|splice| (splice.at.start, splice.at.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in splices {
        out.push_str(text.get(at..splice.at.start)?);
        out.push_str(&splice.text);
        at = splice.at.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Returns the start of the line of a position.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}
