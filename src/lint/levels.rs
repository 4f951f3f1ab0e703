//! The levels at which a rule runs: of the root, and of folders with settings of their own.

use std::collections::BTreeMap;

use super::finding::Level;
use super::former::former_names;
use super::group::{Group, Identity};
use crate::analysis::facts::Facts;
use crate::model::{Goal, RuleSetting, Settings};

/// The levels at which a rule runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleLevels<'s> {
    pub(super) rule: Identity,
    /// The level where the settings say nothing; none is off.
    pub(super) default: Option<Level>,
    pub(super) settings: &'s Settings,
    /// The level where the settings turn the rule off; none if it does not run there.
    pub(super) otherwise: Option<Level>,
}

impl RuleLevels<'_> {
    /// Whether it runs anywhere.
    pub(super) fn is_on(&self) -> bool {
        let folders = self.settings.folders.iter().map(|folder| self.at(&folder.path));
        folders.chain([self.by([&self.settings.rules].into_iter())]).any(|level| level.is_some())
    }

    /// The level for a file, by its path from the root; none is off.
    pub(super) fn at(&self, path: &str) -> Option<Level> {
        self.by(self.settings.rules_at(path))
    }

    /// Whether the settings say a level for a file.
    pub(super) fn is_set(&self, path: &str) -> bool {
        let with = |default| level_by(self.rule.name, default, self.settings.rules_at(path));
        with(None) == with(Some(Level::Warning))
    }

    /// The level for a goal. For a rule about history it is the highest of the folders in which the goal's file lay, so that
    /// moving a file silences nothing.
    pub(super) fn of_goal(&self, snapshot: &Facts<'_>, goal: &Goal) -> Option<Level> {
        self.of_history(snapshot, &goal.id, &snapshot.workspace.file(goal.document).path)
    }

    /// The same for a goal whose file is, or was last, at a path.
    pub(super) fn of_history(&self, snapshot: &Facts<'_>, id: &str, path: &str) -> Option<Level> {
        let present = self.at(path);
        let Some(history) = snapshot.timeline.history().filter(|_| self.rule.group == Group::History) else {
            return present;
        };
        let earlier = history.left_folders(id, path).into_iter().map(|left| {
            let rules = left.settings.rules_of_folders(&left.path).chain([&self.settings.rules]);
            self.by(rules)
        });
        earlier.max().max(Some(present)).flatten()
    }

    fn by<'r>(&self, written: impl Iterator<Item = &'r BTreeMap<String, RuleSetting>>) -> Option<Level> {
        level_by(self.rule.name, self.default, written).or(self.otherwise)
    }
}

/// The level of a rule that the first of some settings gives, else its default; none is off.
pub(super) fn level_by<'s>(
    name: &'static str,
    default: Option<Level>,
    mut written: impl Iterator<Item = &'s BTreeMap<String, RuleSetting>>,
) -> Option<Level> {
    // Settings may use an earlier name of the rule; the current name takes precedence.
    let names = || std::iter::once(name).chain(former_names(name));
    let level = written.find_map(|rules| names().find_map(|name| rules.get(name)?.level.as_deref()));
    match level {
        Some("off" | "false") => None,
        Some("warn") => Some(Level::Warning),
        Some("error") => Some(Level::Error),
        _ => default,
    }
}
