//! Rules on relations between many goals: conflicts, duplicates, silos.

pub(super) mod common_work;
pub(super) mod conflicting_goals;
pub(super) mod duplicate_goal;
pub(super) mod guardrail_broken;
pub(super) mod silo;
pub(super) mod team_without_goals;
pub(super) mod theory_gap;
pub(super) mod unbalanced_scorecard;
pub(super) mod weakest_link;
