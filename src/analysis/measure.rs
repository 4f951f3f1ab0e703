//! What a single goal measures by itself, and how far it has come.

use super::timeline::Observation;
use crate::model::{Day, Days, Goal, Kind, Metric, Milestone, Shape, Workspace, days_between};

/// What a goal measures by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'g> {
    /// A way from a baseline to a target, or up a scale.
    Reach {
        /// Where it begins.
        baseline: f64,
        /// Where it is to end.
        target: f64,
    },
    /// Bounds to stay within.
    Keep(&'g Metric),
    /// Steps that are done or not.
    Milestones(&'g [Milestone]),
    /// Nothing: no measure, or one without length.
    Nothing,
}

/// What a goal measures by itself: nothing for objectives, and where the metric cannot tell progress.
#[must_use]
pub fn measure_of(goal: &Goal) -> Measure<'_> {
    if !matches!(goal.kind, Kind::KeyResult | Kind::Development) {
        return Measure::Nothing;
    }
    let Some(metric) = &goal.metric else {
        let weight: f64 = goal.milestones.iter().map(Milestone::weight).sum();
        // Planned values without a metric cannot be read as done marks.
        let marked = goal.milestones.iter().all(|milestone| milestone.value.is_none());
        return if weight > 0.0 && marked { Measure::Milestones(&goal.milestones) } else { Measure::Nothing };
    };
    match (metric.shape(), metric.baseline, metric.target) {
        (Shape::Keep, ..) => Measure::Keep(metric),
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        (_, Some(baseline), Some(target)) if baseline != target => Measure::Reach { baseline, target },
        _ => Measure::Nothing,
    }
}

/// Progress before clamping; none while nothing is known. `value` is the metric's present value.
///
/// - reach and rubric: (value − baseline) / (target − baseline);
/// - milestones: the weight that is done over all weight;
/// - keep: the share of days, from the period's first observation to the earlier of today and the goal's end, on which
///   the latest observation lies inside the bounds.
#[must_use]
pub fn raw_progress(goal: &Goal, value: Option<f64>, observations: &[Observation], today: Day) -> Option<f64> {
    match measure_of(goal) {
        Measure::Reach { baseline, target } => {
            // Numbers so large that no share comes of them tell nothing.
            Some((value? - baseline) / (target - baseline)).filter(|share| share.is_finite())
        }
        Measure::Keep(metric) => kept(goal, metric, observations, today),
        Measure::Milestones(milestones) => {
            let all: f64 = milestones.iter().map(Milestone::weight).sum();
            let done: f64 = milestones.iter().filter(|it| it.is_done()).map(Milestone::weight).sum();
            Some(done / all).filter(|share| share.is_finite())
        }
        Measure::Nothing => None,
    }
}

/// The share of days on which a value was inside its bounds.
fn kept(goal: &Goal, metric: &Metric, observations: &[Observation], today: Day) -> Option<f64> {
    let last = goal.end().map_or(today, |end| end.min(today));
    let first = goal.start();
    let counted: Vec<(Day, f64)> = observations
        .iter()
        .filter(|it| it.day <= last && first.is_none_or(|first| first <= it.day))
        .filter_map(|it| Some((it.day, it.value?)))
        .collect();
    let (mut days, mut inside): (Days, Days) = (0, 0);
    for (at, (day, value)) in counted.iter().enumerate() {
        let held = match counted.get(at + 1) {
            Some((next, _)) => days_between(*day, *next),
            None => days_between(*day, last) + 1,
        };
        days += held;
        if metric.holds(*value) {
            inside += held;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    (days > 0).then(|| inside as f64 / days as f64)
}

/// A value in the words of a metric: a rubric's step, or the number with its unit.
#[must_use]
pub fn say_value(workspace: &Workspace, metric: &Metric, value: f64) -> String {
    match unit_of(workspace, metric) {
        Some(unit) if metric.scale.is_empty() => format!("{value} {unit}"),
        _ => metric.say(value),
    }
}

/// The metric's unit, from its KPI where it refers to one.
#[must_use]
pub fn unit_of<'w>(workspace: &'w Workspace, metric: &'w Metric) -> Option<&'w str> {
    metric.unit.as_deref().or_else(|| {
        let kpi = workspace.find(metric.kpi.as_deref()?)?;
        workspace.goal(kpi).metric.as_ref()?.unit.as_deref()
    })
}
