//! Splices of a text, and where what they write comes from.

use std::ops::Range;

use super::version::Version;

/// A change of a text: other bytes in place of some, which may be none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextChange {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// Where something comes from.
#[derive(Debug)]
pub(super) struct ItemSource<'v, T> {
    pub(super) version: &'v Version<'v>,
    pub(super) container: &'v T,
    pub(super) index: usize,
}

// Derived, this would ask of the container that it be copied too.
impl<T> Clone for ItemSource<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ItemSource<'_, T> {}

/// A text with its splices made; nothing where two of them meet.
pub(super) fn splice(text: &str, mut splices: Vec<TextChange>) -> Option<String> {
    // What comes, before what goes from there.
    splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
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

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}
