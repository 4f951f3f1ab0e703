//! Rules on SMART: specific, measurable, achievable, relevant, time-bound.

pub(super) mod activity_not_outcome;
pub(super) mod business_as_usual;
pub(super) mod compound_title;
pub(super) mod current_outside_domain;
pub(super) mod implausible_pace;
pub(super) mod improbable_number;
pub(super) mod missing_baseline;
pub(super) mod missing_metric;
pub(super) mod missing_owner;
pub(super) mod missing_period;
pub(super) mod missing_reason_why;
pub(super) mod missing_unit;
pub(super) mod mixed_units;
pub(super) mod overloaded_owner;
pub(super) mod several_owners;
pub(super) mod target_equals_baseline;
pub(super) mod target_outside_domain;
pub(super) mod title_contradicts_metric;
pub(super) mod vague_title;
