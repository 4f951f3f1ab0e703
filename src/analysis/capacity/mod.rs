//! The time of people and teams: capacity, handover, and sums over days.

pub(super) mod handover;
pub(super) mod max_overlap;
pub(super) mod person_weeks;
pub(super) mod prefix_sums;

pub use handover::{lead_above, next_owner, next_team};
pub use max_overlap::max_overlap_day;
pub use person_weeks::person_weeks;
