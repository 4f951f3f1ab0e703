//! Calibration: whether the forecasts and the stated confidence of closed goals came true.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::numbers::forecast::{CHECK_INS, CUTS, Course, ENOUGH, Outlook, SHIPPED};
use crate::analysis::numbers::health::ambition;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::forecasts::{EARLY, finished};
use crate::analysis::trends::grading::reaches;
use crate::model::{Day, GoalIx, State};

/// The fewest owners of whose goals a group is shown: fewer could be told apart.
pub(super) const LEAST_OWNERS: usize = 3;

/// A closed goal, and what was expected of it at 25, 50 and 75 % of its period.
#[derive(Debug, Clone)]
pub struct ReplayedGoal<'w> {
    /// The goal.
    pub goal: GoalIx,
    owner: Option<&'w str>,
    is_reached: bool,
    forecasts: [Option<PastForecast>; CUTS.len()],
    confidence: [Option<f64>; CUTS.len()],
}

/// What was forecast for a closed goal at one share of its period, against what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct PastForecast {
    /// Whether the 80 % interval held its end.
    held: bool,
    /// The probability that was forecast.
    probability: f64,
    /// Whether its numbers reached the bar.
    arrived: bool,
    /// How far the median was from the end.
    error: f64,
    /// How far the last value was from the end.
    error_if_unchanged: f64,
}

/// Forecasts of closed goals at one share of their periods, against what became of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastScore {
    /// The share of goals that ended within the 80 % interval.
    pub held: f64,
    /// The mean squared error of the probabilities.
    pub brier: f64,
    /// The same if every goal had been given the share of those that arrived.
    pub base_rate: f64,
    /// The mean distance of the median from the end.
    pub error: f64,
    /// The mean distance of the last value from the end.
    pub error_if_unchanged: f64,
}

/// Stated confidence at one share of the period, against what became of the goals.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfidenceScore {
    /// The mean stated confidence.
    pub stated: f64,
    /// The share of goals that were reached.
    pub reached: f64,
    /// The mean squared error of the confidence.
    pub brier: f64,
    /// The same if every goal had been given the share of those that were reached.
    pub base_rate: f64,
    /// The goals by what was stated: in tenths, the number of goals and of those that were reached.
    pub tenths: BTreeMap<u8, (usize, usize)>,
}

/// What was expected of closed goals at one share of their periods, against what became of them.
#[derive(Debug, Clone, PartialEq)]
pub struct CutScore {
    /// The number of goals with a forecast then.
    pub forecast_goals: usize,
    /// The forecasts; none for fewer than ten.
    pub forecasts: Option<ForecastScore>,
    /// The number of goals with a stated confidence then.
    pub confidence_goals: usize,
    /// The stated confidence; none for fewer than ten.
    pub confidence: Option<ConfidenceScore>,
}

/// The calibration of some closed goals.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The number of goals.
    pub goals: usize,
    /// The number of their owners.
    pub people: usize,
    /// The number of goals that were reached.
    pub reached: usize,
    /// What was expected at each of [`CUTS`].
    pub cuts: [CutScore; CUTS.len()],
}

/// The closed goals with a measure of their own that a forecast can be judged by, or that had a stated confidence, each
/// replayed to 25, 50 and 75 % of its period.
pub fn closed_goals<'w>(snapshot: &Snapshot<'w>) -> Vec<ReplayedGoal<'w>> {
    let is_closed = |state: State| matches!(state, State::Achieved | State::Missed);
    let closed = snapshot.goals().filter(|(_, goal)| is_closed(goal.state));
    closed.filter_map(|(ix, _)| ReplayedGoal::of(snapshot, ix)).collect()
}

impl<'w> ReplayedGoal<'w> {
    fn of(snapshot: &Snapshot<'w>, ix: GoalIx) -> Option<Self> {
        let finished = finished(snapshot, ix);
        let had_confidence = || snapshot.timeline.of(ix).iter().any(|it| it.confidence.is_some());
        if finished.is_none() && !had_confidence() {
            return None;
        }
        let goal = snapshot.goal(ix);
        let bar = ambition(goal, snapshot.settings_of_grade(goal));
        Some(Self {
            goal: ix,
            owner: snapshot.workspace.owner_of(goal),
            is_reached: goal.state == State::Achieved,
            forecasts: CUTS
                .map(|at| finished.as_ref().and_then(|(course, end)| PastForecast::of(course, *end, bar, at))),
            confidence: CUTS.map(|at| stated(snapshot, ix, at)),
        })
    }
}

impl Calibration {
    /// Judges closed goals by the shipped constants, since those of own goals rest on the same ends.
    pub fn of(goals: &[&ReplayedGoal<'_>]) -> Self {
        let owners: BTreeSet<&str> = goals.iter().filter_map(|it| it.owner).collect();
        let cuts = std::array::from_fn(|at| {
            let replays: Vec<PastForecast> = goals.iter().filter_map(|it| it.forecasts[at]).collect();
            let stated: Vec<(f64, bool)> =
                goals.iter().filter_map(|it| Some((it.confidence[at]?, it.is_reached))).collect();
            CutScore {
                forecast_goals: replays.len(),
                forecasts: (replays.len() >= ENOUGH).then(|| ForecastScore::of(&replays)),
                confidence_goals: stated.len(),
                confidence: (stated.len() >= ENOUGH).then(|| ConfidenceScore::of(&stated)),
            }
        });
        let reached = goals.iter().filter(|it| it.is_reached).count();
        Self { goals: goals.len(), people: owners.len(), reached, cuts }
    }

    /// Whether neither a forecast nor a confidence has enough goals.
    pub fn is_too_few(&self) -> bool {
        self.cuts.iter().all(|it| it.forecasts.is_none() && it.confidence.is_none())
    }

    /// Whether it may be shown as that of a team or a level: of enough goals and people.
    pub fn is_of_a_group(&self) -> bool {
        self.goals >= ENOUGH && self.people >= LEAST_OWNERS && !self.is_too_few()
    }
}

impl ForecastScore {
    fn of(replays: &[PastForecast]) -> Self {
        let mean = |value: &dyn Fn(&PastForecast) -> f64| mean_of(replays.iter().map(value));
        let rate = mean(&|it| share(it.arrived));
        Self {
            held: mean(&|it| share(it.held)),
            brier: mean(&|it| square(it.probability - share(it.arrived))),
            base_rate: rate * (1.0 - rate),
            error: mean(&|it| it.error),
            error_if_unchanged: mean(&|it| it.error_if_unchanged),
        }
    }
}

impl ConfidenceScore {
    fn of(stated: &[(f64, bool)]) -> Self {
        let mut tenths: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for (said, reached) in stated {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10")]
            let (goals, arrived) = tenths.entry((said * 10.0).round() as u8).or_default();
            *goals += 1;
            *arrived += usize::from(*reached);
        }
        let reached = mean_of(stated.iter().map(|(_, reached)| share(*reached)));
        Self {
            stated: mean_of(stated.iter().map(|(said, _)| *said)),
            reached,
            brier: mean_of(stated.iter().map(|(said, reached)| square(said - share(*reached)))),
            base_rate: reached * (1.0 - reached),
            tenths,
        }
    }
}

impl PastForecast {
    /// Replays a course to a share of its period; none where no forecast would have been shown, or nothing came after it.
    fn of(course: &Course, end: f64, bar: f64, at: f64) -> Option<Self> {
        let known = course.until(at)?;
        let least = if at < EARLY { 1 } else { CHECK_INS };
        if known.points.len() < least || known.points.len() == course.points.len() {
            return None;
        }
        let quantiles = Outlook::of(&known, 1.0)?.quantiles(&SHIPPED);
        let (_, before) = known.points.last()?;
        Some(Self {
            held: quantiles.low() - 1e-9 <= end && end <= quantiles.high() + 1e-9,
            probability: quantiles.at_least(bar),
            arrived: reaches(end, bar),
            error: (quantiles.median() - end).abs(),
            error_if_unchanged: (before - end).abs(),
        })
    }
}

/// The confidence that was last stated for a goal at a share of its period.
fn stated(snapshot: &Snapshot<'_>, ix: GoalIx, at: f64) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let is_known = |day: Day| goal.share_of_time(day).is_some_and(|share| share <= at);
    let confidence = snapshot.timeline.of(ix).iter().rev().find(|it| is_known(it.day))?.confidence?;
    (0.0..=1.0).contains(&confidence).then_some(confidence)
}

fn share(happened: bool) -> f64 {
    f64::from(u8::from(happened))
}

fn square(number: f64) -> f64 {
    number * number
}

fn mean_of(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number of goals")]
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}
