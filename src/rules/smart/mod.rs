//! Specific, measurable, achievable, relevant, time-bound.

pub(super) mod overloaded_owner;
