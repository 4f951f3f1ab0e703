//! Where a goal is likely to end, and how that was computed; of a goal with a measure of its own.

use crate::analysis::numbers::domain::{attainable, raw_domain_of};
use crate::analysis::numbers::forecast::{
    Combined, Course, FARTHEST, ForecastPart, Kept, Misses, Outlook, Quantiles, Sort, Spread,
};
use crate::analysis::numbers::health::ambition;
use crate::analysis::numbers::measure::{Measure, Working, measure_of, working};
use crate::analysis::numbers::observation::Observation;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::grading::reaches;
use crate::model::{Day, Goal, GoalIx, days_between};

/// Where a goal is likely to end.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The quantiles of its raw progress at its end.
    pub quantiles: Quantiles,
    /// The progress that counts as reached.
    pub bar: f64,
    /// The probability of ending there, by the numbers alone.
    pub by_numbers: f64,
    /// The stated confidence that was mixed in.
    pub confidence: Option<f64>,
    /// The share of the time that was over at the last check-in: the weight of the numbers.
    pub gone: f64,
    /// The probability of ending there.
    pub probability: f64,
    /// The number of check-ins that it rests on.
    pub observations: usize,
    /// Whether no time is left after its last check-in, or for a measure to keep after today: it ends where it stands.
    pub is_over: bool,
    /// Whether misses of own closed goals set the interval.
    pub is_own: bool,
    /// How it was computed.
    pub method: Method,
}

/// How a forecast was computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// From the course of its own measure.
    Course(Course, Outlook, Spread),
    /// From the days within its bounds.
    Kept(Kept),
    /// From its parts.
    Parts(Combined, Vec<ObjectivePart>),
}

/// A part of an objective's forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectivePart {
    /// The goal.
    pub goal: GoalIx,
    /// Where it is likely to end.
    pub forecast: ForecastPart,
    /// Where that is from.
    pub from: PartSource,
}

/// Where the forecast of a part of an objective is from.
#[derive(Debug, Clone, PartialEq)]
pub enum PartSource {
    /// The goal's own forecast.
    Own,
    /// The goal's own forecast, of which only the way until the objective's end counts.
    OwnUntil,
    /// The goal's measure: it has no forecast of its own, or not until this day.
    Measure(Box<Forecast>),
    /// The progress at which it stands; nothing is known of its pace.
    Standing(Outlook),
    /// The goal is closed, or over: it ends where it stands.
    Ended,
}

/// The probability of ending at or above a level. What is over has reached it or not.
pub(super) fn probability(quantiles: &Quantiles, level: f64, is_over: bool) -> f64 {
    if is_over { f64::from(u8::from(reaches(quantiles.median(), level))) } else { quantiles.at_least(level) }
}

/// The forecast of a goal with a measure of its own until a day, however few check-ins it has; none without any.
pub(super) fn of_measure(
    snapshot: &Snapshot<'_>,
    misses: &Misses,
    ix: GoalIx,
    until: Option<Day>,
    without_last: bool,
) -> Option<Forecast> {
    let goal = snapshot.goal(ix);
    let observations = snapshot.timeline.of(ix);
    if let Measure::Keep(_) = measure_of(goal) {
        if without_last {
            let before = days_of_check_ins(snapshot, ix, goal).into_iter().nth(1)?;
            let known = observations.partition_point(|it| it.day <= before);
            return of_kept(snapshot, ix, &observations[..known], (before, until?));
        }
        return of_kept(snapshot, ix, observations, (snapshot.today, until?));
    }
    let course = Course::of(goal, observations, snapshot.timeline.history(), snapshot.today)?;
    let course = if without_last { course.before_last()? } else { course };
    of_course(snapshot, misses, ix, course, until?)
}

/// The days of the last two check-ins of a goal within the time of another, the last one first.
pub(super) fn days_of_check_ins(snapshot: &Snapshot<'_>, ix: GoalIx, of: &Goal) -> Vec<Day> {
    let counts = |day: Day| of.has_begun(day) && day <= of.end().map_or(snapshot.today, |end| end.min(snapshot.today));
    let mut days: Vec<Day> =
        snapshot.timeline.of(ix).iter().rev().map(|it| it.day).filter(|day| counts(*day)).take(2).collect();
    days.dedup();
    days
}

/// The forecast of a goal by a course of its measure, until a day.
pub(in crate::analysis) fn of_course(
    snapshot: &Snapshot<'_>,
    misses: &Misses,
    ix: GoalIx,
    course: Course,
    until: Day,
) -> Option<Forecast> {
    let goal = snapshot.goal(ix);
    let (gone, last) = course.standing()?;
    let outlook = Outlook::of(&course, goal.share_of_time(until)?)?;
    let spread = misses.spread(Sort::of(goal)?, gone);
    let bar = ambition(goal, snapshot.settings());
    let is_over = outlook.is_over();
    let free = if is_over { Quantiles::certain(last) } else { outlook.quantiles(&spread.z) };
    // What a measure cannot have is no reason against the target: the probability is that of the course.
    let by_numbers = probability(&free, bar, is_over);
    let seen = snapshot.timeline.of(ix).iter().filter_map(Observation::comparable);
    let quantiles = if is_over { free } else { within(snapshot, (goal, seen), last, free) };
    let rests_on = ForecastBasis { gone, observations: course.check_ins(), is_over, is_own: spread.own.is_some() };
    Some(Forecast::new(goal, (quantiles, by_numbers, bar), rests_on, Method::Course(course, outlook, spread)))
}

/// The forecast of a measure to keep, by its check-ins up to a day, until another.
fn of_kept(
    snapshot: &Snapshot<'_>,
    ix: GoalIx,
    observations: &[Observation],
    (today, until): (Day, Day),
) -> Option<Forecast> {
    let goal = snapshot.goal(ix);
    let Working::Keep { stretches } = working(goal, snapshot.timeline.current(ix), observations, today) else {
        return None;
    };
    let kept = Kept::of(&stretches, days_between(today, until).max(0))?;
    let quantiles = kept.quantiles();
    let bar = snapshot.settings().thresholds.on_track;
    let is_over = kept.left == 0;
    let settled = outcome(&kept, bar);
    let by_numbers = settled.unwrap_or_else(|| probability(&quantiles, bar, is_over));
    let gone = goal.share_of_time(today)?.clamp(0.0, 1.0);
    let rests_on = ForecastBasis { gone, observations: stretches.len(), is_over, is_own: false };
    let forecast = Forecast::new(goal, (quantiles, by_numbers, bar), rests_on, Method::Kept(kept));
    // No confidence brings back the days that were lost.
    Some(match settled {
        Some(probability) => Forecast { probability, confidence: None, ..forecast },
        None => forecast,
    })
}

/// The probability that a share of days is kept, where the days left cannot change it any more.
pub(super) fn outcome(kept: &Kept, share: f64) -> Option<f64> {
    match kept.possible() {
        [_, most] if !reaches(most, share) => Some(0.0),
        [least, _] if reaches(least, share) => Some(1.0),
        _ => None,
    }
}

/// What the forecast of a measure rests on.
struct ForecastBasis {
    gone: f64,
    observations: usize,
    is_over: bool,
    is_own: bool,
}

impl Forecast {
    fn new(
        goal: &Goal,
        (quantiles, by_numbers, bar): (Quantiles, f64, f64),
        ForecastBasis { gone, observations, is_over, is_own }: ForecastBasis,
        method: Method,
    ) -> Self {
        let confidence = goal.confidence.filter(|it| (0.0..=1.0).contains(it));
        // Early on people know more than the numbers, and later less.
        let probability = confidence.map_or(by_numbers, |stated| gone * by_numbers + (1.0 - gone) * stated);
        Self { quantiles, bar, by_numbers, confidence, gone, probability, observations, is_over, is_own, method }
    }
}

/// The quantiles within what a goal's measure can have.
fn within(
    snapshot: &Snapshot<'_>,
    (goal, seen): (&Goal, impl Iterator<Item = f64>),
    last: f64,
    quantiles: Quantiles,
) -> Quantiles {
    let steps = attainable(goal, last);
    if let [lowest, .., highest] = steps[..] {
        let below = |it: f64| steps.iter().rev().copied().find(|step| *step <= it).unwrap_or(lowest);
        let above = |it: f64| steps.iter().copied().find(|step| *step >= it).unwrap_or(highest);
        let nearest = |it: f64| if it - below(it) < above(it) - it { below(it) } else { above(it) };
        let [low, lower, median, upper, high] = quantiles.0;
        return Quantiles([
            below(low),
            below(lower),
            nearest(median.clamp(lowest, highest)),
            above(upper),
            above(high),
        ]);
    }
    let current = goal.metric.as_ref().and_then(|metric| metric.current);
    let quantiles = match raw_domain_of(snapshot.workspace, goal, current.into_iter().chain(seen)) {
        Some(domain) => quantiles.map(|it| it.clamp(*domain.start(), *domain.end())),
        None => quantiles,
    };
    // Farther than any goal was measured to come, it ends where it stands.
    let farthest = [FARTHEST[0].min(last), FARTHEST[1].max(last)];
    quantiles.map(|it| it.clamp(farthest[0], farthest[1]))
}
