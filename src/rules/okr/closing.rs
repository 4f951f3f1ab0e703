//! The advice to close a goal, as help texts give it.

use crate::model::Goal;

/// The command that grades and closes a goal.
pub(super) fn closing_advice(goal: &Goal) -> String {
    format!("to grade and close it: goalpost close {}", goal.id)
}
