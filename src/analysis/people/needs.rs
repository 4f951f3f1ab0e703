//! What is wrong with what goals need from other teams: one trouble for each need, the first that holds.

use crate::analysis::numbers::health::Health;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Need, NeedState};

/// What is wrong with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedTrouble {
    /// The other team will not do it.
    Declined,
    /// The day it was needed by is past.
    Late,
    /// Nobody has answered, and the time to settle is over.
    Unanswered,
    /// The goal that is to bring it is off track.
    AtRisk(GoalIx),
}

/// What is wrong with a need of a goal, if anything is.
#[must_use]
pub fn need_trouble(snapshot: &Snapshot<'_>, goal: &Goal, need: &Need) -> Option<NeedTrouble> {
    match need.state {
        NeedState::Met => return None,
        NeedState::Declined => return Some(NeedTrouble::Declined),
        NeedState::Asked | NeedState::Agreed => {}
    }
    if need.by.is_some_and(|by| by < snapshot.today) {
        return Some(NeedTrouble::Late);
    }
    if need.state == NeedState::Asked {
        let settled = goal.start().is_some() && snapshot.has_settled(goal);
        return settled.then_some(NeedTrouble::Unanswered);
    }
    let answer = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id))?;
    let off_track = snapshot.numbers(answer).health == Health::OffTrack && snapshot.knows_progress(answer);
    (off_track && snapshot.goal(answer).is_open()).then_some(NeedTrouble::AtRisk(answer))
}

/// The needs of active goals that something is wrong with.
pub fn troubled_needs<'s, 'w>(
    snapshot: &'s Snapshot<'w>,
) -> impl Iterator<Item = (GoalIx, &'w Goal, &'w Need, NeedTrouble)> + use<'s, 'w> {
    snapshot.active_goals().flat_map(move |(ix, goal)| {
        goal.needs.iter().filter_map(move |need| Some((ix, goal, need, need_trouble(snapshot, goal, need)?)))
    })
}
