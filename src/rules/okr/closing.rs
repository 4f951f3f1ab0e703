//! How a goal is closed, in the words of a help.

use crate::model::Goal;

/// What grades and closes a goal.
pub(super) fn closing(goal: &Goal) -> String {
    format!("goalpost close {} grades and closes it", goal.id)
}
