//! Findings that were there before: what is wrong since a revision is what is left when those are taken away.

use std::collections::HashMap;

use super::finding::Finding;
use crate::model::Workspace;

/// The findings of an earlier state.
#[derive(Debug, Default)]
pub struct Known {
    findings: Vec<Trace>,
}

/// What makes a finding the same as another.
#[derive(Debug, Clone)]
struct Trace {
    rule: &'static str,
    /// The goal's id; the file, where there is none.
    subject: String,
    field: String,
    message: String,
}

impl Trace {
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

impl Known {
    /// Takes in the findings of an earlier state.
    #[must_use]
    pub fn new(workspace: &Workspace, findings: &[Finding]) -> Self {
        Self { findings: findings.iter().map(|finding| Trace::of(workspace, finding)).collect() }
    }

    /// Of the findings of a later state, those that were not there before.
    #[must_use]
    pub fn fresh(&self, workspace: &Workspace, findings: Vec<Finding>) -> Vec<Finding> {
        let fresh = self.is_fresh(workspace, &findings);
        findings.into_iter().zip(fresh).filter_map(|(finding, fresh)| fresh.then_some(finding)).collect()
    }

    /// Of each finding of a later state, whether it was not there before.
    ///
    /// One is the same as one of before if rule, goal and field are, or rule, goal and message: an item that moved up in
    /// its list is no news. Each of before accounts for one, so that a second of its kind is new.
    #[must_use]
    pub fn is_fresh(&self, workspace: &Workspace, findings: &[Finding]) -> Vec<bool> {
        let mut before = self.findings.clone();
        for trace in &mut before {
            // A goal that was renamed since is the same goal.
            if let Some(ix) = workspace.find(&trace.subject) {
                trace.subject.clone_from(&workspace.goal(ix).id);
            }
        }
        let traces: Vec<Trace> = findings.iter().map(|finding| Trace::of(workspace, finding)).collect();
        let mut left: Vec<bool> = vec![true; before.len()];
        let mut fresh: Vec<bool> = vec![true; traces.len()];
        // What is exactly as before goes first, so that what is left over is what changed.
        for key in [
            |it: &Trace| (it.rule, it.subject.clone(), it.message.clone()),
            |it: &Trace| (it.rule, it.subject.clone(), it.field.clone()),
        ] {
            let mut places: HashMap<_, Vec<usize>> = HashMap::new();
            for (place, trace) in before.iter().enumerate().rev().filter(|(place, _)| left[*place]) {
                places.entry(key(trace)).or_default().push(place);
            }
            for (at, trace) in traces.iter().enumerate() {
                if fresh[at]
                    && let Some(place) = places.get_mut(&key(trace)).and_then(Vec::pop)
                {
                    left[place] = false;
                    fresh[at] = false;
                }
            }
        }
        fresh
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
        }
    }

    #[test]
    fn each_of_before_accounts_for_one() {
        let file = ("b.yaml", "kind: objective\nid: b\ntitle: t\nformerly: [a]\n");
        let workspace = Workspace::read(SourceSet::from_texts([file]));
        let known = Known::new(
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
        let fresh = known.fresh(&workspace, now);
        let messages: Vec<_> = fresh.iter().map(|it| (it.goal.as_deref(), it.message.as_str())).collect();
        assert_eq!(messages, [(Some("b"), "no `y`"), (Some("c"), "vague: old")]);
    }
}
