//! What a single goal measures by itself, and how far it has come.

use crate::analysis::numbers::observation::Observation;
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

/// How a goal's own progress comes about, with the numbers that go into it.
#[derive(Debug, Clone, PartialEq)]
pub enum Working<'g> {
    /// A way from a baseline to a target, or up a scale: (current − baseline) / (target − baseline).
    Reach {
        /// Where it begins.
        baseline: f64,
        /// Where it is to end.
        target: f64,
        /// The present value.
        current: Option<f64>,
    },
    /// Bounds to stay within: the days inside over all days.
    Keep {
        /// The stretches of days, each with the value that held, oldest first.
        stretches: Vec<Stretch>,
    },
    /// Steps that are done or not: the weight that is done over all weight.
    Milestones {
        /// The weight that is done.
        done: f64,
        /// All weight.
        all: f64,
        /// The steps.
        milestones: &'g [Milestone],
    },
    /// Nothing is measured.
    Nothing,
}

/// Days on which one value was the latest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The first of them.
    pub from: Day,
    /// How many.
    pub days: Days,
    /// The value.
    pub value: f64,
    /// Whether it lies inside the bounds.
    pub inside: bool,
}

impl Working<'_> {
    /// Progress before clamping; none while nothing is known.
    #[must_use]
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
        // Numbers so large that no share comes of them tell nothing.
        // The sum of nothing is minus zero, and so is no way at all downwards: a zero has no sign.
        raw.filter(|raw| raw.is_finite()).map(|raw| raw + 0.0)
    }
}

/// How a goal's own progress comes about. `value` is the metric's present value.
///
/// - reach and rubric: (value − baseline) / (target − baseline);
/// - milestones: the weight that is done over all weight;
/// - keep: the share of days, from the period's first observation to the earlier of today and the goal's end, on which
///   the latest observation lies inside the bounds.
#[must_use]
pub fn working<'g>(goal: &'g Goal, value: Option<f64>, observations: &[Observation], today: Day) -> Working<'g> {
    match measure_of(goal) {
        Measure::Reach { baseline, target } => Working::Reach { baseline, target, current: value },
        Measure::Keep(metric) => Working::Keep { stretches: stretches(goal, metric, observations, today) },
        Measure::Milestones(milestones) => Working::Milestones {
            // What was done after the period does not count in it, and what is dated in the future is not done yet.
            done: milestones
                .iter()
                .filter(|it| it.is_done_by(Some(goal.last_value_day().map_or(today, |last| last.min(today)))))
                .map(Milestone::weight)
                .sum(),
            all: milestones.iter().map(Milestone::weight).sum(),
            milestones,
        },
        Measure::Nothing => Working::Nothing,
    }
}

/// Progress before clamping; none while nothing is known. `value` is the metric's present value; see [`working`].
#[must_use]
pub fn raw_progress(goal: &Goal, value: Option<f64>, observations: &[Observation], today: Day) -> Option<f64> {
    working(goal, value, observations, today).raw()
}

/// How far a value is on the way from a baseline to a target: (value − baseline) / (target − baseline).
#[must_use]
pub fn share_of_way(value: f64, baseline: f64, target: f64) -> f64 {
    let (gone, way) = (value - baseline, target - baseline);
    if gone.is_finite() && way.is_finite() {
        // No way at all towards a lower target would be minus zero.
        return gone / way + 0.0;
    }
    // Differences of very large numbers have no room in a number; those of their halves do.
    (value / 2.0 - baseline / 2.0) / (target / 2.0 - baseline / 2.0)
}

/// The stretches of days between a period's observations, up to today or the goal's end.
fn stretches(goal: &Goal, metric: &Metric, observations: &[Observation], today: Day) -> Vec<Stretch> {
    let last = goal.end().map_or(today, |end| end.min(today));
    let first = goal.start();
    let counted: Vec<(Day, f64)> = observations
        .iter()
        .filter(|it| it.day <= last && first.is_none_or(|first| first <= it.day))
        .filter_map(|it| Some((it.day, it.value?)))
        .collect();
    let until = |at: usize| counted.get(at + 1).map(|(next, _)| *next);
    counted
        .iter()
        .enumerate()
        .map(|(at, (from, value))| Stretch {
            from: *from,
            days: until(at).map_or_else(|| days_between(*from, last) + 1, |next| days_between(*from, next)),
            value: *value,
            inside: metric.holds(*value),
        })
        .collect()
}

/// Why a goal measures nothing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasured {
    /// It has neither metric nor milestones that could be read.
    NoMeasure,
    /// Its metric has no target, or no baseline to begin at.
    NoWay,
    /// Its target is its baseline.
    NoLength,
    /// Its milestones have planned values and no metric, or weigh nothing.
    NoSteps,
}

/// Why a goal measures nothing by itself; none if it does measure something.
#[must_use]
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

/// The metric's unit, from its KPI where it refers to one.
#[must_use]
pub fn unit_of<'w>(workspace: &'w Workspace, metric: &'w Metric) -> Option<&'w str> {
    metric.unit.as_deref().or_else(|| {
        let kpi = workspace.kpi_of(metric)?;
        workspace.goal(kpi).metric.as_ref()?.unit.as_deref()
    })
}

/// Where a metric's value comes from: its KPI's source where it refers to one, else its own.
#[must_use]
pub fn source_of<'w>(workspace: &'w Workspace, metric: &'w Metric) -> Option<&'w str> {
    let kpi = workspace.kpi_of(metric);
    let of_kpi = kpi.and_then(|kpi| workspace.goal(kpi).metric.as_ref()).and_then(|metric| metric.source.as_deref());
    of_kpi.or(metric.source.as_deref()).map(str::trim).filter(|source| !source.is_empty())
}
