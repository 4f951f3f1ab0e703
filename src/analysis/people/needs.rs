//! Problems with the needs of goals: at most one for each need, the most serious.

use crate::analysis::numbers::health::Health;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Need, NeedState};

/// A problem with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedTrouble {
    /// The other team declined it.
    Declined,
    /// Its day is past.
    Late,
    /// It has no answer, and the time for goalposts to settle is over.
    Unanswered,
    /// The goal that provides it is off track.
    AtRisk(GoalIx),
}

/// The problem with a need of a goal, if there is one.
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

/// The needs of active goals that have a problem.
pub fn troubled_needs<'s, 'w>(
    snapshot: &'s Snapshot<'w>,
) -> impl Iterator<Item = (GoalIx, &'w Goal, &'w Need, NeedTrouble)> + use<'s, 'w> {
    snapshot.active_goals().flat_map(move |(ix, goal)| {
        goal.needs.iter().filter_map(move |need| Some((ix, goal, need, need_trouble(snapshot, goal, need)?)))
    })
}
