//! The decoder: the current place in a file, and the faults found so far.

use crate::source::Span;

use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::route::{Segment, route_text};
use crate::syntax::tree::{Entry, Node};

/// Collects faults while typed values are read from a tree.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The route of the value that is being read.
    pub(super) route: Vec<Segment>,
    /// For each segment of the route, the span of the key; none for list items.
    pub(super) keys: Vec<Option<Span>>,
    pub(super) faults: Vec<Fault>,
}

impl Decoder {
    /// Creates a decoder at the root of a document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The faults found.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether the field of a route was found under a misspelt name.
    #[must_use]
    pub fn has_misspelling(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.is_misspelling_of(route))
    }

    /// Removes the faults of exactly one route, because the caller will report a more precise one.
    pub fn retract(&mut self, route: &str) {
        self.faults.retain(|fault| fault.route != route);
    }

    /// Adds a fault at the current route.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(Fault { route: route_text(&self.route), ..fault });
    }

    /// Replaces the help of the last fault.
    pub fn set_help(&mut self, help: &str) {
        if let Some(last) = self.faults.last_mut() {
            last.help = Some(help.to_owned());
        }
    }

    /// Reads a value one segment below the current route.
    pub fn within<T>(&mut self, segment: Segment, read: impl FnOnce(&mut Self) -> T) -> T {
        self.step(segment, None, read)
    }

    /// Reads the value of an entry.
    pub fn within_entry<T>(&mut self, entry: &Entry, read: impl FnOnce(&mut Self) -> T) -> T {
        self.step(Segment::Key(entry.key.text.as_ref().to_owned()), Some(entry.key.span), read)
    }

    fn step<T>(&mut self, segment: Segment, key: Option<Span>, read: impl FnOnce(&mut Self) -> T) -> T {
        self.route.push(segment);
        self.keys.push(key);
        let value = read(self);
        self.keys.pop();
        self.route.pop();
        value
    }

    /// The span to underline for the current value: the value, or its key if it is a block collection or empty.
    #[must_use]
    pub fn place(&self, node: &Node) -> Span {
        match self.keys.last() {
            Some(Some(key)) if node.is_block() || node.span.is_empty() => *key,
            _ => node.span,
        }
    }

    /// The index of the current list item, from 0; none if the current value is no list item.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.route.last() {
            Some(Segment::Index(index)) => Some(*index),
            _ => None,
        }
    }

    /// The text of the current route.
    #[must_use]
    pub fn route(&self) -> String {
        route_text(&self.route)
    }

    /// Reports that a value has the wrong type. `wanted` is the expected type, such as "a number".
    pub fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let route = self.route();
        let fault = Fault::new(
            FaultKind::WrongType,
            self.place(node),
            format!("`{route}` must be {wanted}"),
            format!("this is {}", node.shape()),
        );
        self.fault(fault.help(format!("write {wanted} here")));
    }
}
