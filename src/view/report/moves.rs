//! Goalposts that moved after they had settled, over all goals of a report.

use std::collections::HashSet;

use serde::Serialize;

use super::facts::Mention;
use super::goals::ReportGoal;
use crate::analysis::facts::Facts;
use crate::model::GoalIx;
use crate::view::history::PriceView;
use crate::view::moved::MoveView;
use crate::view::selection::Selection;

/// A goalpost that moved after it had settled.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MovedView {
    /// The goal.
    pub goal: Mention,
    /// The move.
    #[serde(flatten)]
    pub what: MoveView,
    /// The effect of all moves of the goal on its progress.
    pub price: Option<PriceView>,
}

impl MovedView {
    /// Every move of the goals, and of those that left for another period, the latest first.
    pub fn all(snapshot: &Facts<'_>, selection: &Selection, chosen: &[GoalIx], goals: &[ReportGoal]) -> Vec<Self> {
        let mut moved: Vec<Self> = Vec::new();
        for (ix, goal) in chosen.iter().zip(goals) {
            for it in goal.moves.iter().filter(|it| !it.settling) {
                moved.push(Self { goal: Mention::new(snapshot, *ix), what: it.clone(), price: goal.price });
            }
        }
        let known: HashSet<GoalIx> = chosen.iter().copied().collect();
        for ix in selection.left(snapshot).into_iter().filter(|ix| !known.contains(ix)) {
            let (goal, price) = (Mention::new(snapshot, ix), PriceView::of(snapshot, ix));
            let all = MoveView::all(snapshot, ix).into_iter().filter(|it| !it.settling);
            moved.extend(all.map(|what| Self { goal: goal.clone(), what, price }));
        }
        moved.sort_by(|a, b| (b.what.day, &a.goal.id, &a.what.field).cmp(&(a.what.day, &b.goal.id, &b.what.field)));
        moved
    }
}
