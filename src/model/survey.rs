//! Surveys: aggregated answers of a team, without names.

use super::day::Day;

/// The contents of a survey file besides its id and team.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The day it was closed.
    pub date: Day,
    /// The number of respondents.
    pub respondents: u32,
    /// The number of people invited.
    pub invited: Option<u32>,
    /// The mean of each question's answers on a scale of 1 to 5, in the file's order.
    pub scores: Vec<(String, f64)>,
}

/// The least number of respondents that keeps their answers anonymous.
const FEWEST_ANSWERS: u32 = 5;

impl Survey {
    /// Whether it has too few respondents to be anonymous: its scores are shown nowhere then.
    pub fn is_too_small(&self) -> bool {
        self.respondents < FEWEST_ANSWERS
    }

    /// The scores that may be shown: all of them, or none if there are too few respondents.
    pub fn shown_scores(&self) -> &[(String, f64)] {
        if self.is_too_small() { &[] } else { &self.scores }
    }
}
