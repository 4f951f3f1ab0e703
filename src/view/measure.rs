//! What a goal is measured by, as numbers: from where to where, within which bounds, and where it is.

use serde::Serialize;

use super::standing::goalposts_unit;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::done_milestones;
use crate::model::GoalIx;

/// The measure of a goal. The values of a rubric are places on its scale, from 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MeasureView {
    /// In what it is measured, which may be said by its KPI.
    pub unit: Option<String>,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// The value not to fall below.
    pub at_least: Option<f64>,
    /// The value not to rise above.
    pub at_most: Option<f64>,
    /// The latest value that counts for the goal.
    pub current: Option<f64>,
    /// The number of milestones that are done and count for the goal; null for a goal with a metric, whose milestones
    /// are points of its plan.
    pub milestones_done: Option<usize>,
    /// The number of all milestones; null for a goal with a metric.
    pub milestones: Option<usize>,
}

impl MeasureView {
    /// The measure of a goal; none for a goal with neither metric nor milestones.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let Some(metric) = &goal.metric else {
            let all = goal.milestones.len();
            let done = done_milestones(goal, snapshot.today).count();
            return (all > 0).then_some(Self {
                unit: None,
                baseline: None,
                target: None,
                at_least: None,
                at_most: None,
                current: None,
                milestones_done: Some(done),
                milestones: Some(all),
            });
        };
        Some(Self {
            unit: goalposts_unit(snapshot, ix).map(str::to_owned),
            baseline: metric.baseline,
            target: metric.target,
            at_least: metric.at_least,
            at_most: metric.at_most,
            current: snapshot.timeline.current(ix),
            milestones_done: None,
            milestones: None,
        })
    }
}
