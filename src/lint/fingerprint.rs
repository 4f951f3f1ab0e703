//! Fingerprints of findings: the same problem has the same one in the next commit, wherever its lines have moved.

use std::collections::HashMap;

use crate::git::Repository;

/// The fingerprints given so far.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    numbers: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding. It consists of the rule, the subject (a goal's id, else a path) and the field
    /// without the numbers of list items, because items move; findings that have all of these in common are numbered.
    /// The message is no part of it: many name numbers that change every day.
    pub(super) fn next(&mut self, rule: &str, subject: &str, field: &str) -> String {
        let key = format!("{rule}\n{subject}\n{}", without_indices(field));
        let number = self.numbers.entry(key.clone()).or_default();
        *number += 1;
        let key = format!("{key}\n{number}");
        Repository::name_of(&key).map_or(key, |oid| oid.to_string())
    }
}

/// A route without the numbers of list items: `supports[]` for `supports[2]`.
fn without_indices(route: &str) -> String {
    let mut kept = String::with_capacity(route.len());
    let mut within = false;
    for character in route.chars() {
        within &= character != ']';
        if !within {
            kept.push(character);
        }
        within |= character == '[';
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_list_are_alike() {
        assert_eq!(without_indices("supports[12].how"), "supports[].how");
        assert_eq!(without_indices("metric.target"), "metric.target");
    }
}
