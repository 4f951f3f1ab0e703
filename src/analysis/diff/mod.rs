//! The difference of two workspaces, and the reviewers of the change.

pub(super) mod changes;
pub(super) mod reviewers;

pub use changes::{ChangeKind, Diff, GoalChange, Impact, Moved};
pub use reviewers::{Reviewer, reviewers};
