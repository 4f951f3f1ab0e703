//! The forecast of every goal: by its own check-ins, or by its parts.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::analysis::numbers::forecast::{
    CHECK_INS, Combined, Course, ForecastPart, Misses, Outlook, Quantiles, SHIPPED, Sort,
};
use crate::analysis::numbers::health::ambition;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::forecast::{
    Forecast, Method, ObjectivePart, PartSource, days_of_check_ins, of_measure, outcome, probability,
};
use crate::analysis::trends::grading::reaches;
use crate::model::{Day, Days, Goal, GoalIx, Kind, State, days_between};

/// The days after its end and its close in which a closed goal teaches: their history is read for every forecast.
const TEACHES_FOR: Days = 200;

/// The share of a period up to which one check-in is enough.
pub(in crate::analysis) const EARLY: f64 = 0.5;

/// The forecasts of all goals.
#[derive(Debug)]
pub struct Forecasts {
    misses: Misses,
    /// The forecasts and the numbers of too few check-ins, of the goals that have them.
    all: HashMap<GoalIx, Forecast>,
    few: HashMap<GoalIx, usize>,
}

impl Forecasts {
    /// Computes them from the bottom of the graph to the top, each goal once.
    pub fn compute(snapshot: &Snapshot<'_>) -> Self {
        let misses = misses(snapshot);
        let mut forecasts = Self { misses, all: HashMap::new(), few: HashMap::new() };
        for ix in snapshot.graph.bottom_up() {
            let goal = snapshot.goal(*ix);
            let is_due = goal.state == State::Active && goal.has_begun(snapshot.today);
            if !is_due || goal.end().is_none_or(|end| end < snapshot.today) {
                continue;
            }
            let found = match goal.kind {
                Kind::Objective => forecasts.of_parts(snapshot, *ix, &|_| false),
                _ => of_measure(snapshot, &forecasts.misses, *ix, goal.end(), false),
            };
            let Some(found) = found else { continue };
            let early = snapshot.elapsed_share(goal).is_some_and(|gone| gone < EARLY);
            // Early the prior carries the forecast, later two check-ins would pretend to know a pace.
            if goal.kind == Kind::Objective || early || found.observations >= CHECK_INS {
                forecasts.all.insert(*ix, found);
            } else {
                forecasts.few.insert(*ix, found.observations);
            }
        }
        forecasts
    }

    /// A goal's forecast; none for goals that are not open and under way, without a measure or a period, and with too few
    /// check-ins.
    pub fn of(&self, goal: GoalIx) -> Option<&Forecast> {
        self.all.get(&goal)
    }

    /// The number of a goal's check-ins, if these are too few for a forecast.
    pub fn too_few(&self, goal: GoalIx) -> Option<usize> {
        self.few.get(&goal).copied()
    }

    /// A goal's forecast without its last check-in, and the day of the one before. Of an objective that counts key results,
    /// without the last of theirs. None without two.
    pub(in crate::analysis) fn before_last(&self, snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<(Day, Forecast)> {
        let numbers = snapshot.numbers(ix);
        let goal = snapshot.goal(ix);
        let days_of = |ix: GoalIx| days_of_check_ins(snapshot, ix, goal);
        if goal.kind != Kind::Objective {
            let before = days_of(ix).into_iter().nth(1)?;
            return Some((before, of_measure(snapshot, &self.misses, ix, goal.end(), true)?));
        }
        if numbers.contributions.iter().any(|it| snapshot.goal(it.goal).kind != Kind::KeyResult) {
            return None;
        }
        let mut days: Vec<Day> = numbers.contributions.iter().flat_map(|it| days_of(it.goal)).collect();
        days.sort_unstable_by_key(|day| Reverse(*day));
        days.dedup();
        let [last, before, ..] = days[..] else { return None };
        let is_last = |ix: GoalIx| days_of(ix).first() == Some(&last);
        Some((before, self.of_parts(snapshot, ix, &is_last)?))
    }

    /// An objective: from the goals that count in it, of some of them without the last check-in. None where less than half of
    /// them, by weight, has a forecast or is closed, and where a file of them cannot be read.
    fn of_parts(&self, snapshot: &Snapshot<'_>, ix: GoalIx, without_last: &dyn Fn(GoalIx) -> bool) -> Option<Forecast> {
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
            let is_without_last = without_last(it.goal);
            let (forecast, from) = self.part(snapshot, it.goal, it.weight, (objective, end), is_without_last);
            parts.push(ObjectivePart { goal: it.goal, forecast, from });
        }
        if known < all / 2.0 || observations == 0 {
            return None;
        }
        let combined = Combined::of(&parts.iter().map(|part| part.forecast).collect::<Vec<_>>())?;
        let bar = ambition(objective, snapshot.settings());
        let is_over = parts.iter().all(|part| part.forecast.is_over);
        let reads_all = reaches(bar, 1.0);
        let by_numbers =
            if reads_all { combined.all_by_numbers } else { probability(&combined.quantiles, bar, is_over) };
        Some(Forecast {
            quantiles: combined.quantiles,
            bar,
            by_numbers,
            confidence: None,
            gone: snapshot.elapsed_share(objective)?,
            // What people say is about the targets of the parts: it tells nothing of a part of the way.
            probability: if reads_all { combined.all } else { by_numbers },
            observations,
            is_over,
            is_own,
            method: Method::Parts(combined, parts),
        })
    }

    /// A goal as a part of an objective that ends on a day.
    fn part(
        &self,
        snapshot: &Snapshot<'_>,
        ix: GoalIx,
        weight: f64,
        (objective, end): (&Goal, Day),
        without_last: bool,
    ) -> (ForecastPart, PartSource) {
        let goal = snapshot.goal(ix);
        let progress = snapshot.numbers(ix).progress;
        let clamped = |quantiles: Quantiles| quantiles.map(|it| it.clamp(0.0, 1.0));
        let read = |quantiles: Quantiles, is_over: bool| {
            let reached = probability(&quantiles, 1.0, is_over);
            let quantiles = clamped(quantiles);
            ForecastPart { weight, quantiles, by_numbers: reached, probability: reached, is_over }
        };
        if !goal.is_open() {
            return (read(Quantiles::certain(progress.unwrap_or(0.0)), true), PartSource::Ended);
        }
        let last = goal.end().map_or(end, |own| own.min(end));
        let is_own = goal.kind == Kind::Objective || !without_last && goal.end() == Some(last) && self.of(ix).is_some();
        let found = if is_own {
            self.of(ix).cloned()
        } else {
            of_measure(snapshot, &self.misses, ix, Some(last), without_last)
        };
        let Some(found) = found else {
            // Nothing is known but where it stands.
            let timed = if goal.share_of_time(last).is_some() { goal } else { objective };
            let outlook = timed
                .share_of_time(snapshot.today)
                .zip(timed.share_of_time(last))
                .and_then(|(gone, until)| Outlook::of_standing(gone.max(0.0), progress.unwrap_or(0.0), until));
            return match outlook.filter(|outlook| !outlook.is_over()) {
                Some(outlook) => (read(outlook.quantiles(&SHIPPED), false), PartSource::Standing(outlook)),
                None => (read(Quantiles::certain(progress.unwrap_or(0.0)), true), PartSource::Ended),
            };
        };
        let mut quantiles = found.quantiles;
        if goal.kind == Kind::Objective && goal.end().is_some_and(|own| end < own) {
            // It goes on after this objective: only the way until then counts.
            let days = |until: Day| f64::from(i32::try_from(days_between(snapshot.today, until)).unwrap_or(i32::MAX));
            let share = goal.end().map_or(1.0, |own| days(end) / days(own).max(1.0));
            let now = progress.unwrap_or(0.0);
            quantiles = quantiles.map(|it| now + (it - now) * share);
        }
        let is_whole = quantiles == found.quantiles;
        let part = if reaches(found.bar, 1.0) && is_whole {
            let Forecast { by_numbers, probability, is_over, .. } = found;
            ForecastPart { weight, quantiles: clamped(quantiles), by_numbers, probability, is_over }
        } else {
            let part = read(quantiles, found.is_over);
            match &found.method {
                // A day outside of the bounds is one that no later day makes good.
                Method::Kept(kept) => {
                    let reached = outcome(kept, 1.0).unwrap_or(part.by_numbers);
                    ForecastPart { by_numbers: reached, probability: reached, ..part }
                }
                _ => part,
            }
        };
        let from = match (is_own, is_whole) {
            (true, true) => PartSource::Own,
            (true, false) => PartSource::OwnUntil,
            (false, _) => PartSource::Measure(Box::new(found)),
        };
        (part, from)
    }
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
pub fn is_closed_lately(goal: &Goal, today: Day) -> bool {
    let is_closed = matches!(goal.state, State::Achieved | State::Missed);
    let last = goal.end().max(goal.closed_on());
    is_closed && last.is_some_and(|last| days_between(last, today) < TEACHES_FOR)
}

/// The course of a closed goal, and where it ended; none if the last check-in is not of the last quarter of its period,
/// because nobody knows where it ended then.
pub(in crate::analysis) fn finished(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<(Course, f64)> {
    let goal = snapshot.goal(ix);
    let course = Course::of(goal, snapshot.timeline.of(ix), snapshot.timeline.history(), snapshot.today)?;
    let (at, end) = course.points.last().copied()?;
    (at >= 0.75).then_some((course, end))
}
