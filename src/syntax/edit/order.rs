//! The order in which fields read best, for those that are new.

use crate::syntax::tree::Mapping;

/// The order of fields: gives the names of a mapping's fields by its route, which is empty for the top.
#[derive(Debug, Clone, Copy)]
pub struct FieldOrder(pub fn(&str) -> Vec<&'static str>);

/// All orders are the same to an edit: they say where it goes, not what it is.
impl PartialEq for FieldOrder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for FieldOrder {}

impl FieldOrder {
    /// How many of a mapping's fields a new one goes behind.
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
