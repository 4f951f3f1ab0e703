//! Calibration: whether the forecasts and the stated confidence of closed goals came true.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::numbers::forecast::{CHECK_INS, CUTS, ENOUGH, Outlook, SHIPPED};
use crate::analysis::numbers::health::ambition;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::forecasts::finished;
use crate::analysis::trends::grading::reaches;
use crate::model::{Day, GoalIx, State, days_between};

/// The people without whom a group is not shown: fewer could be told apart.
pub const PEOPLE: usize = 3;

/// What became of a closed goal, and what was expected of it at one share of its period.
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
    still: f64,
}

/// Forecasts of closed goals at one share of their periods, against what became of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForecastScore {
    /// The share of the period.
    pub at: f64,
    /// The number of goals.
    pub goals: usize,
    /// The share of goals that ended within the 80 % interval.
    pub held: f64,
    /// The mean squared error of the probabilities.
    pub brier: f64,
    /// The same if every goal had been given the share of those that arrived.
    pub base_rate: f64,
    /// The mean distance of the median from the end.
    pub error: f64,
    /// The mean distance of the last value from the end.
    pub stays_put: f64,
}

/// Stated confidence at one share of the period, against what became of the goals.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfidenceScore {
    /// The share of the period.
    pub at: f64,
    /// The number of goals.
    pub goals: usize,
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

/// The calibration of some closed goals.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The number of goals.
    pub goals: usize,
    /// The number of their owners.
    pub people: usize,
    /// The number of goals that were reached.
    pub reached: usize,
    /// The forecasts at 25, 50 and 75 % of the period; none for those with fewer than ten goals.
    pub forecasts: Vec<Option<ForecastScore>>,
    /// The stated confidence at 25, 50 and 75 % of the period; none for those with fewer than ten goals.
    pub confidence: Vec<Option<ConfidenceScore>>,
    /// For each share of the period, the number of goals with a forecast and with a stated confidence.
    pub known: Vec<(usize, usize)>,
}

/// The closed goals with a measure of their own that a forecast can be judged by, or that had a stated confidence.
#[must_use]
pub fn closed_goals(snapshot: &Snapshot<'_>) -> Vec<GoalIx> {
    let is_closed = |state: State| matches!(state, State::Achieved | State::Missed);
    let closed = snapshot.goals().filter(|(_, goal)| is_closed(goal.state));
    let had_confidence = |ix: GoalIx| snapshot.timeline.of(ix).iter().any(|it| it.confidence.is_some());
    closed.map(|(ix, _)| ix).filter(|ix| finished(snapshot, *ix).is_some() || had_confidence(*ix)).collect()
}

impl Calibration {
    /// Replays closed goals to 25, 50 and 75 % of their periods, by the shipped constants, since those of own goals rest on
    /// the same ends.
    #[must_use]
    pub fn of(snapshot: &Snapshot<'_>, goals: &[GoalIx]) -> Self {
        let owners: BTreeSet<&str> =
            goals.iter().filter_map(|ix| snapshot.workspace.owner_of(snapshot.goal(*ix))).collect();
        let is_reached = |ix: GoalIx| snapshot.goal(ix).state == State::Achieved;
        let (mut forecasts, mut confidence, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for at in CUTS {
            let replays: Vec<PastForecast> = goals.iter().filter_map(|ix| replay(snapshot, *ix, at)).collect();
            let stated: Vec<(f64, bool)> =
                goals.iter().filter_map(|ix| Some((stated(snapshot, *ix, at)?, is_reached(*ix)))).collect();
            known.push((replays.len(), stated.len()));
            forecasts.push((replays.len() >= ENOUGH).then(|| ForecastScore::of(at, &replays)));
            confidence.push((stated.len() >= ENOUGH).then(|| ConfidenceScore::of(at, &stated)));
        }
        let reached = goals.iter().filter(|ix| is_reached(**ix)).count();
        Self { goals: goals.len(), people: owners.len(), reached, forecasts, confidence, known }
    }

    /// Whether neither a forecast nor a confidence has enough goals.
    #[must_use]
    pub fn is_too_few(&self) -> bool {
        self.forecasts.iter().all(Option::is_none) && self.confidence.iter().all(Option::is_none)
    }

    /// Whether it may be shown as that of a team or a level: of enough goals and people.
    #[must_use]
    pub fn is_of_a_group(&self) -> bool {
        self.goals >= ENOUGH && self.people >= PEOPLE && !self.is_too_few()
    }
}

impl ForecastScore {
    fn of(at: f64, replays: &[PastForecast]) -> Self {
        let mean = |value: &dyn Fn(&PastForecast) -> f64| mean_of(replays.iter().map(value));
        let rate = mean(&|it| share(it.arrived));
        Self {
            at,
            goals: replays.len(),
            held: mean(&|it| share(it.held)),
            brier: mean(&|it| square(it.probability - share(it.arrived))),
            base_rate: rate * (1.0 - rate),
            error: mean(&|it| it.error),
            stays_put: mean(&|it| it.still),
        }
    }
}

impl ConfidenceScore {
    fn of(at: f64, stated: &[(f64, bool)]) -> Self {
        let mut tenths: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for (said, reached) in stated {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10")]
            let (goals, arrived) = tenths.entry((said * 10.0).round() as u8).or_default();
            *goals += 1;
            *arrived += usize::from(*reached);
        }
        let reached = mean_of(stated.iter().map(|(_, reached)| share(*reached)));
        Self {
            at,
            goals: stated.len(),
            stated: mean_of(stated.iter().map(|(said, _)| *said)),
            reached,
            brier: mean_of(stated.iter().map(|(said, reached)| square(said - share(*reached)))),
            base_rate: reached * (1.0 - reached),
            tenths,
        }
    }
}

/// What was forecast for a closed goal at a share of its period; none where no forecast would have been shown.
fn replay(snapshot: &Snapshot<'_>, ix: GoalIx, at: f64) -> Option<PastForecast> {
    let (course, end) = finished(snapshot, ix)?;
    let known = course.until(at)?;
    let least = if at < 0.5 { 1 } else { CHECK_INS };
    if known.points.len() < least || known.points.len() == course.points.len() {
        return None;
    }
    let quantiles = Outlook::of(&known, 1.0)?.quantiles(&SHIPPED);
    let bar = ambition(snapshot.goal(ix), snapshot.settings());
    let (_, before) = known.points.last()?;
    Some(PastForecast {
        held: quantiles.low() - 1e-9 <= end && end <= quantiles.high() + 1e-9,
        probability: quantiles.at_least(bar),
        arrived: reaches(end, bar),
        error: (quantiles.median() - end).abs(),
        still: (before - end).abs(),
    })
}

/// The confidence that was last stated for a goal at a share of its period.
fn stated(snapshot: &Snapshot<'_>, ix: GoalIx, at: f64) -> Option<f64> {
    let goal = snapshot.goal(ix);
    let (start, end) = (goal.start()?, goal.end()?);
    let within = |day: Day| {
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        let share = days_between(start, day) as f64 / days_between(start, end).max(1) as f64;
        share <= at
    };
    let said = snapshot.timeline.of(ix).iter().rev().find(|it| within(it.day))?.confidence?;
    (0.0..=1.0).contains(&said).then_some(said)
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
