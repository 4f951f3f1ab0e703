//! What git history holds of goals: their revisions, and who took part in a commit.

pub(super) mod authorship;
pub(super) mod goal_history;

pub use authorship::{Addresses, Authorship};
pub use goal_history::{GoalHistory, GoalRevision};
