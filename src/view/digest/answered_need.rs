//! A need that was answered.

use serde::Serialize;

use super::named_goal::NamedGoal;
use crate::analysis::facts::Facts;
use crate::analysis::versions::earlier_entries;
use crate::model::{Goal, Need, NeedState};

/// A need that was answered.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnsweredNeed {
    /// The goal that needs it.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The team that was asked.
    pub from: String,
    /// What for.
    pub what: String,
    /// `agreed`, `declined` or `met`.
    pub state: String,
}

impl AnsweredNeed {
    /// The needs of a goal that were answered since an earlier version of it: those that stood there otherwise, and those that
    /// were asked and answered since.
    pub(super) fn since(then: &Goal, goal: &Goal) -> Vec<Self> {
        let places = earlier_entries(then, goal, "needs");
        let is_new = |at: usize| {
            places.get(at).copied().flatten().is_none_or(|then_at| then.needs[then_at].state != goal.needs[at].state)
        };
        Self::those(goal, is_new)
    }

    /// The needs of a new goal that were asked and answered since. What was agreed before it was written is no news of its own.
    pub(super) fn of_new(snapshot: &Facts<'_>, goal: &Goal) -> Vec<Self> {
        let versions = || snapshot.timeline.history().map_or(&[][..], |history| history.of(&goal.id)).iter();
        let is_asked = |version: &Goal, at: usize| {
            let place = earlier_entries(version, goal, "needs").get(at).copied().flatten();
            place.is_some_and(|place| version.needs[place].state == NeedState::Asked)
        };
        Self::those(goal, |at| versions().filter_map(|it| it.after.as_ref()).any(|version| is_asked(version, at)))
    }

    fn those(goal: &Goal, is_new: impl Fn(usize) -> bool) -> Vec<Self> {
        let answered = |(at, need): &(usize, &Need)| need.state != NeedState::Asked && is_new(*at);
        let needs = goal.needs.iter().enumerate().filter(answered);
        let view = |(_, need): (usize, &Need)| Self {
            goal: NamedGoal { goal: goal.id.clone(), title: goal.title.clone() },
            from: need.from.clone(),
            what: need.what.clone(),
            state: need.state.word().to_owned(),
        };
        needs.map(view).collect()
    }
}
