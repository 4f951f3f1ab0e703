//! What a chart of a goal's course shows: its values by day, the plan, the bounds, and where goalposts moved.

use std::collections::BTreeSet;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, Observation, measure_of, other_metric};
use crate::analysis::trends::PastProgress;
use crate::model::{Day, Days, GoalIx, Kind, days_between, plus_days};

/// The most days of a plan that are computed: more than a terminal has columns.
const SAMPLES: Days = 200;

/// The most days of an objective's past that are computed.
const LOOKS: usize = 200;

/// A chart over days.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// The day it is.
    pub today: Day,
    /// What the heights are.
    pub scale: Scale,
    /// Each day on which there is a new value, oldest first. A value holds until the next.
    pub values: Vec<(Day, f64)>,
    /// The plan, linear between its points; empty without one.
    pub plan: Vec<(Day, f64)>,
    /// Values not to fall below or rise above, with their words.
    pub bounds: Vec<(&'static str, f64)>,
    /// Days on which goalposts moved.
    pub moves: Vec<Day>,
}

/// What the heights of a chart are.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Numbers of a metric.
    Number,
    /// Progress, 0 to 1.
    Share,
    /// Positions on a rubric's scale, each with its name.
    Steps(Vec<String>),
}

impl Chart {
    /// The course of a goal; none where there is no value to show.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx, moves: Vec<Day>) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let mut values = if goal.kind == Kind::Objective { of_objective(snapshot, ix) } else { of_goal(snapshot, ix) };
        values.retain(|(_, value)| value.is_finite());
        let (oldest, newest) = (values.first()?.0, values.last()?.0);
        let first = goal.start().map_or(oldest, |start| start.min(oldest));
        let last = goal.end().map_or(snapshot.today.max(newest), |end| end.max(newest));
        let scale = match (measure_of(goal), goal.metric.as_ref()) {
            (_, Some(metric)) if !metric.scale.is_empty() => Scale::Steps(metric.scale.to_vec()),
            (_, Some(_)) => Scale::Number,
            (..) => Scale::Share,
        };
        let bounds = goal.metric.iter().flat_map(|metric| {
            let of_kpi = goal.kind == Kind::Kpi || matches!(measure_of(goal), Measure::Keep(_));
            [("at least", metric.at_least), ("at most", metric.at_most)].into_iter().filter(move |_| of_kpi)
        });
        let bounds = bounds.filter_map(|(words, value)| Some((words, value?))).collect();
        let plan = plan(snapshot, ix);
        Some(Self { first, last, today: snapshot.today, scale, values, plan, bounds, moves })
    }
}

/// A goal's own values: the metric's, or of milestones the progress.
fn of_goal(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<(Day, f64)> {
    let goal = snapshot.goal(ix);
    // A value in another unit has no height among those of today's.
    let is_comparable = |it: &&Observation| other_metric(it).is_none();
    let observations = snapshot.timeline.of(ix).iter().filter(is_comparable);
    let mut values: Vec<(Day, f64)> = match measure_of(goal) {
        Measure::Milestones(_) => observations.filter_map(|it| Some((it.day, it.progress?))).collect(),
        _ => observations.filter_map(|it| Some((it.day, it.value?))).collect(),
    };
    // Progress by milestones starts at 0, so the line begins at the goal's start.
    if let (Measure::Milestones(_), Some(start)) = (measure_of(goal), goal.start())
        && values.first().is_some_and(|(first, _)| start < *first)
    {
        values.insert(0, (start, 0.0));
    }
    values
}

/// An objective's progress on each day on which something that it is made of had a new value.
fn of_objective(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<(Day, f64)> {
    let below = snapshot.graph.below(ix);
    let observed = below.into_iter().flat_map(|part| snapshot.timeline.of(part)).map(|it| it.day);
    let begin = snapshot.goal(ix).start();
    let seen: BTreeSet<Day> =
        observed.filter(|day| *day < snapshot.today && begin.is_none_or(|begin| begin <= *day)).collect();
    let seen: Vec<Day> = seen.into_iter().chain([snapshot.today]).collect();
    let every = seen.len().div_ceil(LOOKS).max(1);
    let mut past_progress = PastProgress::on_one(snapshot, ix);
    let mut values: Vec<(Day, f64)> = Vec::new();
    // Days are thinned out from the last one backwards, so that today is always among them.
    for day in seen.iter().rev().step_by(every).rev() {
        past_progress.look_at(*day);
        if let Some(progress) = past_progress.progress(ix) {
            values.push((*day, progress));
        }
    }
    values
}

/// The plan from the first day to the last, in the chart's heights.
fn plan(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<(Day, f64)> {
    let goal = snapshot.goal(ix);
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return Vec::new() };
    let height = |share: f64| match measure_of(goal) {
        Measure::Reach { baseline, target } => Some(baseline + share * (target - baseline)),
        Measure::Milestones(_) => Some(share),
        Measure::Nothing if goal.kind == Kind::Objective => Some(share),
        Measure::Keep(_) | Measure::Nothing => None,
    };
    if height(0.0).is_none() {
        return Vec::new();
    }
    let mut past_progress = PastProgress::on_one(snapshot, ix);
    let days = days_between(start, end);
    let mut days: Vec<Day> = (0..=SAMPLES).map(|step| plus_days(start, step * days / SAMPLES)).collect();
    days.dedup();
    let plan = days.into_iter().filter_map(|day| {
        past_progress.look_at_plans(day);
        Some((day, height(past_progress.expected(ix)?)?))
    });
    plan.filter(|(_, height)| height.is_finite()).collect()
}
