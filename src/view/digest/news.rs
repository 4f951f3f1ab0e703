//! What is new in a goal's file since the earlier state of a digest.

use std::collections::HashSet;

use crate::analysis::diff::Diff;
use crate::analysis::facts::Facts;
use crate::model::{Day, Goal, GoalIx, LogEntry};

/// The ids of those of some goals that differ from the earlier state in anything.
pub(super) fn changed_otherwise(snapshot: &Facts<'_>, before: &Facts<'_>, told: &HashSet<GoalIx>) -> Vec<String> {
    let changes = Diff::between(before, snapshot).changes.into_iter();
    changes.filter(|it| it.after.is_some_and(|ix| told.contains(&ix))).map(|it| it.id).collect()
}

/// A goal in the earlier state of a digest.
enum EarlierGoal<'g> {
    /// It is unknown; only the days of events tell what is new.
    Unknown,
    /// The goal as it was; `None` if it did not exist.
    Known(Option<&'g Goal>),
}

impl<'g> EarlierGoal<'g> {
    fn of(snapshot: &Facts<'_>, before: Option<&'g Facts<'_>>, goal: &Goal) -> Self {
        // Without earlier goals the goals are as new to git as the repository, and their log may be years old.
        let Some(before) = before.filter(|it| !it.workspace.goals.is_empty()) else { return Self::Unknown };
        let unread = before.workspace.may_hold_unread(snapshot.workspace, goal);
        match before.workspace.find_same(snapshot.workspace, goal) {
            Some(ix) => Self::Known(Some(before.goal(ix))),
            // A root without a history has no earlier state here.
            None if unread || !snapshot.has_history_of(goal.document) => Self::Unknown,
            None => Self::Known(None),
        }
    }
}

/// What is new in a goal's file since the earlier state. What a pull request brings is new when it lands, whatever days it
/// was written on.
pub(super) struct GoalNews<'g, F> {
    within: F,
    earlier: EarlierGoal<'g>,
}

impl<'g, F: Fn(Day) -> bool> GoalNews<'g, F> {
    /// The news of a goal since an earlier state; `within` tells whether a day is one of the digest's.
    pub(super) fn new(snapshot: &Facts<'_>, before: Option<&'g Facts<'_>>, goal: &Goal, within: F) -> Self {
        Self { within, earlier: EarlierGoal::of(snapshot, before, goal) }
    }

    /// Whether an event of a day is new; `was_there` tells whether an earlier version of the goal had it.
    pub(super) fn is_new(&self, day: Day, was_there: impl Fn(&Goal) -> bool) -> bool {
        match self.earlier {
            EarlierGoal::Unknown => (self.within)(day),
            EarlierGoal::Known(then) => !then.is_some_and(was_there),
        }
    }

    /// Whether the goal was closed since.
    pub(super) fn is_closed(&self, goal: &Goal) -> bool {
        goal.closed.is_some_and(|day| self.is_new(day, |then| then.closed == goal.closed))
    }

    /// The same log entry in an earlier version of a goal. An old one whose text was edited is the same.
    pub(super) fn earlier_entry<'v>(&self, then: &'v Goal, entry: &LogEntry) -> Option<&'v LogEntry> {
        let is_old = !(self.within)(entry.date);
        then.log.iter().find(|it| {
            (it.kind, it.date) == (entry.kind, entry.date) && (it.text == entry.text || (is_old && it.by == entry.by))
        })
    }
}
