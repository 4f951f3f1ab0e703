//! The difference of two workspaces, the reviewers of the change, and whose progress rests on a goal.

pub(super) mod changes;
pub(super) mod dependence;
mod lost;
mod moved;
pub(super) mod reviewers;

pub use changes::{ChangeKind, Diff, GoalChange, Impact};
pub use dependence::rollup_shares;
pub use moved::{Moved, waiver_between};
pub use reviewers::{Reviewer, reviewers, reviewers_of_goal};
