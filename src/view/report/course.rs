//! A goal's course against its plan, as numbers that a chart is drawn from.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of, plan, share_of_way};
use crate::analysis::trends::{ProgressSeries, SeriesPoint};
use crate::model::{Day, Goal, GoalIx, Kind};

/// A goal's values over time and its plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseView {
    /// What was observed, oldest first; of an objective its progress week by week.
    pub points: Vec<ProgressPoint>,
    /// The plan; linear between its points; empty where nothing is planned in time.
    pub plan: Vec<PlanPointView>,
    /// The metric's value at progress 0; null where progress is not that of a value.
    pub from: Option<f64>,
    /// The metric's value at progress 1.
    pub to: Option<f64>,
    /// A rubric's steps: values are positions among them.
    pub steps: Vec<String>,
    /// For a metric to be kept: not below this.
    pub at_least: Option<f64>,
    /// For a metric to be kept: not above this.
    pub at_most: Option<f64>,
    /// Where the original target lies by the goalposts of today, 1 being the present one; null where it did not move.
    pub original: Option<f64>,
    /// The original target.
    pub original_target: Option<f64>,
}

/// A goal's progress on a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProgressPoint {
    /// The day.
    pub day: Day,
    /// The metric's value; null for milestones and objectives.
    pub value: Option<f64>,
    /// Progress by the goalposts of today, 0 to 1.
    pub progress: Option<f64>,
}

/// The expected progress on a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlanPointView {
    /// The day.
    pub day: Day,
    /// Progress, 0 to 1.
    pub progress: f64,
}

impl CourseView {
    /// The height of a point in a chart from the baseline to the target: not limited, so that a value that gets worse than the
    /// baseline is seen to.
    pub fn height(&self, point: &ProgressPoint) -> Option<f64> {
        match (point.value, self.from, self.to) {
            (Some(value), Some(from), Some(to)) => Some(share_of_way(value, from, to)).filter(|it| it.is_finite()),
            _ => point.progress,
        }
    }

    /// The course of a goal; the original is the goal before its goalposts moved.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx, courses: &ProgressSeries, original: Option<&Goal>) -> Self {
        let goal = snapshot.goal(ix);
        let points = courses.of(ix).iter();
        let points = points.filter(|it| it.value.is_some() || it.progress.is_some());
        let mut points: Vec<ProgressPoint> =
            points.map(|it| ProgressPoint { day: it.day, value: it.value, progress: it.progress }).collect();
        let planned =
            plan(goal).into_iter().map(|it| PlanPointView { day: it.day, progress: it.share.clamp(0.0, 1.0) });
        let mut planned: Vec<PlanPointView> = planned.collect();
        if goal.kind == Kind::Objective {
            planned = of_objective(goal, courses.of(ix));
        }
        // A large report has many of them.
        points.shrink_to_fit();
        planned.shrink_to_fit();
        let metric = goal.metric.as_ref();
        let kept = matches!(measure_of(goal), Measure::Keep(_)) || goal.kind == Kind::Kpi;
        let (from, to) = match measure_of(goal) {
            Measure::Reach { baseline, target } => (Some(baseline), Some(target)),
            _ => (None, None),
        };
        let first = original.and_then(|it| it.metric.as_ref());
        let height = match (measure_of(goal), first.and_then(|it| it.target)) {
            (Measure::Reach { baseline, target }, Some(first)) if (first - target).abs() > 0.0 => {
                Some(share_of_way(first, baseline, target)).filter(|it| it.is_finite())
            }
            _ => None,
        };
        let same_unit =
            first.zip(metric).is_some_and(|(a, b)| a.unit == b.unit && a.scale == b.scale && a.kpi == b.kpi);
        let height = height.filter(|_| same_unit);
        Self {
            points,
            plan: planned,
            from,
            to,
            steps: metric.map(|it| it.scale.to_vec()).unwrap_or_default(),
            at_least: metric.and_then(|it| it.at_least).filter(|_| kept),
            at_most: metric.and_then(|it| it.at_most).filter(|_| kept),
            original: height,
            original_target: height.and_then(|_| first?.target),
        }
    }
}

/// An objective's expected progress on the observed days, and 1 at its end.
fn of_objective(goal: &Goal, course: &[SeriesPoint]) -> Vec<PlanPointView> {
    let expected = course.iter().filter_map(|it| Some(PlanPointView { day: it.day, progress: it.expected? }));
    let mut plan: Vec<PlanPointView> = expected.collect();
    if let (Some(last), Some(end)) = (plan.last(), goal.end())
        && last.day < end
    {
        plan.push(PlanPointView { day: end, progress: 1.0 });
    }
    plan
}
