//! What git history holds of goals: their revisions, and who took part in a commit.

mod commit_difference;
pub(super) mod contributors;
mod file_contents;
mod former_ids;
pub(super) mod goal_history;
pub(super) mod landings;

pub use contributors::Contributors;
pub use goal_history::{GoalHistory, GoalRevision};
pub use landings::{Landed, LandedChange};
