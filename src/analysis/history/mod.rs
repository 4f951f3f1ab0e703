//! What git history holds of goals: their revisions, and who took part in a commit.

pub(super) mod contributors;
pub(super) mod goal_history;

pub use contributors::Contributors;
pub use goal_history::{GoalHistory, GoalRevision};
