//! New values that do not count for their goal.

use serde::Serialize;

use super::named_goal::NamedGoal;
use crate::analysis::facts::Facts;
use crate::model::{Day, GoalIx};
use crate::view::late_value::LateValueView;

/// A new value of a day after the last that counts for its goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LateNews {
    /// Whose.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The value.
    #[serde(flatten)]
    pub late: LateValueView,
}

impl LateNews {
    /// The values of some goals that the earlier state does not have; those of certain days where that is not known.
    /// Milestones are news of their own.
    pub(super) fn all(
        snapshot: &Facts<'_>,
        before: Option<&Facts<'_>>,
        goals: &[GoalIx],
        within: impl Fn(Day) -> bool,
    ) -> Vec<Self> {
        let news = |ix: &GoalIx| {
            let late = LateValueView::of(snapshot, *ix).filter(|it| it.value.is_some())?;
            let goal = snapshot.goal(*ix);
            let is_new = match before {
                None => within(late.day),
                Some(before) => {
                    let then = before.workspace.find_same(snapshot.workspace, goal);
                    then.and_then(|then| before.numbers(then).late) != snapshot.numbers(*ix).late
                }
            };
            let named = NamedGoal { goal: goal.id.clone(), title: goal.title.clone() };
            is_new.then_some(Self { goal: named, late })
        };
        goals.iter().filter_map(news).collect()
    }
}
