//! Findings of an earlier state, which `check --since` and the guard on writes do not report again.

use std::collections::HashMap;

use super::finding::Finding;
use crate::model::Workspace;

/// The findings of an earlier state.
#[derive(Debug, Default)]
pub struct KnownFindings {
    findings: Vec<FindingKey>,
}

/// The parts of a finding by which it is recognised in another state.
#[derive(Debug, Clone)]
struct FindingKey {
    rule: &'static str,
    /// The goal's id, or the file if there is no goal.
    subject: String,
    field: String,
    message: String,
}

impl FindingKey {
    fn of(workspace: &Workspace, finding: &Finding) -> Self {
        let path = || finding.location.map(|it| format!("/{}", workspace.file(it.document).path)).unwrap_or_default();
        Self {
            rule: finding.rule,
            subject: finding.goal.clone().unwrap_or_else(path),
            field: finding.field.clone().unwrap_or_default(),
            message: finding.message.clone(),
        }
    }
}

impl KnownFindings {
    /// Remembers the findings of an earlier state.
    pub fn new(workspace: &Workspace, findings: &[Finding]) -> Self {
        Self { findings: findings.iter().map(|finding| FindingKey::of(workspace, finding)).collect() }
    }

    /// Keeps the findings of a later state that are new.
    pub fn filter_new(&self, workspace: &Workspace, findings: Vec<Finding>) -> Vec<Finding> {
        let new = self.are_new(workspace, &findings);
        findings.into_iter().zip(new).filter_map(|(finding, new)| new.then_some(finding)).collect()
    }

    /// For each finding of a later state, whether it is new.
    ///
    /// Two findings are the same if they have the same rule, goal and field, or the same rule, goal and message: a list
    /// item that moved up is not new. Each earlier finding matches only one, so that a second of its kind is new.
    pub fn are_new(&self, workspace: &Workspace, findings: &[Finding]) -> Vec<bool> {
        let mut before = self.findings.clone();
        for key in &mut before {
            // A goal that has been renamed since then is the same goal.
            if let Some(ix) = workspace.find(&key.subject) {
                key.subject.clone_from(&workspace.goal(ix).id);
            }
        }
        let after: Vec<FindingKey> = findings.iter().map(|finding| FindingKey::of(workspace, finding)).collect();
        let mut unmatched: Vec<bool> = vec![true; before.len()];
        let mut is_new: Vec<bool> = vec![true; after.len()];
        // Findings with the same message are matched first, so that those left over are the ones that changed.
        for key in [
            |it: &FindingKey| (it.rule, it.subject.clone(), it.message.clone()),
            |it: &FindingKey| (it.rule, it.subject.clone(), it.field.clone()),
        ] {
            let mut places: HashMap<_, Vec<usize>> = HashMap::new();
            for (place, earlier) in before.iter().enumerate().rev().filter(|(place, _)| unmatched[*place]) {
                places.entry(key(earlier)).or_default().push(place);
            }
            for (at, later) in after.iter().enumerate() {
                if is_new[at]
                    && let Some(place) = places.get_mut(&key(later)).and_then(Vec::pop)
                {
                    unmatched[place] = false;
                    is_new[at] = false;
                }
            }
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Group, Level};
    use crate::source::SourceSet;

    fn finding(rule: &'static str, goal: &str, field: &str, message: &str) -> Finding {
        Finding {
            rule,
            group: Group::Cascade,
            level: Level::Error,
            message: message.to_owned(),
            label: String::new(),
            help: None,
            location: None,
            gone: None,
            goal: Some(goal.to_owned()),
            field: Some(field.to_owned()),
            related: Vec::new(),
            fix: None,
            batch: None,
            fingerprint: String::new(),
            count: 1,
        }
    }

    #[test]
    fn each_of_before_accounts_for_one() {
        let file = ("b.yaml", "kind: objective\nid: b\ntitle: t\nformerly: [a]\n");
        let workspace = Workspace::read(SourceSet::from_texts([file]));
        let known = KnownFindings::new(
            &workspace,
            &[
                finding("dangling-link", "a", "supports[1]", "no `x`"),
                finding("vague-title", "a", "title", "vague: old"),
            ],
        );
        let now = vec![
            finding("dangling-link", "b", "supports[0]", "no `x`"),
            finding("dangling-link", "b", "supports[1]", "no `y`"),
            finding("vague-title", "b", "title", "vague: new words"),
            finding("vague-title", "c", "title", "vague: old"),
        ];
        let fresh = known.filter_new(&workspace, now);
        let messages: Vec<_> = fresh.iter().map(|it| (it.goal.as_deref(), it.message.as_str())).collect();
        assert_eq!(messages, [(Some("b"), "no `y`"), (Some("c"), "vague: old")]);
    }
}
