//! Fields, items and comments that go.

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
    let holder = locate(root, &parent);
    if !holder.whole {
        return None;
    }
    let mut new = tree.clone();
    wanted::remove(&mut new, route)?;
    let (spans, flow, index, from): (Vec<Span>, bool, usize, usize) = match (&holder.node.value, step) {
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
    let gone = |span: Span| Attempt { lost: span, ..Attempt::new(span, String::new(), new.clone()) };
    let mut ways = Vec::new();
    if flow {
        ways.push(gone(in_brackets(text, &spans, index)));
        return Some(ways);
    }
    if spans.len() == 1 {
        if let Some(key) = holder.key.filter(|_| !in_flow(root, &parent)) {
            let empty = if matches!(holder.node.value, Value::Sequence(_)) { " []" } else { " {}" };
            let colon = colon_after(text, key.end as usize)?;
            let lines = whole_lines(text, from, this.end as usize)?;
            let kept = text.get(colon + 1..lines.start as usize)?;
            let span = Span::new(colon + 1, lines.end as usize);
            ways.push(Attempt { lost: lines, ..Attempt::new(span, format!("{empty}{kept}"), new.clone()) });
        }
        return Some(ways);
    }
    if let Some(next) = spans.get(index + 1)
        && shares_line(text, this.start as usize)
        && matches!(holder.node.value, Value::Mapping(_))
    {
        ways.push(gone(Span { start: this.start, end: next.start }));
    }
    ways.extend(whole_lines(text, from, this.end as usize).map(gone));
    Some(ways)
}

/// The bytes that go with a part of a list or mapping in brackets: with the comma before it, or that after it.
fn in_brackets(text: &str, spans: &[Span], index: usize) -> Span {
    let this = spans[index];
    let before = index.checked_sub(1).map(|before| before_white_space(text, spans[before]));
    let gap = |from: usize, to: u32| text.get(from..to as usize).is_some_and(|gap| gap.trim() == ",");
    match (before, spans.get(index + 1)) {
        (Some(before), _) if gap(before, this.start) => {
            // A field without a value leaves the space behind its colon.
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

/// Where a part in brackets ends, without the spaces that its span may take in.
pub(super) fn before_white_space(text: &str, span: Span) -> usize {
    span.start as usize + text[span.range()].trim_end().len()
}

/// Whether the first field of an item stands behind its dash.
fn shares_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].contains('-')
}

/// The lines that a block entry takes, from the place where it or its dash begins to its end, if nothing else stands on
/// them.
///
/// Where they are the last and end without a line break, that before them goes: what is left ends without one too.
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

/// A comment's bytes, with the spaces before it, or with its whole line where it stands alone.
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
