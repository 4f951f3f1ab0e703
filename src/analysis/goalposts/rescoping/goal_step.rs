//! What a step along the trunk's line did to a goal.

use std::sync::Arc;

use crate::model::Goal;

/// A step's change of a goal.
pub(super) struct GoalStep<'r> {
    pub(super) id: &'r str,
    pub(super) before: Option<Arc<Goal>>,
    pub(super) after: Option<Arc<Goal>>,
    /// Whether the goal's file was excluded.
    pub(super) excluded: bool,
}

impl GoalStep<'_> {
    /// The version that tells which goals are above it after the change.
    pub(super) fn version(&self) -> Option<&Arc<Goal>> {
        self.after.as_ref().or(self.before.as_ref().filter(|_| self.excluded))
    }
}
