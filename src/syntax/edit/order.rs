//! The order of fields, which determines the position of new ones.

use crate::syntax::route::{Segment, parse_route};
use crate::syntax::tree::Mapping;

/// The order of fields by the pattern of their mapping's route: empty for the top level, `metric`, `log[]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldOrder(pub &'static [(&'static str, &'static [&'static str])]);

impl FieldOrder {
    /// The names of a mapping's fields in order; empty if none is defined.
    #[must_use]
    pub fn of(self, route: &str) -> &'static [&'static str] {
        let mut pattern = String::new();
        for segment in parse_route(route) {
            match segment {
                Segment::Key(key) if pattern.is_empty() => pattern.push_str(&key),
                Segment::Key(key) => pattern.push_str(&format!(".{key}")),
                Segment::Index(_) => pattern.push_str("[]"),
            }
        }
        self.0.iter().find(|(place, _)| *place == pattern).map_or(&[], |(_, names)| names)
    }

    /// The index at which a new field is inserted in a mapping: after the last present field that precedes it in the order.
    pub(super) fn place(self, route: &str, mapping: &Mapping, name: &str) -> usize {
        let names = self.of(route);
        let rank = |name: &str| names.iter().position(|it| *it == name);
        let Some(own) = rank(name) else { return mapping.entries.len() };
        let ranked = || mapping.entries.iter().enumerate().filter_map(|(at, it)| Some((rank(&it.key.text)?, at)));
        let before = ranked().filter(|(rank, _)| *rank < own).max();
        let after = || ranked().filter(|(rank, _)| *rank > own).map(|(_, at)| at).min();
        match before {
            Some((_, at)) => at + 1,
            None => after().unwrap_or(mapping.entries.len()),
        }
    }
}
