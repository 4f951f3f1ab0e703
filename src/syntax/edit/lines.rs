//! Lines of a text: where they begin and end, how far they are indented, what stands on them.

use crate::source::Span;
use crate::syntax::route::{locate, parse_route, route_text};
use crate::syntax::tree::{Entry, Node, Tree, Value};

use super::layout::Layout;

/// Where the line of a place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Where the line of a place ends, before its break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found)
}

/// The line break that stands at a place; empty where there is none.
pub(super) fn break_at(text: &str, at: usize) -> &'static str {
    let rest = &text[at..];
    ["\r\n", "\n", "\r"].into_iter().find(|it| rest.starts_with(it)).unwrap_or("")
}

/// The line break before a place, if one stands there.
pub(super) fn break_before(text: &str, at: usize) -> &'static str {
    ["\r\n", "\n", "\r"].into_iter().find(|it| text[..at].ends_with(it)).unwrap_or("")
}

/// The line break that is in use around a place.
pub(super) fn break_near(text: &str, at: usize) -> &'static str {
    let here = break_at(text, line_end(text, at));
    let before = break_before(text, line_start(text, at));
    let first = break_at(text, line_end(text, 0));
    [here, before, first].into_iter().find(|it| !it.is_empty()).unwrap_or("\n")
}

/// The column of a place, counted in characters; a byte-order mark takes none.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').chars().count()
}

/// Whether nothing but spaces stands before a place on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').trim_matches(' ').is_empty()
}

/// Whether nothing but a comment follows a place on its line.
pub(super) fn ends_line(text: &str, at: usize) -> bool {
    let rest = text[at..line_end(text, at)].trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with('#')
}

/// The end of a block entry that ends at a place: the end of its line, and of the comment lines that are indented
/// deeper than its column and so belong to it.
pub(super) fn block_end(text: &str, at: usize, column: usize) -> usize {
    let mut end = line_end(text, at);
    let mut look = end;
    loop {
        let line = look + break_at(text, look).len();
        if line == look {
            return end;
        }
        look = line_end(text, line);
        let shown = text[line..look].trim_start_matches(' ');
        let indent = text[line..look].len() - shown.len();
        if shown.starts_with('#') && indent > column {
            end = look;
        } else if !shown.trim().is_empty() {
            return end;
        }
    }
}

/// The dash of a block list's item.
pub(super) fn dash(text: &str, item: &Node) -> Option<usize> {
    let lead = text[..item.span.start as usize].trim_end_matches([' ', '\t', '\n', '\r']);
    // An item that nothing is written for ends right behind its dash.
    lead.ends_with('-').then(|| lead.len() - 1)
}

/// A field with its value; one without a value ends at its colon.
pub(super) fn whole_entry(text: &str, entry: &Entry) -> Span {
    let span = entry.key.span.to(entry.value.span);
    if !entry.value.span.is_empty() {
        return span;
    }
    let Some(colon) = colon_after(text, span.end as usize) else { return span };
    let after = &text[colon + 1..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let spaces = if after[spaces..].starts_with('}') { spaces } else { 0 };
    Span::new(span.start as usize, colon + 1 + spaces)
}

/// The colon that follows a place, with nothing but white space between.
pub(super) fn colon_after(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let found = rest.find(|c: char| !c.is_whitespace())?;
    rest[found..].starts_with(':').then_some(at + found)
}

/// How a file lays out what it holds.
pub(super) fn layout(text: &str, tree: &Tree, near: usize) -> Layout {
    let mut layout = Layout { step: 2, list_step: 2, line_end: break_near(text, near) };
    let (mut step, mut list_step) = (None, None);
    if let Some(root) = &tree.root {
        look(text, root, &mut step, &mut list_step);
    }
    layout.step = step.unwrap_or(layout.step);
    layout.list_step = list_step.unwrap_or(layout.list_step);
    layout
}

fn look(text: &str, node: &Node, step: &mut Option<usize>, list_step: &mut Option<usize>) {
    let Value::Mapping(mapping) = &node.value else { return };
    for entry in mapping.entries.iter().filter(|_| !mapping.flow) {
        let name = column(text, entry.key.span.start as usize);
        match &entry.value.value {
            Value::Mapping(inner) if !inner.flow && step.is_none() => {
                let first = inner.entries.first().map(|it| column(text, it.key.span.start as usize));
                *step = first.and_then(|first| first.checked_sub(name)).filter(|step| *step > 0);
                look(text, &entry.value, step, list_step);
            }
            Value::Sequence(list) if !list.flow && list_step.is_none() => {
                let dash = list.items.first().and_then(|item| dash(text, item)).map(|at| column(text, at));
                *list_step = dash.and_then(|dash| dash.checked_sub(name));
            }
            _ => {}
        }
    }
}

/// Whether what stands at a route stands in brackets or braces.
pub(super) fn in_flow(root: &Node, route: &str) -> bool {
    let segments = parse_route(route);
    (0..segments.len()).any(|count| match &locate(root, &route_text(&segments[..count])).node.value {
        Value::Mapping(mapping) => mapping.flow,
        Value::Sequence(list) => list.flow,
        Value::Scalar(_) => false,
    })
}
