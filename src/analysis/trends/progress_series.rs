//! Progress series: the progress of many goals over their time, by the goalposts of today, for charts.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::past_progress::PastProgress;
use crate::model::{Day, Days, Goal, GoalIx, Kind, days_between, plus_days};

/// A point of a course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeriesPoint {
    /// The day.
    pub day: Day,
    /// The metric's value; none for milestones and objectives.
    pub value: Option<f64>,
    /// Progress by the goalposts of today, 0 to 1; none where nothing can be told.
    pub progress: Option<f64>,
    /// For an objective what its plan asked for on the day, 0 to 1.
    pub expected: Option<f64>,
}

/// Looks at an objective in so many steps of its time, at most.
const STEPS: Days = 13;

/// Days that all objectives together are looked at, at most: each costs a look at every goal.
const LOOKS: usize = 100;

/// The courses of goals.
#[derive(Debug, Default)]
pub struct ProgressSeries {
    by_goal: HashMap<GoalIx, Vec<SeriesPoint>>,
}

impl ProgressSeries {
    /// Looks back on some goals. A goal with a measure has a point for each observation; an objective one for each week
    /// or so of its time, as far as that is gone.
    ///
    /// Takes time in proportion to the goals and their observations.
    #[must_use]
    pub fn look_back(snapshot: &Snapshot<'_>, goals: &[GoalIx]) -> Self {
        let mut courses = Self::default();
        let mut objectives = Vec::new();
        for ix in goals {
            if snapshot.goal(*ix).kind == Kind::Objective {
                objectives.push(*ix);
            } else {
                courses.by_goal.insert(*ix, of_measure(snapshot, *ix));
            }
        }
        let days = looks(snapshot, &objectives);
        let mut past_progress = PastProgress::on_all(snapshot);
        for day in days {
            past_progress.look_at(day);
            for ix in &objectives {
                let in_time =
                    span(snapshot, snapshot.goal(*ix)).is_some_and(|(first, last)| (first..=last).contains(&day));
                let (progress, expected) = (past_progress.progress(*ix), past_progress.expected(*ix));
                if in_time && (progress.is_some() || expected.is_some()) {
                    let point = SeriesPoint { day, value: None, progress, expected };
                    courses.by_goal.entry(*ix).or_default().push(point);
                }
            }
        }
        courses
    }

    /// A goal's course, oldest first; empty where nothing is known.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &[SeriesPoint] {
        self.by_goal.get(&goal).map_or(&[], Vec::as_slice)
    }
}

fn of_measure(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<SeriesPoint> {
    let goal = snapshot.goal(ix);
    let observations = snapshot.timeline.of(ix);
    let points = observations.iter().enumerate().map(|(at, it)| {
        let progress = match measure_of(goal) {
            Measure::Reach { .. } => raw_progress(goal, it.value, &observations[..=at], it.day),
            // Which steps were done then stands in the file as it was then; of keeping the value itself is looked at.
            Measure::Milestones(_) | Measure::Keep(_) => it.progress,
            Measure::Nothing => None,
        };
        SeriesPoint { day: it.day, value: it.value, progress: progress.map(|it| it.clamp(0.0, 1.0)), expected: None }
    });
    points.collect()
}

/// The days on which objectives are looked at, oldest first, today among them.
fn looks(snapshot: &Snapshot<'_>, objectives: &[GoalIx]) -> Vec<Day> {
    let spans: BTreeSet<(Day, Day)> = objectives.iter().filter_map(|ix| span(snapshot, snapshot.goal(*ix))).collect();
    let mut days = BTreeSet::new();
    // With more spans than days to look at, those of the latest count.
    for (first, last) in spans.into_iter().rev().take(LOOKS) {
        let length = days_between(first, last);
        let step = (length / STEPS).max(1);
        days.extend((0..=length / step).map(|at| plus_days(last, -at * step)));
    }
    let every = days.len().div_ceil(LOOKS).max(1);
    let mut days: Vec<Day> = days.into_iter().rev().step_by(every).collect();
    days.reverse();
    days
}

/// The part of a goal's time that is gone; none before it begins, and without a beginning.
fn span(snapshot: &Snapshot<'_>, goal: &Goal) -> Option<(Day, Day)> {
    let first = goal.start()?;
    let last = goal.end().map_or(snapshot.today, |end| end.min(snapshot.today));
    (first <= last).then_some((first, last))
}
