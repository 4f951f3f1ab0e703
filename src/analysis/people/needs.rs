//! Problems with the needs of goals: at most one for each need, the most serious.

use crate::analysis::numbers::health::Health;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Need, NeedState, State};

/// A problem with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedTrouble {
    /// The other team declined it.
    Declined,
    /// Its day is past.
    Late,
    /// It has no answer, and the time to answer is over.
    Unanswered,
    /// The goal that provides it is off track.
    AtRisk(GoalIx),
    /// The goal that provides it was dropped, or closed as missed.
    Lost(GoalIx),
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
        let is_late = || answer_due(snapshot, goal, need).is_some_and(|due| due < snapshot.today);
        return (snapshot.has_settled(goal) && is_late()).then_some(NeedTrouble::Unanswered);
    }
    let answer = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id))?;
    if is_lost(snapshot, answer) {
        return Some(NeedTrouble::Lost(answer));
    }
    let off_track = snapshot.numbers(answer).health == Health::OffTrack && snapshot.knows_progress(answer);
    (off_track && snapshot.goal(answer).is_open()).then_some(NeedTrouble::AtRisk(answer))
}

/// Whether a goal is closed without having reached its target.
fn is_lost(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    matches!(snapshot.goal(ix).state, State::Dropped | State::Missed)
}

/// The goal that was to deliver an agreed need, and was dropped or closed as missed.
pub fn lost_delivery(snapshot: &Snapshot<'_>, need: &Need) -> Option<GoalIx> {
    let answer = need.goal.as_deref().filter(|_| need.state == NeedState::Agreed)?;
    snapshot.workspace.find(answer).filter(|ix| is_lost(snapshot, *ix))
}

/// The day by which a need is to be answered: the goalposts of its goal have settled by then, and the team has had as long
/// since it was asked. None where the goal has no start.
pub fn answer_due(snapshot: &Snapshot<'_>, goal: &Goal, need: &Need) -> Option<Day> {
    goal.start()?;
    let asked = snapshot.had_since(goal, |then| then.needs.iter().any(|it| is_asked_in(snapshot, need, it)));
    snapshot.settles_after(goal, asked)
}

/// Whether an earlier need asks for the same. One that was answered and is asked again was asked anew.
fn is_asked_in(snapshot: &Snapshot<'_>, need: &Need, then: &Need) -> bool {
    let words = |need: &Need| need.what.trim().to_lowercase();
    then.state == NeedState::Asked && snapshot.is_same_team(&then.from, &need.from) && words(then) == words(need)
}

/// The needs of active goals that have a problem.
pub fn troubled_needs<'s, 'w>(
    snapshot: &'s Snapshot<'w>,
) -> impl Iterator<Item = (GoalIx, &'w Goal, &'w Need, NeedTrouble)> + use<'s, 'w> {
    snapshot.active_goals().flat_map(move |(ix, goal)| {
        goal.needs.iter().filter_map(move |need| Some((ix, goal, need, need_trouble(snapshot, goal, need)?)))
    })
}
