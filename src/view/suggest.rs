//! The answer of `suggest`: goals with possible parents and the reasons.

use serde::Serialize;

use super::brief::Brief;
use super::unreadable::UnreadableView;
use crate::analysis::agenda::{Candidate, Reason, parents_for};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Kind};

/// The maximum number of parents listed for a goal.
const MOST: usize = 5;

/// The answer of `goalpost suggest`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuggestView {
    /// The named goals, else all goals that do not reach the mission.
    pub goals: Vec<Suggestions>,
    /// The files that cannot be read now.
    pub unreadable: Vec<UnreadableView>,
    /// Whether the goals were found because they do not reach the mission, not named by the user.
    #[serde(skip)]
    pub found: bool,
    /// Whether there are no objectives that could be linked.
    #[serde(skip)]
    pub is_empty: bool,
}

/// One goal with its possible parents.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Suggestions {
    /// The goal.
    pub goal: Brief,
    /// The parents, best first.
    pub parents: Vec<Suggestion>,
    /// Whether it measures an objective already, so that a new one is set and not added.
    #[serde(skip)]
    pub measures: bool,
}

/// A possible parent of a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Suggestion {
    /// The parent.
    pub goal: Brief,
    /// The score, 0 to 1.
    pub score: f64,
    /// The similarity of the texts, 0 to 1.
    pub similarity: f64,
    /// The reasons, in words.
    pub reasons: Vec<String>,
}

impl SuggestView {
    /// Ranks the parents of some goals.
    pub fn new(snapshot: &Facts<'_>, goals: &[GoalIx], found: bool) -> Self {
        let ranked = parents_for(snapshot, goals, MOST);
        let workspace = snapshot.workspace;
        let is_private = |ix: GoalIx| workspace.is_private(workspace.goal(ix).document);
        // What is told about a goal for all to read names no private one.
        let is_told = |of: GoalIx, reason: &Reason| {
            is_private(of) || !reason.third_goal().and_then(|id| workspace.find(id)).is_some_and(is_private)
        };
        let suggestion = |of: GoalIx, candidate: &Candidate| Suggestion {
            goal: Brief::new(snapshot, candidate.goal),
            score: candidate.score,
            similarity: candidate.similarity,
            reasons: candidate.reasons.iter().filter(|it| is_told(of, it)).map(reason_words).collect(),
        };
        let of = |(ix, candidates): (&GoalIx, Vec<Candidate>)| Suggestions {
            goal: Brief::new(snapshot, *ix),
            parents: candidates.iter().map(|candidate| suggestion(*ix, candidate)).collect(),
            measures: snapshot.objective_of(snapshot.goal(*ix)).is_some(),
        };
        let is_empty = !snapshot.goals().any(|(_, goal)| goal.kind == Kind::Objective);
        let unreadable = UnreadableView::all(snapshot, true);
        Self { goals: goals.iter().zip(ranked).map(of).collect(), unreadable, found, is_empty }
    }
}

fn reason_words(reason: &Reason) -> String {
    match reason {
        Reason::Words(words) => format!("shared words: {}", words.join(", ")),
        Reason::SameTeam(team) => format!("same team ({team})"),
        Reason::TeamLine { team, steps: 1 } => format!("{team} is the team above"),
        Reason::TeamLine { team, steps } => format!("{team} is {steps} teams above"),
        Reason::LikeChild(child) => format!("its child `{child}` has similar wording"),
        Reason::TeamsChild(child) => format!("its child `{child}` is of the same team"),
        Reason::LikeResult { result, objective } => {
            format!("`{result}` has similar wording and measures `{objective}`, which is like it")
        }
        Reason::Unmeasured => "no key results yet".to_owned(),
        Reason::IdBegins => "its id begins this one's".to_owned(),
        Reason::NumberedNext => "numbered next to this one".to_owned(),
        Reason::NumberedChild(child) => format!("its child `{child}` is numbered next to this one"),
        Reason::OneLevelUp(level) => format!("one level up ({level})"),
        Reason::Holds(period) => format!("its period contains this one's ({period})"),
        Reason::Mission => "the mission".to_owned(),
    }
}
