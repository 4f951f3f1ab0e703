//! Two workspaces compared, and who should review the change.

pub(super) mod changes;
pub(super) mod reviewers;

pub use changes::{ChangeKind, Diff, GoalChange, Impact, Moved};
pub use reviewers::{Reviewer, reviewers};
