//! The decoder: where in a file it is, and every fault on the way.

use crate::source::Span;

use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::route::{Segment, route_text};
use crate::syntax::tree::{Entry, Node};

/// Collects faults while values are read; knows where in the file it is.
#[derive(Debug, Default)]
pub struct Decoder {
    pub(super) route: Vec<Segment>,
    /// For each step of the route the key that was taken, if it was one.
    pub(super) keys: Vec<Option<Span>>,
    pub(super) faults: Vec<Fault>,
}

impl Decoder {
    /// A decoder at the root of a document.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything found wrong so far.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Whether a field has been found under a slip of its name, at this route.
    #[must_use]
    pub fn has_slip(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.is_slip_of(route))
    }

    /// Takes back what was told of exactly one place, where a later look knows better.
    pub fn retract(&mut self, route: &str) {
        self.faults.retain(|fault| fault.route != route);
    }

    /// Adds a fault at the place where the decoder is.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.push(Fault { route: route_text(&self.route), ..fault });
    }

    /// Gives the last fault another word of help, where more is known of what to do.
    pub fn advise(&mut self, help: &str) {
        if let Some(last) = self.faults.last_mut() {
            last.help = Some(help.to_owned());
        }
    }

    /// Reads something one step further in.
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

    /// What to underline of the value that is being read: the value, or its key where it is a block of lines or nothing.
    #[must_use]
    pub fn place(&self, node: &Node) -> Span {
        match self.keys.last() {
            Some(Some(key)) if node.is_block() || node.span.is_empty() => *key,
            _ => node.span,
        }
    }

    /// The place in the list whose item is being read.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.route.last() {
            Some(Segment::Index(index)) => Some(*index),
            _ => None,
        }
    }

    /// The route of where the decoder is.
    #[must_use]
    pub fn route(&self) -> String {
        route_text(&self.route)
    }

    /// Says that a value is of another type than the field has.
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
