//! The order of fields, which determines the position of new ones.

use crate::syntax::tree::Mapping;

/// The order of fields: returns the names of a mapping's fields by its route, which is empty for the top level.
#[derive(Debug, Clone, Copy)]
pub struct FieldOrder(pub fn(&str) -> Vec<&'static str>);

/// All orders are equal: edits that differ only in it write the same value.
impl PartialEq for FieldOrder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for FieldOrder {}

impl FieldOrder {
    /// The index at which a new field is inserted in a mapping: after the last present field that precedes it in the
    /// order.
    pub(super) fn place(self, route: &str, mapping: &Mapping, name: &str) -> usize {
        let names = (self.0)(route);
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
