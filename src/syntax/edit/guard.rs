//! Verifies an edit: the new text must have the intended tree and the same comments.

use crate::syntax::tree::{Node, QuoteStyle, Scalar, Value};

use super::attempt::Attempt;
use super::parsed_text::ParsedText;
use super::scalar::is_ambiguous;

/// The parsed new text, if it has the intended tree, no new faults, and all old comments except those removed with their
/// value.
pub(super) fn verified(path: &str, attempt: &Attempt, before: &ParsedText, after: String) -> Option<ParsedText> {
    let after = ParsedText::read(path, after).ok()?;
    let (wanted, got) = (attempt.wanted.root.as_ref()?, after.tree.root.as_ref()?);
    let lost = |start: u32, end: u32| start < attempt.lost.end && end > attempt.lost.start;
    let kept = before.tree.comments.iter().filter(|it| !lost(it.span.start, it.span.end)).map(|it| &it.text);
    let is_valid =
        after.faults <= before.faults && same(wanted, got) && after.tree.comments.iter().map(|it| &it.text).eq(kept);
    is_valid.then_some(after)
}

/// Whether two nodes mean the same to every YAML reader. A plain and a quoted scalar do if no reader takes the plain one for
/// anything but a text.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => {
            (a.is_null() && b.is_null())
                || a.text == b.text && (a.is_plain() == b.is_plain() || !is_ambiguous(&a.text))
                || same_block(a, b)
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.items.len() == b.items.len() && a.items.iter().zip(&b.items).all(|(a, b)| same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            let pair = |(a, b): (&super::super::tree::Entry, &super::super::tree::Entry)| {
                a.key.text == b.key.text && same(&a.value, &b.value)
            };
            a.entries.len() == b.entries.len() && a.entries.iter().zip(&b.entries).all(pair)
        }
        _ => false,
    }
}

/// Whether two block scalars are equal apart from line breaks at their end: one at the end of a file gains a break when
/// something is added below it.
fn same_block(a: &Scalar, b: &Scalar) -> bool {
    a.style == QuoteStyle::Block
        && b.style == QuoteStyle::Block
        && a.text.trim_end_matches('\n') == b.text.trim_end_matches('\n')
}
