//! The commit that a report is made from.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::model::{Day, Goal};

/// The commit that a report is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BaseCommitView {
    /// Its id.
    pub id: String,
    /// The committer's day; null where a revision was asked for by day.
    pub day: Option<Day>,
    /// How many goals were added or changed since and are not committed; null for a revision, and where the history is not
    /// known.
    pub uncommitted: Option<usize>,
}

impl BaseCommitView {
    /// The commit of a work tree, with the number of goals that differ from it.
    #[must_use]
    pub fn of_work_tree(self, snapshot: &Facts<'_>) -> Self {
        let Some(history) = snapshot.timeline.history() else { return self };
        let is_committed = |goal: &Goal| {
            history.at_head(&goal.id).is_some_and(|head| {
                // Where its file stands among all others is no part of a goal.
                let now = Goal { document: head.document, ..goal.as_written() };
                now == head.as_written()
            })
        };
        let own = snapshot.goals().filter(|(_, goal)| snapshot.workspace.is_own(goal.document));
        Self { uncommitted: Some(own.filter(|(_, goal)| !is_committed(goal)).count()), ..self }
    }
}
