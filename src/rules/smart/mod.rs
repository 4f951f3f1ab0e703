//! Specific, measurable, achievable, relevant, time-bound.
