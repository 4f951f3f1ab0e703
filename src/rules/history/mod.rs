//! Rules on git history: moved goalposts, deleted goals, late values.

pub(super) mod agent_moved_goalpost;
pub(super) mod backdated_check_in;
pub(super) mod changed_metric;
pub(super) mod changed_source;
pub(super) mod deleted_goal;
pub(super) mod edited_after_close;
pub(super) mod future_check_in;
pub(super) mod late_goal;
pub(super) mod moved_baseline;
pub(super) mod moved_deadline;
pub(super) mod moved_settings;
pub(super) mod moved_target;
mod phrases;
pub(super) mod raised_target;
pub(super) mod rescoped_objective;
pub(super) mod reweighted;
pub(super) mod rewritten_value;
pub(super) mod softened_commitment;
pub(super) mod suspect_link;
pub(super) mod unsigned_goal;
pub(super) mod withdrawn_value;
