//! The decoder: the current place in a file, and the faults found so far.

use std::collections::HashMap;

use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::route::{Segment, push_index, push_key};
use crate::syntax::tree::{Entry, Node};

/// Collects faults while typed values are read from a tree.
#[derive(Debug, Default)]
pub struct Decoder {
    /// The route of the value that is being read. It is one text that grows and shrinks, as values are many and faults few.
    pub(super) route: String,
    /// The segments of the route.
    pub(super) steps: Vec<EnteredSegment>,
    faults: Vec<Fault>,
    /// How many faults of each kind are kept, and where the last of them is.
    kept: HashMap<FaultKind, (usize, usize)>,
}

/// The most faults of a kind that are kept of one file: a hostile one may have millions. The last of them counts the others.
const MOST_OF_A_KIND: usize = 1000;

/// A segment of the current route.
#[derive(Debug, Clone, Copy)]
pub(super) struct EnteredSegment {
    /// The length of the route before it.
    before: usize,
    /// The span of the key; none for list items.
    pub(super) key: Option<Span>,
    /// The index of a list item.
    index: Option<usize>,
}

impl Decoder {
    /// Creates a decoder at the root of a document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The faults found.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether the field of a route was found under a misspelt name.
    pub fn has_misspelling(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.is_misspelling_of(route))
    }

    /// Removes the faults of exactly one route, because the caller will report a more precise one.
    pub fn retract(&mut self, route: &str) {
        self.faults.retain(|fault| fault.route != route);
        self.kept.clear();
        for (at, fault) in self.faults.iter().enumerate() {
            let (count, last) = self.kept.entry(fault.kind).or_default();
            (*count, *last) = (*count + 1, at);
        }
    }

    /// Adds a fault at the current route.
    pub fn fault(&mut self, fault: Fault) {
        if self.skips(fault.kind) {
            return;
        }
        let (count, last) = self.kept.entry(fault.kind).or_default();
        (*count, *last) = (*count + 1, self.faults.len());
        self.faults.push(Fault { route: self.route.clone(), ..fault });
    }

    /// Whether no more faults of a kind are kept; one that is therefore not made is counted.
    pub(super) fn skips(&mut self, kind: FaultKind) -> bool {
        match self.kept.get(&kind) {
            Some((count, last)) if *count >= MOST_OF_A_KIND => {
                self.faults[*last].more += 1;
                true
            }
            _ => false,
        }
    }

    /// Replaces the help of the last fault, if it is at the current route.
    pub fn set_help(&mut self, help: &str) {
        if let Some(last) = self.faults.last_mut().filter(|last| last.route.starts_with(&self.route)) {
            last.help = Some(help.to_owned());
        }
    }

    /// Reads a value one segment below the current route.
    pub fn within<T>(&mut self, segment: Segment, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.route.len();
        let index = match segment {
            Segment::Key(key) => {
                push_key(&mut self.route, &key);
                None
            }
            Segment::Index(index) => {
                push_index(&mut self.route, index);
                Some(index)
            }
        };
        self.step(EnteredSegment { before, key: None, index }, read)
    }

    /// Reads the value of an entry.
    pub fn within_entry<T>(&mut self, entry: &Entry, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.route.len();
        push_key(&mut self.route, &entry.key.text);
        self.step(EnteredSegment { before, key: Some(entry.key.span), index: None }, read)
    }

    fn step<T>(&mut self, step: EnteredSegment, read: impl FnOnce(&mut Self) -> T) -> T {
        self.steps.push(step);
        let value = read(self);
        self.steps.pop();
        self.route.truncate(step.before);
        value
    }

    /// The span to underline for the current value: the value, or its key if it is a block collection or empty.
    pub fn place(&self, node: &Node) -> Span {
        match self.steps.last().and_then(|step| step.key) {
            Some(key) if node.is_block() || node.span.is_empty() => key,
            _ => node.span,
        }
    }

    /// The index of the current list item, from 0; none if the current value is no list item.
    pub fn index(&self) -> Option<usize> {
        self.steps.last()?.index
    }

    /// The text of the current route.
    pub fn route(&self) -> String {
        self.route.clone()
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
