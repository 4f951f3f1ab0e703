//! Resolves any id that a goal ever had to the one that it has today.

use std::collections::HashMap;

use super::file_contents::FileContents;
use crate::model::Workspace;

/// The present id of each former id.
pub(super) struct FormerIds<'w> {
    workspace: &'w Workspace,
    /// The next id of each former id, for goals that are no longer in the workspace.
    became: HashMap<String, String>,
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
        Self { workspace, became }
    }

    /// The same with ids that lead to the goals that have others now: pairs of the earlier id and the present one.
    pub(super) fn with(&self, changed: &[(String, String)]) -> Self {
        let became = self.became.iter().map(|(former, next)| (former.clone(), next.clone()));
        Self { workspace: self.workspace, became: became.chain(changed.iter().cloned()).collect() }
    }

    /// The present id of the goal in a content; none where it has no id.
    pub(super) fn of(&self, version: &FileContents) -> Option<String> {
        let id = match version {
            FileContents::Goal(goal) => goal.id.as_str(),
            FileContents::Broken(id) => id.as_deref()?,
        };
        Some(self.resolve(id))
    }

    /// The present id of a goal, by any id that it had; the id itself where nothing else is known.
    pub(super) fn resolve(&self, id: &str) -> String {
        let mut at = id;
        // Two goals may name each other in `formerly`, which is a cycle. No real goal changes its id this often.
        for _ in 0..16 {
            // The workspace comes first: an id that is in use today is nobody's former id.
            if let Some(ix) = self.workspace.find(at) {
                return self.workspace.goal(ix).id.clone();
            }
            match self.became.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at.to_owned()
    }
}
