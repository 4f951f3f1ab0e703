//! The measure of a single goal, and its progress by that measure alone.

use crate::analysis::numbers::observation::{Observation, ValueTerms};
use crate::model::{Day, Days, Done, Goal, Kind, Metric, Milestone, Shape, Workspace, days_between};

/// The measure of a goal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'g> {
    /// A value to move from a baseline to a target; positions for a rubric.
    Reach {
        /// The value at the start.
        baseline: f64,
        /// The value to reach; never equal to the baseline.
        target: f64,
    },
    /// A value to keep within the bounds of its metric.
    Keep(&'g Metric),
    /// Milestones that are done or not.
    Milestones(&'g [Milestone]),
    /// No measure, or one by which no progress can be computed.
    Nothing,
}

/// The measure of a goal: [`Measure::Nothing`] for objectives, and for metrics by which no progress can be computed.
pub fn measure_of(goal: &Goal) -> Measure<'_> {
    if !matches!(goal.kind, Kind::KeyResult | Kind::Development) {
        return Measure::Nothing;
    }
    let Some(metric) = &goal.metric else {
        let weight: f64 = goal.milestones.iter().map(Milestone::weight).sum();
        // Planned values belong beside a metric: without one they cannot be read as done or not.
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

/// The computation of a goal's own progress, with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Working<'g> {
    /// (current − baseline) / (target − baseline).
    Reach {
        /// The value at the start.
        baseline: f64,
        /// The value to reach.
        target: f64,
        /// The present value.
        current: Option<f64>,
    },
    /// The days within the bounds divided by all days.
    Keep {
        /// The stretches of days with one value each, oldest first.
        stretches: Vec<Stretch>,
    },
    /// The weight of the done milestones divided by all weight.
    Milestones {
        /// The weight that is done.
        done: f64,
        /// All weight.
        all: f64,
        /// The milestones.
        milestones: &'g [Milestone],
    },
    /// The goal has no measure.
    Nothing,
}

/// The days on which one value was the latest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The first day.
    pub from: Day,
    /// The number of days.
    pub days: Days,
    /// The value.
    pub value: f64,
    /// Whether it lies within the bounds.
    pub inside: bool,
}

impl Working<'_> {
    /// Progress before clamping; none without a value, which is unknown and not 0.
    pub fn raw(&self) -> Option<f64> {
        let raw = match self {
            Self::Reach { baseline, target, current } => {
                current.map(|current| share_of_way(current, *baseline, *target))
            }
            Self::Keep { stretches } => {
                let days: Days = stretches.iter().map(|it| it.days).sum();
                let inside: Days = stretches.iter().filter(|it| it.inside).map(|it| it.days).sum();
                #[expect(clippy::cast_precision_loss, reason = "days of a period")]
                (days > 0).then(|| inside as f64 / days as f64)
            }
            Self::Milestones { done, all, .. } => Some(done / all),
            Self::Nothing => None,
        };
        // Numbers too large to divide have no progress. Adding 0.0 turns a negative zero, which an empty sum and an
        // unchanged falling metric give, into 0.
        raw.filter(|raw| raw.is_finite()).map(|raw| raw + 0.0)
    }
}

/// The computation of a goal's own progress. `value` is the metric's present value.
///
/// - reach and rubric: (value − baseline) / (target − baseline);
/// - milestones: the weight that is done divided by all weight;
/// - keep: the share of days, from the period's first observation to the earlier of today and the goal's end, on which
///   the latest observation lies within the bounds.
pub(in crate::analysis) fn working<'g>(
    goal: &'g Goal,
    value: Option<f64>,
    observations: &[Observation],
    today: Day,
) -> Working<'g> {
    match measure_of(goal) {
        Measure::Reach { baseline, target } => Working::Reach { baseline, target, current: value },
        // Where the value was removed it is unknown whether the bounds are still kept.
        Measure::Keep(metric) if value.is_some() => {
            Working::Keep { stretches: stretches(goal, metric, observations, today) }
        }
        Measure::Keep(_) => Working::Keep { stretches: Vec::new() },
        Measure::Milestones(milestones) => Working::Milestones {
            done: done_milestones(goal, today).map(Milestone::weight).sum(),
            all: milestones.iter().map(Milestone::weight).sum(),
            milestones,
        },
        Measure::Nothing => Working::Nothing,
    }
}

/// The milestones that count as done on a day: one done after the goal's end does not count, and one dated in the future
/// is not done yet.
pub fn done_milestones(goal: &Goal, today: Day) -> impl Iterator<Item = &Milestone> {
    let last = goal.end().map_or(today, |last| last.min(today));
    goal.milestones.iter().filter(move |it| it.is_done_by(Some(last)))
}

/// Whether a goal is measured by milestones that are all done: nothing is left to check in on.
pub(in crate::analysis) fn is_finished(goal: &Goal, today: Day) -> bool {
    matches!(measure_of(goal), Measure::Milestones(all) if all.iter().all(|it| it.is_done_by(Some(today))))
}

/// The day on which the last milestone of a goal was done, if it is finished and that day is known.
pub(in crate::analysis) fn finished_on(goal: &Goal, today: Day) -> Option<Day> {
    let day = |it: &Milestone| match it.done {
        Some(Done::On(day)) => Some(day),
        _ => it.due.filter(|due| *due <= today),
    };
    let days = goal.milestones.iter().map(day).collect::<Option<Vec<Day>>>()?;
    days.into_iter().max().filter(|_| is_finished(goal, today))
}

/// Progress before clamping; none without a value. `value` is the metric's present value; see `working`.
pub fn raw_progress(goal: &Goal, value: Option<f64>, observations: &[Observation], today: Day) -> Option<f64> {
    working(goal, value, observations, today).raw()
}

/// Raw progress by the last of some observations. Of a value in other terms than today's it is that of its own time; none
/// without one.
pub(in crate::analysis) fn progress_by(goal: &Goal, observations: &[Observation], today: Day) -> Option<f64> {
    let last = observations.last()?;
    match measure_of(goal) {
        Measure::Reach { .. } if last.terms != ValueTerms::Today => last.progress,
        _ => raw_progress(goal, last.value, observations, today),
    }
}

/// The share of the way from a baseline to a target at a value: (value − baseline) / (target − baseline).
pub fn share_of_way(value: f64, baseline: f64, target: f64) -> f64 {
    let (gone, way) = (value - baseline, target - baseline);
    if gone.is_finite() && way.is_finite() {
        // 0 divided by a negative way is negative zero; adding 0.0 makes it 0.
        return gone / way + 0.0;
    }
    // The difference of two very large numbers overflows; that of their halves does not.
    (value / 2.0 - baseline / 2.0) / (target / 2.0 - baseline / 2.0)
}

/// The stretches of days between the period's observations, up to the earlier of today and the goal's end.
fn stretches(goal: &Goal, metric: &Metric, observations: &[Observation], today: Day) -> Vec<Stretch> {
    let last = goal.end().map_or(today, |end| end.min(today));
    let first = goal.start();
    let counted: Vec<(&Observation, f64)> = observations
        .iter()
        .filter(|it| it.day <= last && first.is_none_or(|first| first <= it.day))
        .filter_map(|it| Some((it, it.value?)))
        .collect();
    let until = |at: usize| counted.get(at + 1).map(|(next, _)| next.day);
    // Of a value in other terms the bounds of its own time tell whether it was kept; without any its days do not count.
    let inside = |it: &Observation, value: f64| match it.terms {
        ValueTerms::Today => Some(metric.holds(value)),
        ValueTerms::OtherUnit | ValueTerms::OtherMetric => it.held,
    };
    let stretch = |(at, (it, value)): (usize, &(&Observation, f64))| {
        let from = it.day;
        let days = until(at).map_or_else(|| days_between(from, last) + 1, |next| days_between(from, next));
        Some(Stretch { from, days, value: *value, inside: inside(it, *value)? })
    };
    counted.iter().enumerate().filter_map(stretch).collect()
}

/// The reason why a goal has no measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasured {
    /// It has neither a metric nor milestones that can be read.
    NoMeasure,
    /// Its metric has no target or no baseline.
    NoWay,
    /// Its target is its baseline.
    NoLength,
    /// Its milestones have planned values without a metric, or no weight.
    NoSteps,
}

/// The reason why a goal has no measure; none if it has one.
pub fn why_unmeasured(goal: &Goal) -> Option<Unmeasured> {
    if measure_of(goal) != Measure::Nothing {
        return None;
    }
    Some(match &goal.metric {
        None if goal.milestones.is_empty() => Unmeasured::NoMeasure,
        None => Unmeasured::NoSteps,
        Some(metric) if metric.baseline.is_some() && metric.target.is_some() => Unmeasured::NoLength,
        Some(_) => Unmeasured::NoWay,
    })
}

/// The metric's unit: its own, else that of its KPI.
pub fn unit_of<'w>(workspace: &'w Workspace, metric: &'w Metric) -> Option<&'w str> {
    metric.unit.as_deref().or_else(|| {
        let kpi = workspace.kpi_of(metric)?;
        workspace.goal(kpi).metric.as_ref()?.unit.as_deref()
    })
}

/// Whether a goal takes its values from elsewhere than it did in an earlier state: from a KPI, another one or none. What it came
/// to then and now are no two points of one way.
pub fn has_other_keeper((before, then): (&Workspace, &Goal), (after, now): (&Workspace, &Goal)) -> bool {
    before.find_same(after, after.keeper_of(now)) != before.find(&before.keeper_of(then).id)
}

/// The source of a metric's value: that of its KPI, which holds the value, else its own.
pub fn source_of<'w>(workspace: &'w Workspace, metric: &'w Metric) -> Option<&'w str> {
    let kpi = workspace.kpi_of(metric);
    let of_kpi = kpi.and_then(|kpi| workspace.goal(kpi).metric.as_ref()).and_then(|metric| metric.source.as_deref());
    of_kpi.or(metric.source.as_deref()).map(str::trim).filter(|source| !source.is_empty())
}
