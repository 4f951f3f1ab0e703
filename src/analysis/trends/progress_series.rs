//! Progress series for charts: the progress of many goals over their time, against today's goalposts.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::measure_words::other_metric;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::past_progress::PastProgress;
use crate::model::{Day, Days, Goal, GoalIx, Kind, days_between, plus_days};

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// The day.
    pub day: Day,
    /// The metric's value; none for milestones and objectives.
    pub value: Option<f64>,
    /// The progress against today's goalposts, 0 to 1; none if unknown.
    pub progress: Option<f64>,
    /// For an objective, the progress that its plan expected on the day, 0 to 1.
    pub expected: Option<f64>,
}

/// The most steps into which an objective's time is divided: one point per week of a quarter.
const STEPS: Days = 13;

/// The most days for which all objectives together are computed: each day takes a pass over every goal.
const MAX_DAYS: usize = 100;

/// The progress series of goals.
#[derive(Debug, Default)]
pub struct ProgressSeries {
    by_goal: HashMap<GoalIx, Vec<SeriesPoint>>,
}

impl ProgressSeries {
    /// Computes the series of some goals. A goal with a measure has a point for each observation, an objective one for
    /// about each week of its time until today.
    ///
    /// The time is linear in the goals and their observations.
    pub fn look_back(snapshot: &Snapshot<'_>, goals: &[GoalIx]) -> Self {
        let mut series = Self::default();
        let mut objectives = Vec::new();
        for ix in goals {
            if snapshot.goal(*ix).kind == Kind::Objective {
                objectives.push(*ix);
            } else {
                series.by_goal.insert(*ix, of_measure(snapshot, *ix));
            }
        }
        let days = sampled_days(snapshot, &objectives);
        let mut past_progress = PastProgress::on_all(snapshot);
        for day in days {
            past_progress.look_at(day);
            past_progress.look_at_plans(day);
            for ix in &objectives {
                let in_time =
                    span(snapshot, snapshot.goal(*ix)).is_some_and(|(first, last)| (first..=last).contains(&day));
                let (progress, expected) = (past_progress.progress(*ix), past_progress.expected(*ix));
                if in_time && (progress.is_some() || expected.is_some()) {
                    let point = SeriesPoint { day, value: None, progress, expected };
                    series.by_goal.entry(*ix).or_default().push(point);
                }
            }
        }
        series
    }

    /// A goal's series, oldest first; empty if nothing is known.
    pub fn of(&self, goal: GoalIx) -> &[SeriesPoint] {
        self.by_goal.get(&goal).map_or(&[], Vec::as_slice)
    }
}

/// The series of a goal with a measure: a point for each observation.
fn of_measure(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<SeriesPoint> {
    let goal = snapshot.goal(ix);
    // A value in another unit is no part of the way from today's baseline to today's target.
    let observations = snapshot.timeline.of(ix).iter();
    let points = observations.filter(|it| other_metric(it).is_none()).map(|it| {
        let progress = match measure_of(goal) {
            Measure::Reach { .. } => raw_progress(goal, it.value, &[], it.day),
            // The done milestones of that day are in the file of that day only, and a chart of bounds shows the values.
            Measure::Milestones(_) | Measure::Keep(_) => it.progress,
            Measure::Nothing => None,
        };
        SeriesPoint { day: it.day, value: it.value, progress: progress.map(|it| it.clamp(0.0, 1.0)), expected: None }
    });
    points.collect()
}

/// The days for which objectives are computed, oldest first, up to today.
fn sampled_days(snapshot: &Snapshot<'_>, objectives: &[GoalIx]) -> Vec<Day> {
    let spans: BTreeSet<(Day, Day)> = objectives.iter().filter_map(|ix| span(snapshot, snapshot.goal(*ix))).collect();
    let mut days = BTreeSet::new();
    // The latest spans are kept if there are more spans than days.
    for (first, last) in spans.into_iter().rev().take(MAX_DAYS) {
        let length = days_between(first, last);
        let step = (length / STEPS).max(1);
        days.extend((0..=length / step).map(|at| plus_days(last, -at * step)));
    }
    let every = days.len().div_ceil(MAX_DAYS).max(1);
    let mut days: Vec<Day> = days.into_iter().rev().step_by(every).collect();
    days.reverse();
    days
}

/// The first day of a goal and its last one until today; none before its start, and without a start.
fn span(snapshot: &Snapshot<'_>, goal: &Goal) -> Option<(Day, Day)> {
    let first = goal.start()?;
    let last = goal.end().map_or(snapshot.today, |end| end.min(snapshot.today));
    (first <= last).then_some((first, last))
}
