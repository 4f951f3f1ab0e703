//! Removes fields, items and comments.

use crate::source::Span;
use crate::syntax::route::{Segment, locate};
use crate::syntax::tree::{Node, Tree, Value};

use super::attempt::Attempt;
use super::lines::{
    begins_line, break_at, break_before, colon_after, dash, ends_line, in_flow, line_end, line_start, whole_entry,
};
use super::wanted;

/// Removes a field or an item.
pub(super) fn remove(text: &str, tree: &Tree, root: &Node, route: &str) -> Option<Vec<Attempt>> {
    let (parent, step) = wanted::split_last(route)?;
    let collection = locate(root, &parent);
    if !collection.whole {
        return None;
    }
    let mut new = tree.clone();
    wanted::remove(&mut new, route)?;
    let (spans, flow, index, from): (Vec<Span>, bool, usize, usize) = match (&collection.node.value, step) {
        (Value::Mapping(mapping), Segment::Key(key)) => {
            let spans: Vec<_> = mapping.entries.iter().map(|entry| whole_entry(text, entry)).collect();
            let index = mapping.entries.iter().position(|entry| *entry.key.text == *key)?;
            let from = spans[index].start as usize;
            (spans, mapping.flow, index, from)
        }
        (Value::Sequence(list), Segment::Index(index)) => {
            let item = list.items.get(index)?;
            let from = dash(text, item).unwrap_or(item.span.start as usize);
            (list.items.iter().map(|item| item.span).collect(), list.flow, index, from)
        }
        _ => return None,
    };
    let this = *spans.get(index)?;
    let removal = |span: Span| Attempt { lost: span, ..Attempt::new(span, String::new(), new.clone()) };
    let mut attempts = Vec::new();
    if flow {
        attempts.push(removal(in_brackets(text, &spans, index)));
        return Some(attempts);
    }
    if spans.len() == 1 {
        // Without its last item a block collection would be read as null, so it becomes `[]` or `{}`.
        if let Some(key) = collection.key.filter(|_| !in_flow(root, &parent)) {
            let empty = if matches!(collection.node.value, Value::Sequence(_)) { " []" } else { " {}" };
            let colon = colon_after(text, key.end as usize)?;
            let lines = whole_lines(text, from, this.end as usize)?;
            let kept = text.get(colon + 1..lines.start as usize)?;
            let span = Span::new(colon + 1, lines.end as usize);
            attempts.push(Attempt { lost: lines, ..Attempt::new(span, format!("{empty}{kept}"), new.clone()) });
        }
        return Some(attempts);
    }
    if let Some(next) = spans.get(index + 1)
        && shares_line(text, this.start as usize)
        && matches!(collection.node.value, Value::Mapping(_))
    {
        attempts.push(removal(Span { start: this.start, end: next.start }));
    }
    attempts.extend(whole_lines(text, from, this.end as usize).map(removal));
    Some(attempts)
}

/// The bytes to remove for a part of a flow collection: with the comma before it, or for the first part the one after it.
fn in_brackets(text: &str, spans: &[Span], index: usize) -> Span {
    let this = spans[index];
    let before = index.checked_sub(1).map(|before| before_white_space(text, spans[before]));
    let gap = |from: usize, to: u32| text.get(from..to as usize).is_some_and(|gap| gap.trim() == ",");
    match (before, spans.get(index + 1)) {
        (Some(before), _) if gap(before, this.start) => {
            // A field without a value does not include the space after its colon.
            let rest = &text[this.end as usize..];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            let spaces = if text[this.range()].ends_with(':') { spaces } else { 0 };
            Span::new(before, this.end as usize + spaces)
        }
        (_, Some(next)) => Span { start: this.start, end: next.start },
        (Some(before), None) => Span::new(before, this.end as usize),
        (None, None) => {
            let rest = &text[this.end as usize..];
            let trimmed = rest.trim_start();
            let comma = if trimmed.starts_with(',') { rest.len() - trimmed.len() + 1 } else { 0 };
            Span::new(this.start as usize, this.end as usize + comma)
        }
    }
}

/// The end of a part of a flow collection, without the trailing spaces that its span may include.
pub(super) fn before_white_space(text: &str, span: Span) -> usize {
    span.start as usize + text[span.range()].trim_end().len()
}

/// Whether a field is on the line of its list item's dash.
fn shares_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].contains('-')
}

/// The lines of a block entry from its start or dash to its end; none if something else is on them.
///
/// If they are the last lines and have no line break at the end, the one before them is included, so that the file still
/// ends without one.
fn whole_lines(text: &str, from: usize, end: usize) -> Option<Span> {
    if !begins_line(text, from) || !ends_line(text, end) {
        return None;
    }
    let start = line_start(text, from);
    let stop = line_end(text, end);
    let end = stop + break_at(text, stop).len();
    let start = if end == stop { start - break_before(text, start).len() } else { start };
    let bom = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    Some(Span::new(start + bom, end))
}

/// The bytes to remove for a comment: with the spaces before it, or with its line if nothing else is on it.
pub(super) fn comment(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let line = line_start(text, span.start as usize);
    let shown = before[line..].trim_end();
    if !shown.trim_start_matches('\u{feff}').is_empty() {
        return Span::new(line + shown.len(), span.end as usize);
    }
    let end = span.end as usize;
    Span::new(line + shown.len(), end + break_at(text, end).len())
}
