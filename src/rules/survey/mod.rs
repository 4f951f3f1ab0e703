//! Rules on surveys.

mod answers;

pub(super) mod more_respondents_than_invited;
pub(super) mod small_sample;
