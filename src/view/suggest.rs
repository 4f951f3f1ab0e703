//! What `suggest` says: goals with the parents that they might have, and why.

use schemars::JsonSchema;
use serde::Serialize;

use super::brief::Brief;
use crate::analysis::agenda::{Candidate, Reason, parents_for};
use crate::analysis::facts::Facts;
use crate::model::GoalIx;

/// The most parents that are told of a goal.
const MOST: usize = 5;

/// The answer of `goalpost suggest`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SuggestView {
    /// The goals that were asked about, or that nothing leads from to the mission.
    pub goals: Vec<Suggestions>,
    /// Whether they were found, and not named.
    #[serde(skip)]
    pub found: bool,
}

/// One goal with the parents that it might have.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Suggestions {
    /// The goal.
    pub goal: Brief,
    /// The parents, best first.
    pub parents: Vec<Suggestion>,
}

/// A parent that a goal might have.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Suggestion {
    /// The parent.
    pub goal: Brief,
    /// How well it fits, 0 to 1.
    pub score: f64,
    /// The likeness of the texts, 0 to 1.
    pub similarity: f64,
    /// Why it fits, in words.
    pub reasons: Vec<String>,
}

impl SuggestView {
    /// Ranks the parents of some goals.
    #[must_use]
    pub fn new(snapshot: &Facts<'_>, goals: &[GoalIx], found: bool) -> Self {
        let ranked = parents_for(snapshot, goals, MOST);
        let suggestion = |candidate: &Candidate| Suggestion {
            goal: Brief::new(snapshot, candidate.goal),
            score: candidate.score,
            similarity: candidate.similarity,
            reasons: candidate.reasons.iter().map(words).collect(),
        };
        let of = |(ix, candidates): (&GoalIx, Vec<Candidate>)| Suggestions {
            goal: Brief::new(snapshot, *ix),
            parents: candidates.iter().map(suggestion).collect(),
        };
        Self { goals: goals.iter().zip(ranked).map(of).collect(), found }
    }
}

fn words(reason: &Reason) -> String {
    match reason {
        Reason::Words(words) => format!("both speak of {}", words.join(", ")),
        Reason::SameTeam(team) => format!("of the same team, {team}"),
        Reason::TeamLine { team, steps: 1 } => format!("{team} is the team above"),
        Reason::TeamLine { team, steps } => format!("{team} is {steps} teams above"),
        Reason::OneLevelUp(level) => format!("one level up ({level})"),
        Reason::Holds(period) => format!("its time holds this one's ({period})"),
        Reason::Mission => "the mission".to_owned(),
    }
}
