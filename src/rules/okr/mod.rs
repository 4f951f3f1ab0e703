//! Rules on the practice of objectives and key results.

pub(super) mod all_key_results_done_objective_open;
pub(super) mod carried_again;
pub(super) mod children_of_dropped_goal;
pub(super) mod dropped_without_reason;
pub(super) mod grade_mismatch;
pub(super) mod missing_retrospective;
pub(super) mod open_after_period;
pub(super) mod priority_inversion;
pub(super) mod too_few_key_results;
pub(super) mod too_few_objectives;
pub(super) mod too_many_key_results;
pub(super) mod too_many_musts;
pub(super) mod too_many_objectives;
