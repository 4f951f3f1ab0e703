//! Fingerprints of findings: the same problem has the same one in the next commit, wherever its lines have moved.

use std::collections::HashMap;

use super::finding::{Batch, Finding};
use crate::git::Repository;
use crate::model::Workspace;

/// The fingerprints given so far.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    numbers: HashMap<String, usize>,
}

impl Fingerprints {
    /// Gives each finding its own. They are all that were found: if some were left out before, as those that an earlier state
    /// has too, the others would get their numbers.
    pub(super) fn assign<'f>(&mut self, workspace: &Workspace, findings: impl Iterator<Item = &'f mut Finding>) {
        for finding in findings {
            let subject = finding.goal.clone().unwrap_or_else(|| format!("/{}", finding.path(workspace)));
            finding.fingerprint = self.next(finding.rule, &subject, finding.field.as_deref().unwrap_or_default());
        }
    }

    /// The fingerprint of findings that are reported as one. It stays the same when the first of them is resolved.
    pub(super) fn of_batch(&mut self, rule: &str, batch: &Batch) -> String {
        self.next(rule, &format!("{} … {}", batch.before, batch.after), "")
    }

    /// The fingerprint of the next finding. It consists of the rule, the subject (a goal's id, else a path) and the field
    /// without the numbers of list items, because items move; findings that have all of these in common are numbered.
    /// The message is no part of it: many name numbers that change every day.
    fn next(&mut self, rule: &str, subject: &str, field: &str) -> String {
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
