//! Lines of a text: their start, end, indentation and content. Positions are byte offsets.

use crate::source::Span;
use crate::syntax::route::{locate, parse_route, route_text};
use crate::syntax::tree::{Entry, Node, Tree, Value};

use super::layout::Layout;

/// The start of the line that contains an offset.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// The end of the line that contains an offset, before its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |found| at + found)
}

/// The line break at an offset; empty if there is none.
pub(super) fn break_at(text: &str, at: usize) -> &'static str {
    let rest = &text[at..];
    ["\r\n", "\n", "\r"].into_iter().find(|it| rest.starts_with(it)).unwrap_or("")
}

/// The line break before an offset; empty if there is none.
pub(super) fn break_before(text: &str, at: usize) -> &'static str {
    ["\r\n", "\n", "\r"].into_iter().find(|it| text[..at].ends_with(it)).unwrap_or("")
}

/// The line break used around an offset: that of its line, of the line before, or of the first line.
pub(super) fn break_near(text: &str, at: usize) -> &'static str {
    let here = break_at(text, line_end(text, at));
    let before = break_before(text, line_start(text, at));
    let first = break_at(text, line_end(text, 0));
    [here, before, first].into_iter().find(|it| !it.is_empty()).unwrap_or("\n")
}

/// The column of an offset in characters, from 0, as YAML counts indentation. A byte-order mark does not count.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').chars().count()
}

/// Whether only spaces are before an offset on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').trim_matches(' ').is_empty()
}

/// Whether only white space or a comment follows an offset on its line.
pub(super) fn ends_line(text: &str, at: usize) -> bool {
    let rest = text[at..line_end(text, at)].trim_start_matches([' ', '\t']);
    rest.is_empty() || rest.starts_with('#')
}

/// The end of a block entry whose value ends at an offset: the end of that line, or of the following comment lines that are
/// indented deeper than `column` and so belong to the entry.
pub(super) fn block_end(text: &str, at: usize, column: usize) -> usize {
    let mut end = line_end(text, at);
    let mut next_end = end;
    loop {
        let line = next_end + break_at(text, next_end).len();
        if line == next_end {
            return end;
        }
        next_end = line_end(text, line);
        let shown = text[line..next_end].trim_start_matches(' ');
        let indent = text[line..next_end].len() - shown.len();
        if shown.starts_with('#') && indent > column {
            end = next_end;
        } else if !shown.trim().is_empty() {
            return end;
        }
    }
}

/// The offset of the dash of a block list's item.
pub(super) fn dash(text: &str, item: &Node) -> Option<usize> {
    let lead = text[..item.span.start as usize].trim_end_matches([' ', '\t', '\n', '\r']);
    // The span of an empty item is right after its dash.
    lead.ends_with('-').then(|| lead.len() - 1)
}

/// The bytes of a field with its value. A field without a value ends at its colon.
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

/// The offset of the colon after an offset, if only white space is between.
pub(super) fn colon_after(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let found = rest.find(|c: char| !c.is_whitespace())?;
    rest[found..].starts_with(':').then_some(at + found)
}

/// Determines a file's layout from its first nested mapping and list. The default is two spaces for both.
pub(super) fn layout(text: &str, tree: &Tree, near: usize) -> Layout {
    let mut layout = Layout { step: 2, list_step: 2, line_end: break_near(text, near) };
    let (mut step, mut list_step) = (None, None);
    if let Some(root) = &tree.root {
        find_steps(text, root, &mut step, &mut list_step);
    }
    layout.step = step.unwrap_or(layout.step);
    layout.list_step = list_step.unwrap_or(layout.list_step);
    layout
}

fn find_steps(text: &str, node: &Node, step: &mut Option<usize>, list_step: &mut Option<usize>) {
    let Value::Mapping(mapping) = &node.value else { return };
    for entry in mapping.entries.iter().filter(|_| !mapping.flow) {
        let name = column(text, entry.key.span.start as usize);
        match &entry.value.value {
            Value::Mapping(inner) if !inner.flow && step.is_none() => {
                let first = inner.entries.first().map(|it| column(text, it.key.span.start as usize));
                *step = first.and_then(|first| first.checked_sub(name)).filter(|step| *step > 0);
                find_steps(text, &entry.value, step, list_step);
            }
            Value::Sequence(list) if !list.flow && list_step.is_none() => {
                let dash = list.items.first().and_then(|item| dash(text, item)).map(|at| column(text, at));
                *list_step = dash.and_then(|dash| dash.checked_sub(name));
            }
            _ => {}
        }
    }
}

/// Whether the value at a route is inside a flow collection.
pub(super) fn in_flow(root: &Node, route: &str) -> bool {
    let segments = parse_route(route);
    (0..segments.len()).any(|count| match &locate(root, &route_text(&segments[..count])).node.value {
        Value::Mapping(mapping) => mapping.flow,
        Value::Sequence(list) => list.flow,
        Value::Scalar(_) => false,
    })
}
