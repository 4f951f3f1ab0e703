//! The last look at an edit: what came of it is what was meant, and nothing else.

use crate::syntax::tree::{Node, QuoteStyle, Scalar, Value};

use super::attempt::Attempt;
use super::parsed_text::ParsedText;
use super::scalar::is_ambiguous;

/// The page that a way leads to, if it means what it should, has no new fault, and has all the old comments but those that
/// go with what was removed.
pub(super) fn passes(way: &Attempt, before: &ParsedText, after: String) -> Option<ParsedText> {
    let after = ParsedText::read(after).ok()?;
    let (wanted, got) = (way.wanted.root.as_ref()?, after.tree.root.as_ref()?);
    let lost = |start: u32, end: u32| start < way.lost.end && end > way.lost.start;
    let kept = before.tree.comments.iter().filter(|it| !lost(it.span.start, it.span.end)).map(|it| &it.text);
    let sound =
        after.faults <= before.faults && same(wanted, got) && after.tree.comments.iter().map(|it| &it.text).eq(kept);
    sound.then_some(after)
}

/// Whether two nodes mean the same to every reader: a text in quotes may stand without where it is surely a text.
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

/// Whether two blocks of lines are the same but for the line break at their end, which one gains that a file ended in
/// when something is added below it.
fn same_block(a: &Scalar, b: &Scalar) -> bool {
    a.style == QuoteStyle::Block
        && b.style == QuoteStyle::Block
        && a.text.trim_end_matches('\n') == b.text.trim_end_matches('\n')
}
