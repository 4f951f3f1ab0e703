//! The forecast of every goal: by its own check-ins, or by its parts.

use crate::analysis::numbers::domain::{attainable, raw_domain_of};
use crate::analysis::numbers::forecast::{
    CHECK_INS, Combined, Course, ForecastPart, Kept, Misses, Outlook, Quantiles, SHIPPED, Sort, Spread,
};
use crate::analysis::numbers::health::{Health, ambition};
use crate::analysis::numbers::measure::{Measure, Working, measure_of, working};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::grading::reaches;
use crate::model::{Day, Days, Goal, GoalIx, Kind, State, days_between};

/// The days after its end and its close in which a closed goal teaches: their history is read for every forecast.
const TEACHES_FOR: Days = 200;

/// The share of a period up to which one check-in is enough.
const EARLY: f64 = 0.5;

/// The chance under which a goal is unlikely to arrive.
const UNLIKELY: f64 = 1.0 / 3.0;

/// The time too short to change anything.
const INSTANT: f64 = 1e-5;

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
    Parts(Combined, Vec<(GoalIx, ForecastPart)>),
}

/// The forecasts of all goals.
#[derive(Debug)]
pub struct Forecasts {
    misses: Misses,
    all: Vec<Option<Forecast>>,
    few: Vec<Option<usize>>,
}

impl Forecasts {
    /// Computes them from the bottom of the graph to the top, each goal once.
    #[must_use]
    pub fn compute(snapshot: &Snapshot<'_>) -> Self {
        let misses = misses(snapshot);
        let none = snapshot.workspace.goals.len();
        let mut forecasts = Self { misses, all: vec![None; none], few: vec![None; none] };
        for ix in snapshot.graph.bottom_up() {
            let goal = snapshot.goal(*ix);
            let is_due = goal.state == State::Active && goal.has_begun(snapshot.today);
            if !is_due || goal.end().is_none_or(|end| end < snapshot.today) {
                continue;
            }
            let found = match goal.kind {
                Kind::Objective => forecasts.of_parts(snapshot, *ix),
                _ => of_measure(snapshot, &forecasts.misses, *ix, goal.end()),
            };
            let Some(found) = found else { continue };
            let early = time_gone(goal, snapshot.today).is_some_and(|gone| gone < EARLY);
            // Early the prior carries the forecast, later two check-ins would pretend to know a pace.
            if goal.kind == Kind::Objective || early || found.observations >= CHECK_INS {
                forecasts.all[ix.index()] = Some(found);
            } else {
                forecasts.few[ix.index()] = Some(found.observations);
            }
        }
        forecasts
    }

    /// A goal's forecast; none for goals that are not open and under way, without a measure or a period, and with too few
    /// check-ins.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> Option<&Forecast> {
        self.all[goal.index()].as_ref()
    }

    /// The number of a goal's check-ins, if these are too few for a forecast.
    #[must_use]
    pub fn too_few(&self, goal: GoalIx) -> Option<usize> {
        self.few[goal.index()]
    }

    /// Whether a goal with a measure of its own is on track by its plan and unlikely to arrive by its numbers alone: less
    /// than one chance in three, at each of the last two check-ins, both in the second half of its period.
    ///
    /// Low confidence by itself says nothing here: if it did, everyone would state a high one.
    #[must_use]
    pub fn is_worth_a_look(&self, snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
        let is_green = matches!(snapshot.numbers(ix).health, Health::OnTrack | Health::AchievedEarly);
        let Some(Forecast { by_numbers, method: Method::Course(course, ..), .. }) = self.of(ix).filter(|_| is_green)
        else {
            return false;
        };
        let [.., (before, _), _] = course.points[..] else { return false };
        let end = snapshot.goal(ix).end();
        let earlier = end.and_then(|end| of_course(snapshot, &self.misses, ix, course.before_last(), end));
        before >= EARLY && *by_numbers < UNLIKELY && earlier.is_some_and(|it| it.by_numbers < UNLIKELY)
    }

    /// An objective: from the goals that count in it. None where less than half of them, by weight, has a forecast or is
    /// closed, and where a file of them cannot be read.
    fn of_parts(&self, snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Forecast> {
        let numbers = snapshot.numbers(ix);
        let objective = snapshot.goal(ix);
        let is_measured = numbers.coverage.is_some_and(|coverage| coverage >= 0.5);
        if !is_measured || !numbers.unread.is_empty() {
            return None;
        }
        let end = objective.end()?;
        let (mut known, mut all, mut observations, mut is_own) = (0.0, 0.0, 0, true);
        let mut parts = Vec::with_capacity(numbers.contributions.len());
        for it in &numbers.contributions {
            let own = self.of(it.goal);
            all += it.weight;
            if own.is_some() || !snapshot.goal(it.goal).is_open() {
                known += it.weight;
            }
            observations += own.map_or(0, |own| own.observations);
            is_own &= own.is_none_or(|own| own.is_own);
            parts.push((it.goal, self.part(snapshot, it.goal, it.weight, (objective, end))));
        }
        if known < all / 2.0 || observations == 0 {
            return None;
        }
        let combined = Combined::of(&parts.iter().map(|(_, part)| *part).collect::<Vec<_>>())?;
        let bar = ambition(objective, snapshot.settings());
        let by_numbers = if reaches(bar, 1.0) { combined.all_by_numbers } else { combined.quantiles.at_least(bar) };
        Some(Forecast {
            quantiles: combined.quantiles,
            bar,
            by_numbers,
            confidence: None,
            gone: time_gone(objective, snapshot.today)?,
            // What people say is about the targets of the parts: it tells nothing of a part of the way.
            probability: if reaches(bar, 1.0) { combined.all } else { by_numbers },
            observations,
            is_own,
            method: Method::Parts(combined, parts),
        })
    }

    /// A goal as a part of an objective that ends on a day.
    fn part(&self, snapshot: &Snapshot<'_>, ix: GoalIx, weight: f64, (objective, end): (&Goal, Day)) -> ForecastPart {
        let goal = snapshot.goal(ix);
        let progress = snapshot.numbers(ix).progress;
        let clamped = |quantiles: Quantiles| quantiles.map(|it| it.clamp(0.0, 1.0));
        if !goal.is_open() {
            let progress = progress.unwrap_or(0.0);
            let reached = f64::from(u8::from(reaches(progress, 1.0)));
            let quantiles = Quantiles::certain(progress);
            return ForecastPart { weight, quantiles, by_numbers: reached, probability: reached };
        }
        let last = goal.end().map_or(end, |own| own.min(end));
        let found = match goal.kind {
            Kind::Objective => self.of(ix).cloned(),
            _ if goal.end() == Some(last) && self.of(ix).is_some() => self.of(ix).cloned(),
            _ => of_measure(snapshot, &self.misses, ix, Some(last)),
        };
        let Some(found) = found else {
            // Nothing is known but where it stands: the prior pace, from here.
            let here = time_gone(goal, snapshot.today).or_else(|| time_gone(objective, snapshot.today)).unwrap_or(0.0);
            let outlook = Outlook::of(&Course::from_here(here.min(1.0 - INSTANT), progress.unwrap_or(0.0)), 1.0);
            let quantiles = outlook.map_or(Quantiles::certain(0.0), |it| it.quantiles(&SHIPPED));
            let reaches = quantiles.at_least(1.0);
            return ForecastPart { weight, quantiles: clamped(quantiles), by_numbers: reaches, probability: reaches };
        };
        let mut quantiles = found.quantiles;
        if goal.kind == Kind::Objective && goal.end().is_some_and(|own| end < own) {
            // It goes on after this objective: only the way until then counts.
            let days = |until: Day| f64::from(i32::try_from(days_between(snapshot.today, until)).unwrap_or(i32::MAX));
            let share = goal.end().map_or(1.0, |own| days(end) / days(own).max(1.0));
            let now = progress.unwrap_or(0.0);
            quantiles = quantiles.map(|it| now + (it - now) * share);
        }
        let is_same_bar = reaches(found.bar, 1.0) && quantiles == found.quantiles;
        let by_numbers = if is_same_bar { found.by_numbers } else { quantiles.at_least(1.0) };
        let probability = if is_same_bar { found.probability } else { by_numbers };
        ForecastPart { weight, quantiles: clamped(quantiles), by_numbers, probability }
    }
}

/// The forecast of a goal with a measure of its own until a day, however few check-ins it has; none without any.
fn of_measure(snapshot: &Snapshot<'_>, misses: &Misses, ix: GoalIx, until: Option<Day>) -> Option<Forecast> {
    let goal = snapshot.goal(ix);
    if let Measure::Keep(_) = measure_of(goal) {
        return of_kept(snapshot, ix, until?);
    }
    let course = Course::of(goal, snapshot.timeline.of(ix), snapshot.timeline.history(), snapshot.today)?;
    of_course(snapshot, misses, ix, course, until?)
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
    let (gone, last) = course.points.last().copied()?;
    let horizon = share_of(goal, until)?;
    let outlook = Outlook::of(&course, horizon)?;
    let spread = misses.spread(Sort::of(goal)?, gone);
    let bar = ambition(goal, snapshot.settings());
    let certain = outlook.left < INSTANT;
    let (quantiles, by_numbers) = if certain {
        (Quantiles::certain(last), f64::from(u8::from(reaches(last, bar))))
    } else {
        let quantiles = outlook.quantiles(&spread.z);
        (within(snapshot, goal, last, quantiles), quantiles.at_least(bar))
    };
    let observations = course.points.len();
    let method = Method::Course(course, outlook, spread);
    Some(Forecast::new(goal, (quantiles, by_numbers, bar), (gone, observations, spread.own.is_some()), method))
}

/// The forecast of a measure to keep until a day.
fn of_kept(snapshot: &Snapshot<'_>, ix: GoalIx, until: Day) -> Option<Forecast> {
    let goal = snapshot.goal(ix);
    let observations = snapshot.timeline.of(ix);
    let Working::Keep { stretches } = working(goal, snapshot.timeline.current(ix), observations, snapshot.today) else {
        return None;
    };
    let kept = Kept::of(&stretches, days_between(snapshot.today, until).max(0))?;
    let quantiles = kept.quantiles();
    let bar = snapshot.settings().thresholds.on_track;
    let by_numbers =
        if kept.left == 0 { f64::from(u8::from(reaches(quantiles.median(), bar))) } else { quantiles.at_least(bar) };
    let gone = time_gone(goal, snapshot.today)?;
    Some(Forecast::new(goal, (quantiles, by_numbers, bar), (gone, stretches.len(), false), Method::Kept(kept)))
}

impl Forecast {
    fn new(
        goal: &Goal,
        (quantiles, by_numbers, bar): (Quantiles, f64, f64),
        (gone, observations, is_own): (f64, usize, bool),
        method: Method,
    ) -> Self {
        let confidence = goal.confidence.filter(|it| (0.0..=1.0).contains(it));
        // Early on people know more than the numbers, and later less.
        let probability = confidence.map_or(by_numbers, |stated| gone * by_numbers + (1.0 - gone) * stated);
        Self { quantiles, bar, by_numbers, confidence, gone, probability, observations, is_own, method }
    }
}

/// The quantiles within what a goal's measure can have.
fn within(snapshot: &Snapshot<'_>, goal: &Goal, last: f64, quantiles: Quantiles) -> Quantiles {
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
    match raw_domain_of(snapshot.workspace, goal, current) {
        Some(domain) => quantiles.map(|it| it.clamp(*domain.start(), *domain.end())),
        None => quantiles,
    }
}

/// The share of a goal's time that is over, 0 to 1; none without a start or an end.
fn time_gone(goal: &Goal, today: Day) -> Option<f64> {
    Some(share_of(goal, today)?.clamp(0.0, 1.0))
}

/// A day as a share of a goal's period; none without a start or an end.
fn share_of(goal: &Goal, day: Day) -> Option<f64> {
    let (start, end) = (goal.start()?, goal.end()?);
    let length = days_between(start, end);
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    (length > 0).then(|| days_between(start, day) as f64 / length as f64)
}

/// The misses of the goals that were closed lately.
fn misses(snapshot: &Snapshot<'_>) -> Misses {
    let mut misses = Misses::default();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| is_closed_lately(goal, snapshot.today)) {
        if let (Some(sort), Some((course, end))) = (Sort::of(goal), finished(snapshot, ix)) {
            misses.add(sort, &course, end);
        }
    }
    misses
}

/// Whether a goal was achieved or missed, and that and its end are so recent that its history is read for every forecast.
#[must_use]
pub fn is_closed_lately(goal: &Goal, today: Day) -> bool {
    let is_closed = matches!(goal.state, State::Achieved | State::Missed);
    let last = goal.end().max(goal.closed_on());
    is_closed && last.is_some_and(|last| days_between(last, today) < TEACHES_FOR)
}

/// The course of a closed goal, and where it ended; none if the last check-in is not of the last quarter of its period,
/// because nobody knows where it ended then.
#[must_use]
pub(in crate::analysis) fn finished(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<(Course, f64)> {
    let goal = snapshot.goal(ix);
    let course = Course::of(goal, snapshot.timeline.of(ix), snapshot.timeline.history(), snapshot.today)?;
    let (at, end) = course.points.last().copied()?;
    (at >= 0.75).then_some((course, end))
}
