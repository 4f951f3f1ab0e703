//! The effort for each strategic goal, and for none.

use serde::Serialize;

use crate::analysis::alignment::{self, Population};
use crate::analysis::facts::Facts;
use crate::analysis::text::points_of_whole;
use crate::model::GoalIx;
use crate::view::selection::Selection;

/// The effort for a strategic goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AllocationView {
    /// The strategic goal.
    pub goal: String,
    /// Person-weeks: its own, and the share of its supporting goals.
    pub effort: f64,
    /// The share of all effort; null where none is stated.
    pub share: Option<f64>,
    /// The share in whole percent; all shares, with the unallocated one, add up to 100.
    pub points: Option<f64>,
    /// Its own person-weeks.
    pub own: f64,
    /// The effort from each goal that supports it or one of its key results, largest first.
    pub from: Vec<EffortSource>,
}

/// Effort from a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EffortSource {
    /// The goal.
    pub goal: String,
    /// Person-weeks.
    pub effort: f64,
}

/// Effort for no strategic goal that counts: of goals without a link to one, with a share of 0, or for a draft, a dropped one
/// or one of another period.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnallocatedView {
    /// Person-weeks.
    pub effort: f64,
    /// The share of all effort; null where none is stated.
    pub share: Option<f64>,
    /// The share in whole percent.
    pub points: Option<f64>,
    /// The goals with effort, or a part of it, that is for none, by id.
    pub goals: Vec<EffortSource>,
}

/// The effort for each strategic goal, and the effort for none.
pub(super) fn allocated(
    snapshot: &Facts<'_>,
    population: &Population,
    selection: &Selection,
) -> (Vec<AllocationView>, UnallocatedView) {
    let whole = Selection { time: selection.time.clone(), ..Selection::default() };
    let found = alignment::allocation(snapshot, population, |goal| whole.fits(snapshot, goal));
    let share = |effort: f64| (found.total > 0.0).then(|| effort / found.total);
    let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
    let inflow = |it: &alignment::Inflow| EffortSource { goal: id(it.goal), effort: it.effort };
    let lost = found.elsewhere.iter().fold(0.0, |sum, it| sum + it.effort);
    let efforts = found.strategic.iter().map(|it| it.effort).chain([lost]);
    let points = points_of_whole(&efforts.filter_map(share).collect::<Vec<f64>>());
    let rows = found.strategic.iter().enumerate().map(|(at, it)| AllocationView {
        goal: id(it.goal),
        effort: it.effort,
        share: share(it.effort),
        points: points.get(at).copied(),
        own: it.own,
        from: it.from.iter().map(inflow).collect(),
    });
    let goals = found.elsewhere.iter().map(inflow).collect();
    (rows.collect(), UnallocatedView { effort: lost, share: share(lost), points: points.last().copied(), goals })
}
