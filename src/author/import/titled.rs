//! The goals that are here, by their titles: tables of other services name goals so.

use std::collections::HashMap;

use super::input::{InputRow, text_of};
use crate::model::{Goal, Period, State, Workspace};

/// The goals that rows may be or name.
pub(super) struct TitledGoals<'w> {
    pub(super) workspace: &'w Workspace,
    by_title: HashMap<String, Vec<&'w Goal>>,
}

impl<'w> TitledGoals<'w> {
    /// The goals of a root, and of the open one that it refers to.
    pub(super) fn of(workspace: &'w Workspace) -> Self {
        let mut by_title: HashMap<String, Vec<&'w Goal>> = HashMap::new();
        let is_named = |goal: &&Goal| workspace.is_own(goal.document) || workspace.is_outer(goal.document);
        for goal in workspace.goals.iter().map(Box::as_ref).filter(is_named) {
            by_title.entry(goal.title.to_lowercase()).or_default().push(goal);
        }
        Self { workspace, by_title }
    }

    /// The goals of the root itself with the title of a row.
    pub(super) fn titled_as(&self, row: &InputRow) -> impl Iterator<Item = &'w Goal> {
        let own = |goal: &&Goal| self.workspace.is_own(goal.document);
        self.titled(text_of(&row.fields, "title").unwrap_or_default()).iter().copied().filter(own)
    }

    /// Whether a text is the id or title of a goal.
    pub(super) fn has(&self, text: &str) -> bool {
        self.workspace.find(text).is_some() || !self.titled(text).is_empty()
    }

    /// The period of a row.
    pub(super) fn period_of(&self, row: &InputRow) -> Option<Period> {
        row.period(self.workspace.settings.fiscal_year_starts)
    }

    /// The goal whose id or title a row of a period writes. Of several with a title it is the only one of the row's days, or else
    /// the only open one.
    pub(super) fn named_by(&self, period: Option<&Period>, text: &str) -> Option<&'w Goal> {
        if let Some(ix) = self.workspace.find(text) {
            return Some(self.workspace.goal(ix));
        }
        let all = self.titled(text);
        let only = |is_meant: &dyn Fn(&Goal) -> bool| {
            let mut those = all.iter().copied().filter(|goal| is_meant(goal));
            those.next().filter(|_| those.next().is_none())
        };
        let is_then = |goal: &Goal| {
            let both = period.zip(goal.period.as_ref());
            both.is_some_and(|(period, own): (&Period, _)| own.overlaps(period))
        };
        only(&|_| true)
            .or_else(|| only(&is_then))
            .or_else(|| only(&|goal| matches!(goal.state, State::Active | State::Draft)))
    }

    /// The ids of the goals with a title where a row that writes it may mean any of them.
    pub(super) fn ambiguous(&self, row: &InputRow, text: &str) -> Option<Vec<&'w str>> {
        let all = self.titled(text);
        let is_open = all.len() > 1 && self.named_by(self.period_of(row).as_ref(), text).is_none();
        is_open.then(|| all.iter().map(|goal| goal.id.as_str()).collect())
    }

    fn titled(&self, title: &str) -> &[&'w Goal] {
        self.by_title.get(&title.to_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}
