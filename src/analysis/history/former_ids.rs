//! Resolves any id that a goal ever had to the one that it has today, and knows which of several files with one id stayed.

use std::collections::{HashMap, HashSet};

use super::file_contents::FileContents;
use crate::model::Workspace;

/// The present id of each former id.
pub(super) struct FormerIds<'w> {
    workspace: &'w Workspace,
    /// The next id of each former id, for goals that are no longer in the workspace.
    became: HashMap<String, String>,
    /// The ids that goals claim as former ones of theirs and that other goals had beside them.
    others: HashSet<String>,
    /// The files that took the place of others with the same id.
    successors: HashSet<String>,
}

impl<'w> FormerIds<'w> {
    /// The ids of a workspace and of the versions of a history, oldest first: of two claims to a former id the later
    /// wins.
    pub(super) fn new<'v>(workspace: &'w Workspace, versions: impl Iterator<Item = &'v FileContents>) -> Self {
        let mut became = HashMap::new();
        for version in versions {
            let FileContents::Goal(goal) = version else { continue };
            for former in goal.formerly.iter().filter(|former| **former != goal.id) {
                became.insert(former.clone(), goal.id.clone());
            }
        }
        Self { workspace, became, others: HashSet::new(), successors: HashSet::new() }
    }

    /// The same with ids that lead to the goals that have others now: pairs of the earlier id and the present one.
    pub(super) fn with(&self, changed: &[(String, String)]) -> Self {
        let became = self.became.iter().map(|(former, next)| (former.clone(), next.clone()));
        let became = became.chain(changed.iter().cloned()).collect();
        let (others, successors) = (self.others.clone(), self.successors.clone());
        Self { workspace: self.workspace, became, others, successors }
    }

    /// The same without ids that another goal had beside the one that claims them.
    pub(super) fn without(self, others: HashSet<String>) -> Self {
        Self { others, ..self }
    }

    /// The same with files that took the place of others with the same id.
    pub(super) fn succeeded_by(self, successors: HashSet<String>) -> Self {
        Self { successors, ..self }
    }

    /// Whether a file took the place of another one with the same id, beside which it stood.
    pub(super) fn is_successor(&self, path: &str) -> bool {
        self.successors.contains(path)
    }

    /// Whether a goal is there today.
    pub(super) fn is_present(&self, id: &str) -> bool {
        self.workspace.find(id).is_some()
    }

    /// Of two ids of one goal under which it stood twice in a commit, though neither version says that it had been the
    /// other, the one that is another goal's: not the present one, nor the former one that is listed first.
    pub(super) fn other_of<'i>(&self, one: &'i str, two: &'i str) -> &'i str {
        let goal = self.workspace.find(one).or_else(|| self.workspace.find(two)).map(|ix| self.workspace.goal(ix));
        let place = |id: &str| {
            let goal = goal?;
            if goal.id == id { Some(0) } else { goal.formerly.iter().position(|it| it == id).map(|at| at + 1) }
        };
        let order = |id: &str| place(id).unwrap_or(usize::MAX);
        if order(one) <= order(two) && self.became.get(one).is_none_or(|next| next != two) { two } else { one }
    }

    /// The present id of the goal in a content; none where it has no id.
    pub(super) fn of<'i>(&'i self, version: &'i FileContents) -> Option<&'i str> {
        let id = match version {
            FileContents::Goal(goal) => goal.id.as_str(),
            FileContents::Broken(id) => id.as_deref()?,
        };
        Some(self.resolve(id))
    }

    /// The present id of a goal, by any id that it had; the id itself where nothing else is known.
    pub(super) fn resolve<'i>(&'i self, id: &'i str) -> &'i str {
        let mut at = id;
        // Two goals may name each other in `formerly`, which is a cycle. No real goal changes its id this often.
        for _ in 0..16 {
            if self.others.contains(at) {
                break;
            }
            // The workspace comes first: an id that is in use today is nobody's former id.
            if let Some(ix) = self.workspace.find(at) {
                return &self.workspace.goal(ix).id;
            }
            match self.became.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}
