//! The number of goals by health, from good to bad.

use serde::Serialize;

use super::standing::{PARTLY, health_words};
use super::tally::Tally;
use crate::analysis::facts::Facts;
use crate::analysis::trends::is_partly_achieved;
use crate::model::GoalIx;

/// The number of goals with a health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HealthCount {
    /// The health.
    pub health: String,
    /// How many.
    pub goals: usize,
    /// How many of the missed ones are aspirational and came to 0.4 or more: people read "partly achieved" of them.
    pub partly_achieved: usize,
    /// The same in words: `2 missed, 1 partly achieved`; of `no-data` why that is.
    pub words: String,
    /// What these goals are called, each name with the number of goals.
    pub parts: Vec<HealthPart>,
}

/// The goals of one health that are called alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HealthPart {
    /// What they are called: `partly achieved`, `too little measured`.
    pub words: String,
    /// How many.
    pub goals: usize,
}

/// Every health, from good to bad.
pub const HEALTH_ORDER: [&str; 10] = [
    "achieved",
    "achieved-early",
    "on-track",
    "at-risk",
    "off-track",
    "missed",
    "no-data",
    "not-started",
    "draft",
    "dropped",
];

impl HealthCount {
    /// Counts goals by health, without zeros.
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let count = |health: &str| {
            let of_it = || goals.iter().filter(|ix| snapshot.numbers(**ix).health.word() == health);
            let partly_achieved = of_it().filter(|ix| is_partly_achieved(snapshot.goal(**ix))).count();
            let goals = of_it().count();
            let unjudged = Tally::of_goals(snapshot, of_it().copied()).unjudged();
            let judged = [(goals - partly_achieved, health_words(health)), (partly_achieved, PARTLY)];
            let parts = if health == "no-data" { &unjudged[..] } else { &judged[..] };
            let parts = parts.iter().filter(|(count, _)| *count > 0);
            let parts: Vec<HealthPart> =
                parts.map(|(goals, words)| HealthPart { words: (*words).to_owned(), goals: *goals }).collect();
            let words =
                parts.iter().map(|part| format!("{} {}", part.goals, part.words)).collect::<Vec<_>>().join(", ");
            Self { health: health.to_owned(), goals, partly_achieved, words, parts }
        };
        HEALTH_ORDER.into_iter().map(count).filter(|it| it.goals > 0).collect()
    }
}
