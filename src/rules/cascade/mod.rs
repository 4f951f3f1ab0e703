//! Rules on links between goals.

pub(in crate::rules) mod routes;

pub(super) mod cycle;
pub(super) mod dangling_link;
pub(super) mod deadline_outside_period;
pub(super) mod duplicate_link;
pub(super) mod invalid_weights;
pub(super) mod link_to_closed_goal;
pub(super) mod link_to_draft;
pub(super) mod link_to_lower_level;
pub(super) mod no_mission;
pub(super) mod objective_without_key_results;
pub(super) mod one_sided_link;
pub(super) mod orphan_goal;
pub(super) mod period_outside_parent;
pub(super) mod redundant_link;
pub(super) mod self_link;
pub(super) mod skipped_level;
pub(super) mod unlinked_person;
pub(super) mod unsupported_goal;
pub(super) mod wrong_kind;
