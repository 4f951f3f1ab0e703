//! Changes a tree to the one that a file must have after an edit.

use crate::syntax::route::{Segment, parse_route, route_text};
use crate::syntax::tree::{Entry, Node, Tree, Value};

pub(super) fn node_mut<'t>(tree: &'t mut Tree, route: &str) -> Option<&'t mut Node> {
    let mut node = tree.root.as_mut()?;
    for segment in parse_route(route) {
        node = match (segment, &mut node.value) {
            (Segment::Key(key), Value::Mapping(mapping)) => {
                &mut mapping.entries.iter_mut().find(|entry| *entry.key.text == *key)?.value
            }
            (Segment::Index(index), Value::Sequence(list)) => list.items.get_mut(index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// The route without its last segment, and that segment.
pub(super) fn split_last(route: &str) -> Option<(String, Segment)> {
    let mut segments = parse_route(route);
    let last = segments.pop()?;
    Some((route_text(&segments), last))
}

pub(super) fn entry_mut<'t>(tree: &'t mut Tree, route: &str) -> Option<&'t mut Entry> {
    let (parent, Segment::Key(key)) = split_last(route)? else { return None };
    match &mut node_mut(tree, &parent)?.value {
        Value::Mapping(mapping) => mapping.entries.iter_mut().find(|entry| *entry.key.text == *key),
        _ => None,
    }
}

/// A list with one more item, at a place.
pub(super) fn with_item<T>(list: Box<[T]>, at: usize, item: T) -> Box<[T]> {
    let mut list = list.into_vec();
    list.insert(at, item);
    list.into_boxed_slice()
}

pub(super) fn remove(tree: &mut Tree, route: &str) -> Option<()> {
    let (parent, step) = split_last(route)?;
    match (&mut node_mut(tree, &parent)?.value, step) {
        (Value::Mapping(mapping), Segment::Key(key)) => {
            let entries = std::mem::take(&mut mapping.entries).into_iter();
            mapping.entries = entries.filter(|entry| *entry.key.text != *key).collect();
            Some(())
        }
        (Value::Sequence(list), Segment::Index(index)) if index < list.items.len() => {
            let items = std::mem::take(&mut list.items).into_iter().enumerate();
            list.items = items.filter(|(at, _)| *at != index).map(|(_, item)| item).collect();
            Some(())
        }
        _ => None,
    }
}
