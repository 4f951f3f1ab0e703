//! Rules on FAST: frequently discussed, ambitious, specific, transparent.

pub(super) mod always_met;
pub(super) mod missing_commitment;
pub(super) mod missing_milestones;
pub(super) mod missing_source;
pub(super) mod never_checked_in;
pub(super) mod optimism_gap;
pub(super) mod stale_check_in;
pub(super) mod typed_over_source;
pub(super) mod unresolved_obstacle;
