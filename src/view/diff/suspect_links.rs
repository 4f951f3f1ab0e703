//! The links that a change makes suspect.

use std::collections::HashSet;

use crate::analysis::diff::{Diff, GoalChange};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{ParentChanges, SuspectLink};
use crate::model::GoalIx;
use crate::view::suspect::SuspectView;

/// The links to changed goals that are suspect after a change and were not before it.
pub(super) fn suspect_between(diff: &Diff, before: &Facts<'_>, after: &Facts<'_>) -> Option<Vec<SuspectView>> {
    after.history()?;
    let of = |change: &GoalChange| {
        let (old, new) = (change.before?, change.after?);
        let known: HashSet<GoalIx> =
            before.parent_changes(old).iter().flat_map(ParentChanges::links).map(|link| link.child).collect();
        let was_suspect = |link: &SuspectLink| {
            let child = before.workspace.find_same(after.workspace, after.goal(link.child));
            child.is_some_and(|child| known.contains(&child))
        };
        SuspectView::below(after, new, |link| !was_suspect(link))
    };
    Some(diff.changes.iter().filter_map(of).collect())
}
