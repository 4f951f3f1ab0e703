//! The id that a goal has today, by any id that it had before.

use std::collections::HashMap;

use super::file_contents::FileContents;
use crate::model::Workspace;

/// Which id a former id stands for today.
pub(super) struct FormerIds<'w> {
    workspace: &'w Workspace,
    /// For goals that are gone: what each former id became.
    became: HashMap<String, String>,
}

impl<'w> FormerIds<'w> {
    /// The ids of a workspace and of the versions of a history, of which a later one counts more.
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

    pub(super) fn of(&self, version: &FileContents) -> Option<String> {
        let id = match version {
            FileContents::Goal(goal) => goal.id.as_str(),
            FileContents::Broken(id) => id.as_deref()?,
        };
        Some(self.resolve(id))
    }

    pub(super) fn resolve(&self, id: &str) -> String {
        let mut at = id;
        // Two goals may claim to be each other's former self: a few steps are enough for the honest.
        for _ in 0..16 {
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
