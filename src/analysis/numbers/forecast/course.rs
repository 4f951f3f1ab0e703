//! The course of a goal: its raw progress by the share of its period, from where it was last set anew.

use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of, share_of_way};
use crate::analysis::numbers::observation::Observation;
use crate::model::{Day, Goal, Metric};

/// The least way by which a value that leaves and returns at once is wild.
const WILD: f64 = 1.0;

/// How many times larger than the usual step, and than what remains of it, a wild step is.
const WILDER: f64 = 6.0;

/// A share of the time too short to be a step, to divide by, or for anything to happen in.
pub(super) const INSTANT: f64 = 1e-6;

/// Raw progress by the share of the period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// The share of the period at which it begins: 0, or where the baseline or the metric changed.
    pub begins: f64,
    /// The day of that change.
    pub restarted: Option<Day>,
    /// The raw progress at which it begins.
    pub anchor: f64,
    /// Whether a check-in from before it begins says so; else it is where a goal begins.
    pub is_anchored: bool,
    /// The check-ins since it begins, each with the share of the period and the raw progress.
    pub points: Vec<(f64, f64)>,
    /// The number of values that were ignored, because they left and returned at once.
    pub ignored: usize,
}

/// A step of a course between two check-ins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CourseStep {
    /// The time that it took.
    pub time: f64,
    /// The way.
    pub way: f64,
    /// Where it ends.
    pub at: f64,
}

impl Course {
    /// The course of a goal with a reach or rubric metric, or with milestones, up to a day. None for other goals, and for
    /// those without a start or an end.
    pub fn of(goal: &Goal, observations: &[Observation], history: Option<&GoalHistory>, today: Day) -> Option<Self> {
        let (start, end) = (goal.start()?, goal.end()?);
        if end <= start {
            return None;
        }
        let share = |day: Day| goal.share_of_time(day).unwrap_or(0.0);
        let raw = |it: &Observation| match measure_of(goal) {
            Measure::Reach { baseline, target } => Some(share_of_way(it.comparable()?, baseline, target)),
            // The done milestones of that day are in the file of that day only.
            Measure::Milestones(_) => it.progress,
            Measure::Keep(_) | Measure::Nothing => None,
        };
        if !matches!(measure_of(goal), Measure::Reach { .. } | Measure::Milestones(_)) {
            return None;
        }
        let restart = history.and_then(|history| Restart::find(goal, history, today)).filter(|it| start < it.day);
        let mut course = Self { restarted: restart.map(|it| it.day), ..Self::default() };
        course.begins = restart.map_or(0.0, |it| share(it.day));
        // Values from before the goal's start belong to another period, and not all of them may have been read.
        for it in observations.iter().filter(|it| start <= it.day && it.day <= end.min(today)) {
            let Some(raw) = raw(it).filter(|raw| raw.is_finite()) else { continue };
            if let Some(restart) = restart.filter(|restart| it.day <= restart.day) {
                // With another metric an earlier value says nothing; with another baseline it says where the goal stands.
                let is_since = it.commit.is_none() || restart.commit.is_some_and(|at| it.commit >= Some(at));
                if restart.is_comparable || is_since {
                    (course.anchor, course.is_anchored) = (raw, true);
                }
                if it.day < restart.day {
                    continue;
                }
            }
            course.points.push((share(it.day), raw));
        }
        course.ignore_wild();
        Some(course)
    }

    /// The last check-in: the share of the period, and the progress. That where it begins anew if none is later; none if
    /// nothing is known of where it stands.
    pub fn standing(&self) -> Option<(f64, f64)> {
        self.points.last().copied().or_else(|| self.is_anchored.then_some((self.begins, self.anchor)))
    }

    /// The number of check-ins that it rests on.
    pub fn check_ins(&self) -> usize {
        if self.points.is_empty() { usize::from(self.is_anchored) } else { self.points.len() }
    }

    /// The course as it was known at a share of the period; none before it began.
    pub fn until(&self, share: f64) -> Option<Self> {
        let known = self.points.partition_point(|(at, _)| *at <= share);
        (self.begins <= share).then(|| Self { points: self.points[..known].to_vec(), ..self.clone() })
    }

    /// The course without its last check-in; none without another since it begins.
    pub fn before_last(&self) -> Option<Self> {
        let known = self.points.len().checked_sub(2)? + 1;
        Some(Self { points: self.points[..known].to_vec(), ..self.clone() })
    }

    /// A share of the period, as a share of the time since the course begins.
    pub(super) fn scaled(&self, share: f64) -> f64 {
        if self.begins == 0.0 { share } else { (share - self.begins) / (1.0 - self.begins).max(INSTANT) }
    }

    /// The last check-in: the share of the time since the course begins, and the progress.
    pub(super) fn last(&self) -> (f64, f64) {
        self.points.last().map_or((0.0, self.anchor), |(at, raw)| (self.scaled(*at), *raw))
    }

    /// The steps between check-ins, the first of them from where the course begins.
    pub fn steps(&self) -> Vec<CourseStep> {
        let mut steps = Vec::with_capacity(self.points.len());
        let (mut from, mut before) = (0.0, self.anchor);
        for (at, raw) in &self.points {
            let at = self.scaled(*at);
            if at - from > INSTANT {
                steps.push(CourseStep { time: at - from, way: raw - before, at });
            }
            (from, before) = (at, *raw);
        }
        steps
    }

    /// Ignores values that leave and return at once, by far more than other steps: typing errors that were corrected.
    fn ignore_wild(&mut self) {
        let values: Vec<f64> = self.points.iter().map(|(_, raw)| *raw).collect();
        let mut steps: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        steps.sort_by(f64::total_cmp);
        let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
        let is_wild = |at: usize| {
            let before = if at == 0 { self.anchor } else { values[at - 1] };
            let Some(after) = values.get(at + 1) else { return false };
            let (out, back) = (values[at] - before, after - values[at]);
            let least = WILD.max(WILDER * usual).max(WILDER * (after - before).abs());
            out * back < 0.0 && out.abs().min(back.abs()) > least
        };
        let wild: Vec<bool> = (0..values.len()).map(is_wild).collect();
        let mut at = 0;
        self.points.retain(|_| {
            at += 1;
            !wild[at - 1]
        });
        self.ignored = values.len() - self.points.len();
    }
}

impl From<&[(f64, f64)]> for Course {
    /// A course from the start of a period.
    fn from(points: &[(f64, f64)]) -> Self {
        Self { points: points.to_vec(), ..Self::default() }
    }
}

/// The last change of what a goal's values are counted from.
#[derive(Debug, Clone, Copy)]
struct Restart {
    day: Day,
    /// The commit that made it; none if it is not committed.
    commit: Option<usize>,
    /// Whether values before it are values of the same metric.
    is_comparable: bool,
}

impl Restart {
    fn find(goal: &Goal, history: &GoalHistory, today: Day) -> Option<Self> {
        let now = goal.metric.as_ref()?;
        let restart = |before: &Metric, day, commit| {
            is_reset(before, now).then(|| Self { day, commit, is_comparable: is_same_metric(before, now) })
        };
        let metric = |goal: Option<&Arc<Goal>>| goal.and_then(|goal| goal.metric.clone());
        let uncommitted = metric(history.last_known(&goal.id)).and_then(|head| restart(&head, today, None));
        uncommitted.or_else(|| {
            let stands = |version: &Goal| version.metric.as_ref().is_none_or(|before| !is_reset(before, now));
            let revision = history.since(&goal.id, stands)?;
            let day = history.commits[revision.commit].day;
            restart(&metric(revision.previous())?, day, Some(revision.commit))
        })
    }
}

/// Whether a metric's values are counted from elsewhere than before. A field that was empty is set, not moved.
fn is_reset(before: &Metric, after: &Metric) -> bool {
    let moved = before.baseline.is_some() && after.baseline.is_some() && before.baseline != after.baseline;
    moved || !is_same_metric(before, after)
}

fn is_same_metric(before: &Metric, after: &Metric) -> bool {
    let same = |before: &Option<String>, after: &Option<String>| before.is_none() || after.is_none() || before == after;
    let scale = before.scale.is_empty() || after.scale.is_empty() || before.scale == after.scale;
    same(&before.unit, &after.unit) && same(&before.kpi, &after.kpi) && scale
}

#[cfg(test)]
mod tests {
    use super::super::outlook::Outlook;
    use super::super::quantiles::SHIPPED;
    use super::*;

    #[test]
    fn one_wild_value_changes_nothing() {
        let calm: Vec<(f64, f64)> = (1..8).map(|at| (f64::from(at) / 14.0, f64::from(at) / 20.0)).collect();
        let mut wild = Course::from(calm.as_slice());
        wild.points.insert(3, (0.25, 95.0));
        wild.ignore_wild();
        assert_eq!((wild.points.as_slice(), wild.ignored), (calm.as_slice(), 1));
    }

    #[test]
    fn a_course_that_zigzags_keeps_all_its_values() {
        let points = [(0.1, 1.2), (0.2, -1.4), (0.3, 1.6), (0.4, -0.9), (0.5, 1.1)];
        let mut course = Course::from(points.as_slice());
        course.ignore_wild();
        assert_eq!(course.ignored, 0);
    }

    #[test]
    fn a_course_that_begins_later_reads_like_one_of_a_shorter_period() {
        let whole = Course::from([(0.2, 0.1), (0.4, 0.3), (0.6, 0.4)].as_slice());
        let late = Course {
            begins: 0.5,
            anchor: 0.0,
            points: whole.points.iter().map(|(at, raw)| (0.5 + at / 2.0, *raw)).collect(),
            ..Course::default()
        };
        let ends = |course: &Course| Outlook::of(course, 1.0).expect("an outlook").quantiles(&SHIPPED).0;
        for (a, b) in ends(&whole).into_iter().zip(ends(&late)) {
            assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
    }
}
