//! Routes such as `supports[0].goal`, which name a place in a tree, and their resolution to nodes and spans.

use std::fmt::Write as _;

use crate::source::Span;

use super::tree::{Mapping, Node, Value};

/// One step of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// The value of a key in a mapping.
    Key(String),
    /// The item of a list, from 0.
    Index(usize),
}

/// The node that a route leads to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'t> {
    /// The key, if the last step is a key.
    pub key: Option<Span>,
    /// The value.
    pub node: &'t Node,
    /// Whether the whole route was found. If not, the place is the last one that was.
    pub whole: bool,
}

impl Place<'_> {
    /// The span to underline: the value, or the key if the value is a block collection or empty.
    pub fn span(&self) -> Span {
        let nothing = self.node.as_scalar().is_some() && self.node.span.is_empty();
        match self.key {
            Some(key) if nothing || self.node.is_block() => key,
            _ => self.node.span,
        }
    }
}

/// Parses a route. An index that is not a number is ignored.
pub fn parse_route(route: &str) -> Vec<Segment> {
    let segments = steps(route).map(|step| match step {
        RouteStep::Key(key) => Segment::Key(key.to_owned()),
        RouteStep::Index(index) => Segment::Index(index),
    });
    segments.collect()
}

/// A segment of a route that is only read.
enum RouteStep<'r> {
    Key(&'r str),
    Index(usize),
}

/// The segments of a route, one after the other: rules look up many routes in every file.
fn steps(route: &str) -> impl Iterator<Item = RouteStep<'_>> {
    route.split('.').filter(|part| !part.is_empty()).flat_map(|part| {
        let (key, indices) = part.split_once('[').unwrap_or((part, ""));
        let indices = indices.split('[').filter_map(|index| index.trim_end_matches(']').parse().ok());
        (!key.is_empty()).then_some(RouteStep::Key(key)).into_iter().chain(indices.map(RouteStep::Index))
    })
}

/// Whether a route is `outer` or inside it, as `metric.target` is inside `metric`.
pub fn is_within(route: &str, outer: &str) -> bool {
    route.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The text of a route, such as `supports[0].goal`.
pub fn route_text(segments: &[Segment]) -> String {
    let mut text = String::new();
    for segment in segments {
        match segment {
            Segment::Key(key) => push_key(&mut text, key),
            Segment::Index(index) => push_index(&mut text, *index),
        }
    }
    text
}

/// Extends the text of a route by a key.
pub(super) fn push_key(route: &mut String, key: &str) {
    if !route.is_empty() {
        route.push('.');
    }
    route.push_str(key);
}

/// Extends the text of a route by an index.
pub(super) fn push_index(route: &mut String, index: usize) {
    let _ = write!(route, "[{index}]");
}

/// Follows a route from a node as far as it exists.
pub fn locate<'t>(root: &'t Node, route: &str) -> Place<'t> {
    let mut place = Place { key: None, node: root, whole: true };
    for segment in steps(route) {
        let next = match (segment, &place.node.value) {
            (RouteStep::Key(key), Value::Mapping(mapping)) => step(mapping, key),
            (RouteStep::Index(index), Value::Sequence(list)) => {
                list.items.get(index).map(|node| Place { key: None, node, whole: true })
            }
            _ => None,
        };
        match next {
            Some(next) => place = next,
            None => return Place { whole: false, ..place },
        }
    }
    place
}

/// Every node that matches a pattern such as `needs[].goal`, in which `[]` is any item of a list, with its route.
pub fn select<'t>(root: &'t Node, pattern: &str) -> Vec<(String, &'t Node)> {
    let mut found = vec![(String::new(), root)];
    for part in pattern.split('.') {
        let key = part.trim_end_matches("[]");
        let mut next = Vec::new();
        for (route, node) in found {
            let Some(value) = node.as_mapping().and_then(|mapping| mapping.get(key)) else { continue };
            let route = if route.is_empty() { key.to_owned() } else { format!("{route}.{key}") };
            next.push((route, value));
        }
        for _ in 0..(part.len() - key.len()) / 2 {
            let lists = next.into_iter().filter_map(|(route, node)| Some((route, node.as_sequence()?)));
            next = lists
                .flat_map(|(route, list)| {
                    list.items.iter().enumerate().map(move |(at, item)| (format!("{route}[{at}]"), item))
                })
                .collect();
        }
        found = next;
    }
    found
}

fn step<'t>(mapping: &'t Mapping, key: &str) -> Option<Place<'t>> {
    mapping.entry(key).map(|entry| Place { key: Some(entry.key.span), node: &entry.value, whole: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_reads_as_it_is_written() {
        for route in ["metric.target", "supports[0].goal", "milestones[12]", ""] {
            assert_eq!(route_text(&parse_route(route)), route);
        }
    }

    #[test]
    fn a_pattern_finds_every_item() {
        let text = "log:\n  - {to: [a, b]}\n  - {to: c}\n  - {to: [d]}\n";
        let (tree, _) = crate::syntax::parse(&crate::source::SourceFile::from_text("", text));
        let found = select(tree.root.as_ref().expect("a tree"), "log[].to[]");
        let routes: Vec<_> = found.iter().map(|(route, _)| route.as_str()).collect();
        assert_eq!(routes, ["log[0].to[0]", "log[0].to[1]", "log[2].to[0]"]);
    }
}
