//! Replaces values and adds fields.

use crate::source::Span;
use crate::syntax::route::{Segment, locate, parse_route, route_text};
use crate::syntax::tree::{Entry, Key, Mapping, Node, QuoteStyle, Scalar, Sequence, Tree, Value};

use super::attempt::Attempt;
use super::content::Content;
use super::layout::key;
use super::lines::{
    begins_line, block_end, break_at, break_before, colon_after, column, ends_line, in_flow, layout, line_end,
    line_start, whole_entry,
};
use super::order::FieldOrder;
use super::remove;
use super::scalar::{double_quoted, fits_block, over, read_back, reads_plain};
use super::wanted::{node_mut, with_item};

/// Replaces a scalar.
pub(super) fn scalar(text: &str, tree: &Tree, root: &Node, route: &str, to: &Content) -> Option<Vec<Attempt>> {
    let place = locate(root, route);
    let single = place.whole && place.node.as_scalar().is_some();
    if single { replace(text, tree, root, route, to) } else { None }
}

/// Puts a scalar in brackets, with the quotes that it needs there.
pub(super) fn bracket(text: &str, tree: &Tree, root: &Node, route: &str) -> Option<Vec<Attempt>> {
    let place = locate(root, route);
    let value = place.node.as_scalar().filter(|it| place.whole && it.style != QuoteStyle::Block)?;
    let mut wanted = tree.clone();
    let node = node_mut(&mut wanted, route)?;
    let item = node.clone();
    node.value = Value::Sequence(Sequence { flow: true, items: Box::new([item]) });
    let span = place.node.span;
    // A plain scalar may need quotes inside brackets, for example for a comma.
    let own = (!value.is_plain() || reads_plain(&value.text, true)).then(|| text[span.range()].to_owned());
    let forms = own.into_iter().chain([double_quoted(&value.text)]);
    Some(forms.map(|form| Attempt::new(span, format!("[{form}]"), wanted.clone())).collect())
}

/// The tree with another scalar at a route, in the style in which `form` is written.
fn with_style_of(tree: &Tree, route: &str, to: &str, flow: bool, form: &str) -> Option<Tree> {
    let (_, style) = read_back(form, flow)?;
    let mut wanted = tree.clone();
    node_mut(&mut wanted, route)?.value = Value::Scalar(Scalar { text: to.into(), style });
    Some(wanted)
}

/// Replaces a value or adds a field. Missing mappings on the route are added too.
pub(super) fn set(
    text: &str,
    tree: &Tree,
    root: &Node,
    route: &str,
    to: &Content,
    order: FieldOrder,
) -> Option<Vec<Attempt>> {
    let segments = parse_route(route);
    let reached = (0..=segments.len()).rev().find(|count| locate(root, &route_text(&segments[..*count])).whole)?;
    let mut content = to.clone();
    for segment in segments.get(reached + 1..).unwrap_or_default().iter().rev() {
        let Segment::Key(name) = segment else { return None };
        content = Content::Fields(vec![(name.clone(), content)]);
    }
    let parent = route_text(&segments[..reached]);
    let node = locate(root, &parent).node;
    let Some(next) = segments.get(reached) else { return replace(text, tree, root, route, to) };
    let Segment::Key(name) = next else { return None };
    match &node.value {
        Value::Mapping(mapping) => insert(text, tree, (root, node, mapping), &parent, (name, &content), order),
        _ if node.is_null() && !parent.is_empty() => {
            let content = Content::Fields(vec![(name.clone(), content)]);
            replace(text, tree, root, &parent, &content)
        }
        _ => None,
    }
}

/// Replaces a value by another.
fn replace(text: &str, tree: &Tree, root: &Node, route: &str, to: &Content) -> Option<Vec<Attempt>> {
    let place = locate(root, route);
    let node = place.node;
    let span = span_with_indicator(text, place.key, node);
    let mut wanted = tree.clone();
    let new = to.node();
    if same_scalar(node, &new) {
        return Some(vec![Attempt::new(Span { start: 0, end: 0 }, String::new(), wanted)]);
    }
    *node_mut(&mut wanted, route)? = new;
    let attempt = |span: Span, with: String| Attempt::new(span, with, wanted.clone());
    let flow = in_flow(root, route);
    let nothing = node.as_scalar().is_some_and(|it| it.style == QuoteStyle::Plain) && node.span.is_empty();
    let single = match to {
        Content::Word(text) => Some((text, false)),
        Content::Text(text) => Some((text, true)),
        _ => None,
    };
    let mut attempts = Vec::new();
    if let (Some(key), false) = (place.key, flow && !nothing) {
        let colon = colon_after(text, key.end as usize)?;
        let name = column(text, key.start as usize);
        let after = if flow { format!(" {}", to.flow()) } else { layout(text, tree, colon).after_key(to, name) };
        let in_lines = after.starts_with(['\n', '\r']);
        let literal = after.starts_with(" |") && single.is_some();
        let over_line =
            single.is_some() && !literal && node.as_scalar().is_some_and(|it| it.style != QuoteStyle::Block);
        if nothing {
            let at = if in_lines { line_end(text, colon) } else { colon + 1 };
            attempts.push(attempt(Span::new(at, at), after));
        } else if !in_lines && !node.is_block() && !over_line {
            attempts.push(attempt(span, after[1..].to_owned()));
        } else if !over_line {
            attempts.push(attempt(Span::new(colon + 1, node.span.end as usize), after));
        }
    } else if nothing {
        attempts.push(attempt(Span { start: node.span.end, ..node.span }, format!(" {}", to.flow())));
    }
    if let Some((to, is_text)) = single.filter(|_| !nothing) {
        let comment = if span == node.span { "" } else { comment_after_indicator(text, span) };
        // The author chose a block scalar for a single line, so it is kept; for several lines it was necessary.
        let one_line = node.as_scalar().is_some_and(|it| !it.text.trim_end_matches('\n').contains('\n'));
        if span != node.span && one_line && fits_block(to, is_text) {
            let mut wanted = tree.clone();
            node_mut(&mut wanted, route)?.value =
                Value::Scalar(Scalar { text: to.as_str().into(), style: QuoteStyle::Block });
            attempts.insert(0, Attempt::new(block_text(text, span), to.clone(), wanted));
        }
        let plain = Scalar { text: "".into(), style: QuoteStyle::Plain };
        let old = node.as_scalar().filter(|it| it.style != QuoteStyle::Block).unwrap_or(&plain);
        for form in over(old, to, flow, is_text) {
            // A word such as a day means the same in quotes, so the tree is expected with them; a text must stay a text.
            let so = if is_text { None } else { with_style_of(tree, route, to, flow, &form) };
            attempts.push(Attempt::new(span, format!("{form}{comment}"), so.unwrap_or_else(|| wanted.clone())));
        }
        attempts.push(attempt(span, format!("{}{comment}", double_quoted(to))));
    } else if !nothing {
        attempts.push(attempt(span, to.flow()));
    }
    Some(attempts)
}

/// The bytes of a value. For a block scalar they include its indicator (`|` or `>`), which its span does not.
fn span_with_indicator(text: &str, key: Option<Span>, node: &Node) -> Span {
    if node.as_scalar().is_none_or(|it| it.style != QuoteStyle::Block) {
        return node.span;
    }
    let before = match key {
        Some(key) => colon_after(text, key.end as usize),
        None => text[..node.span.start as usize].rfind(['|', '>']).and_then(|sign| text[..sign].rfind('-')),
    };
    let Some(before) = before else { return node.span };
    let gap = text[before + 1..].len() - text[before + 1..].trim_start_matches([' ', '\t']).len();
    Span { start: Span::new(before + 1 + gap, before + 1 + gap).start, ..node.span }
}

/// The text of a block scalar without its indicator and the indentation of its first line.
fn block_text(text: &str, block: Span) -> Span {
    let sign = line_end(text, block.start as usize);
    let lines = &text[sign..block.end as usize];
    Span::new(sign + lines.len() - lines.trim_start().len(), block.end as usize)
}

/// The comment after the indicator of a block scalar, with the space before it.
fn comment_after_indicator(text: &str, block: Span) -> &str {
    let line = &text[block.start as usize..line_end(text, block.start as usize)];
    line.find([' ', '\t']).map_or("", |at| line[at..].trim_end())
}

fn same_scalar(a: &Node, b: &Node) -> bool {
    let (Some(a), Some(b)) = (a.as_scalar(), b.as_scalar()) else { return false };
    a.text == b.text && (a.is_plain() == b.is_plain() || !super::scalar::is_ambiguous(&a.text))
}

/// Adds a field to a mapping.
fn insert(
    text: &str,
    tree: &Tree,
    (root, node, mapping): (&Node, &Node, &Mapping),
    parent: &str,
    (name, content): (&str, &Content),
    order: FieldOrder,
) -> Option<Vec<Attempt>> {
    let at = order.place(parent, mapping, name);
    let mut wanted = tree.clone();
    let Value::Mapping(new) = &mut node_mut(&mut wanted, parent)?.value else { return None };
    let entry = Entry { key: Key { span: Span::default(), text: name.into() }, value: content.node() };
    new.entries = with_item(std::mem::take(&mut new.entries), at, entry);
    let attempt = |span: (usize, usize), with: String| Attempt::new(Span::new(span.0, span.1), with, wanted.clone());
    if mapping.flow {
        let spans: Vec<_> = mapping.entries.iter().map(|entry| whole_entry(text, entry)).collect();
        let field = format!("{}: {}", key(name, true), content.flow());
        let (place, with) = beside(text, node, &spans, at, &field)?;
        return Some(vec![attempt((place, place), with)]);
    }
    if in_flow(root, parent) {
        return None;
    }
    let spans: Vec<_> = mapping.entries.iter().map(|entry| whole_entry(text, entry)).collect();
    let first = spans.first()?.start as usize;
    let margin = column(text, first);
    let layout = layout(text, tree, first);
    let mut field = layout.field(name, content, margin);
    if let (true, Some(values)) = (content.is_single(), value_column(text, mapping)) {
        let lead = key(name, false).chars().count() + 1;
        let pad = values.saturating_sub(margin + lead);
        if pad > 1 && !field.contains(['\n', '\r']) {
            field = format!("{}:{}{}", key(name, false), " ".repeat(pad), &field[key(name, false).len() + 2..]);
        }
    }
    let mut attempts = Vec::new();
    if let Some(before) = at.checked_sub(1).and_then(|before| spans.get(before)) {
        let end = block_end(text, before.end as usize, margin);
        if ends_line(text, before.end as usize) {
            attempts.push(insert_after(text, end, margin, &field, layout.line_end, &wanted));
        }
    }
    if let Some(next) = spans.get(at) {
        let next = next.start as usize;
        attempts.push(attempt((next, next), format!("{field}{}", layout.new_line(margin))));
    }
    if attempts.is_empty() || at == spans.len() {
        let end = text.trim_end_matches(['\n', '\r']).len();
        attempts.push(insert_after(text, end, margin, &field, layout.line_end, &wanted));
        attempts.push(insert_after(text, text.len(), margin, &field, layout.line_end, &wanted));
        // If the file ends without a line break, a block scalar at its end cannot have one either; in quotes it can.
        let field = format!("{}: {}", key(name, false), content.flow());
        attempts.push(insert_after(text, end, margin, &field, layout.line_end, &wanted));
    }
    Some(attempts)
}

/// An attempt that inserts lines after the line that ends at an offset.
pub(super) fn insert_after(
    text: &str,
    end: usize,
    margin: usize,
    lines: &str,
    line_end: &str,
    wanted: &Tree,
) -> Attempt {
    let indent = " ".repeat(margin);
    let own = break_at(text, end);
    if own.is_empty() && end == text.len() && !break_before(text, end).is_empty() && line_start(text, end) == end {
        return Attempt::new(Span::new(end, end), format!("{indent}{lines}{line_end}"), wanted.clone());
    }
    if own.is_empty() {
        return Attempt::new(Span::new(end, end), format!("{line_end}{indent}{lines}"), wanted.clone());
    }
    let at = end + own.len();
    Attempt::new(Span::new(at, at), format!("{indent}{lines}{own}"), wanted.clone())
}

/// The column at which all scalars of a mapping start, if they are aligned with extra spaces.
fn value_column(text: &str, mapping: &Mapping) -> Option<usize> {
    let mut at = None;
    let mut padded = false;
    for entry in &mapping.entries {
        let (name, value) = (entry.key.span, entry.value.span);
        if entry.value.as_scalar().is_none() || value.is_empty() || !begins_line(text, name.start as usize) {
            continue;
        }
        let colon = colon_after(text, name.end as usize)?;
        if line_start(text, value.start as usize) != line_start(text, name.start as usize) {
            continue;
        }
        padded |= value.start as usize > colon + 2;
        let column = column(text, value.start as usize);
        if *at.get_or_insert(column) != column {
            return None;
        }
    }
    at.filter(|_| padded)
}

/// The offset at which a new part of a flow collection is inserted, and the text with its separator.
pub(super) fn beside(text: &str, node: &Node, spans: &[Span], at: usize, part: &str) -> Option<(usize, String)> {
    if spans.is_empty() {
        let open = node.span.start as usize;
        return text[open..].starts_with(['[', '{']).then(|| (open + 1, part.to_owned()));
    }
    let gap = |first: usize| {
        let (a, b) = (spans.get(first)?, spans.get(first + 1)?);
        let gap = text.get(a.end as usize..b.start as usize)?;
        (gap.trim() == ",").then_some(gap)
    };
    let Some(before) = at.checked_sub(1) else {
        let separator = gap(0).unwrap_or(", ");
        return Some((spans[0].start as usize, format!("{part}{separator}")));
    };
    let separator = gap(before).or_else(|| before.checked_sub(1).and_then(gap)).unwrap_or(", ");
    let end = remove::before_white_space(text, spans[before]);
    Some((end, format!("{separator}{part}")))
}
