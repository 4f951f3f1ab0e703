//! The value with which a goal goes into its next period.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::Observation;
use crate::analysis::versions::is_comparable;
use crate::model::{Goal, GoalIx, Shape, plain_unit};

/// Returns the last value within the goal's period, else the present one. A value of what it measured before, such as one in
/// grams where the unit is kilograms now, is none.
pub(super) fn last_value(snapshot: &Facts<'_>, ix: GoalIx) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let inside = |day| goal.period.as_ref().is_none_or(|period| period.contains(day));
    let is_same = |it: &&Observation| {
        let version =
            snapshot.timeline.history().zip(it.commit).and_then(|(all, place)| all.version_in(&goal.id, place));
        version.is_none_or(|version| is_comparable(snapshot.workspace, version, goal))
    };
    let observed = snapshot.timeline.of(ix).iter().rev().find(|it| inside(it.day)).filter(is_same);
    observed.and_then(Observation::comparable).or_else(|| present_value(snapshot, goal))
}

/// The value in the file of a goal or of its KPI, of whatever day; none of a KPI in another unit than the goal's own.
fn present_value(snapshot: &Facts<'_>, goal: &Goal) -> Option<f64> {
    let (own, keeper) = (goal.metric.as_ref()?, snapshot.workspace.keeper_of(goal).metric.as_ref()?);
    let units = own.unit.as_deref().zip(keeper.unit.as_deref());
    keeper.current.filter(|_| units.is_none_or(|(own, kept)| plain_unit(own) == plain_unit(kept)))
}

/// The value with which a goal has reached its target: the last one of its period, or one that came since. With it as
/// baseline, the old target would reverse the direction; with an earlier one, the goal would be reached as it begins.
pub(super) fn passing_value(snapshot: &Facts<'_>, ix: GoalIx) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let metric = goal.metric.as_ref().filter(|metric| metric.shape() != Shape::Keep)?;
    let (baseline, target) = metric.baseline.zip(metric.target)?;
    let reaches = |value: &f64| if target >= baseline { *value >= target } else { *value <= target };
    [last_value(snapshot, ix), present_value(snapshot, goal)].into_iter().flatten().find(reaches)
}
