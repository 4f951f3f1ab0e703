//! Adds items to the start or end of a list.

use crate::source::Span;
use crate::syntax::route::locate;
use crate::syntax::tree::{Node, Sequence, Tree, Value};

use super::attempt::Attempt;
use super::content::Content;
use super::definition::End;
use super::lines::{
    begins_line, block_end, break_at, colon_after, column, dash, ends_line, in_flow, layout, line_end, line_start,
};
use super::order::FieldOrder;
use super::set::{beside, insert_after, set};
use super::wanted::{node_mut, with_item};

/// Adds an item at an end of a list.
pub(super) fn add(
    text: &str,
    tree: &Tree,
    root: &Node,
    (route, end): (&str, End),
    item: &Content,
    order: FieldOrder,
) -> Option<Vec<Attempt>> {
    let place = locate(root, route);
    let list = match &place.node.value {
        Value::Sequence(list) if place.whole => list,
        _ if !place.whole || place.node.is_null() => {
            return set(text, tree, root, route, &Content::List(vec![item.clone()]), order);
        }
        _ => return None,
    };
    let at = if end == End::First { 0 } else { list.items.len() };
    let mut wanted = tree.clone();
    let Value::Sequence(new) = &mut node_mut(&mut wanted, route)?.value else { return None };
    new.items = with_item(std::mem::take(&mut new.items), at, item.node());
    let mut attempts = Vec::new();
    if list.flow {
        if let (Some(key), true) = (place.key, list.items.is_empty() && !item.is_single() && !in_flow(root, route)) {
            attempts.extend(unfolded(text, tree, key, place.node, item, &wanted));
        }
        let spans: Vec<_> = list.items.iter().map(|item| item.span).collect();
        let (place, with) = beside(text, place.node, &spans, at, &item.flow())?;
        attempts.push(Attempt::new(Span::new(place, place), with, wanted));
    } else {
        attempts.extend(in_lines(text, tree, list, end, item, &wanted)?);
    }
    Some(attempts)
}

/// Replaces an empty `[]` after its key by an item on a line of its own.
fn unfolded(text: &str, tree: &Tree, key: Span, node: &Node, item: &Content, wanted: &Tree) -> Option<Attempt> {
    let colon = colon_after(text, key.end as usize)?;
    if text.get(colon + 1..node.span.end as usize)? != " []" || !ends_line(text, node.span.end as usize) {
        return None;
    }
    let end = line_end(text, colon);
    let after = &text[node.span.end as usize..end];
    let margin = column(text, key.start as usize);
    let lines = layout(text, tree, colon).after_key(&Content::List(vec![item.clone()]), margin);
    Some(Attempt::new(Span::new(colon + 1, end), format!("{after}{lines}"), wanted.clone()))
}

/// Adds an item to a block list, in the layout of the item next to it.
fn in_lines(text: &str, tree: &Tree, list: &Sequence, end: End, item: &Content, wanted: &Tree) -> Option<Vec<Attempt>> {
    let beside = if end == End::First { list.items.first()? } else { list.items.last()? };
    let dash_at = dash(text, beside)?;
    let margin = column(text, dash_at);
    let start = beside.span.start as usize;
    let same_line = line_start(text, start) == line_start(text, dash_at) && !beside.span.is_empty();
    let pad = if same_line { (start - dash_at).saturating_sub(1).max(1) } else { 1 };
    let layout = layout(text, tree, dash_at);
    let mapped = matches!(&beside.value, Value::Mapping(mapping) if !mapping.flow);
    let line = format!("-{}{}", " ".repeat(pad), layout.item(item, margin, pad, mapped));
    if end == End::Last {
        let end = block_end(text, beside.span.end as usize, margin);
        return Some(vec![insert_after(text, end, margin, &line, layout.line_end, wanted)]);
    }
    let at = first_line(text, list, dash_at);
    let indent = if at == dash_at { layout.new_line(margin) } else { layout.line_end.to_owned() };
    let lead = if at == dash_at { String::new() } else { " ".repeat(margin) };
    Some(vec![Attempt::new(Span::new(at, at), format!("{lead}{line}{indent}"), wanted.clone())])
}

/// The position of a new first item: before the first one, and before the comment above it if other items have comments
/// above them too. Otherwise that comment is about the list.
fn first_line(text: &str, list: &Sequence, dash_at: usize) -> usize {
    let commented = |item: &Node| {
        let Some(dash) = dash(text, item).filter(|dash| begins_line(text, *dash)) else { return false };
        line_start(text, dash).checked_sub(1).is_some_and(|above| is_comment(text, above))
    };
    if !begins_line(text, dash_at) || !list.items.iter().skip(1).any(commented) {
        return dash_at;
    }
    let mut at = line_start(text, dash_at);
    let mut found = dash_at;
    while let Some(above) = at.checked_sub(1) {
        if !is_comment(text, above) {
            break;
        }
        at = line_start(text, if text[..above].ends_with('\r') { above - 1 } else { above });
        found = at;
    }
    found
}

/// Whether the line that ends at an offset consists of a comment.
fn is_comment(text: &str, at: usize) -> bool {
    let at = if break_at(text, at) == "\n" && text[..at].ends_with('\r') { at - 1 } else { at };
    text[line_start(text, at)..line_end(text, at)].trim_start_matches(' ').starts_with('#')
}
