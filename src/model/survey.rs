//! A team's pulse: aggregated answers, no person in it.

use super::Day;

/// What a survey file holds besides its id and team.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The day it was closed.
    pub date: Day,
    /// How many answered.
    pub respondents: u32,
    /// How many were asked.
    pub invited: Option<u32>,
    /// The mean of each question's answers on a scale of 1 to 5, in the file's order.
    pub scores: Vec<(String, f64)>,
}
