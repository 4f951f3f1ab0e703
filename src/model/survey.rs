//! A team's pulse: aggregated answers, no person in it.

use super::day::Day;

/// What a survey file holds besides its id and team.
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

/// Fewer answers than these would tell who gave them.
const FEWEST_ANSWERS: u32 = 5;

impl Survey {
    /// Whether so few answered that its scores would tell who gave them: they are shown nowhere.
    #[must_use]
    pub fn is_too_small(&self) -> bool {
        self.respondents < FEWEST_ANSWERS
    }

    /// The scores that may be shown: all of them, or none where too few answered.
    #[must_use]
    pub fn told_scores(&self) -> &[(String, f64)] {
        if self.is_too_small() { &[] } else { &self.scores }
    }
}
