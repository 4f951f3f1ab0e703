//! The best pace that key results have shown, by period.

use std::collections::HashMap;

use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::pace::weeks;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Goal, GoalIx, Kind, State, days_between};

/// The shortest stretch that shows a pace: in less than three weeks one lucky day looks like a trend.
const STRETCH: Days = 21;

/// The best pace that key results have shown, by period. Only reach and rubric metrics have a pace.
#[derive(Debug)]
pub struct BestPaces(HashMap<(Day, Day), f64>);

impl BestPaces {
    /// Finds the best paces of all active and closed key results.
    pub fn shown(snapshot: &Snapshot<'_>) -> Self {
        let mut best: HashMap<(Day, Day), f64> = HashMap::new();
        for (ix, goal) in
            snapshot.goals().filter(|(_, goal)| goal.kind == Kind::KeyResult && goal.state != State::Draft)
        {
            let Some(period) = &goal.period else { continue };
            if let Some(pace) = course(snapshot, ix).and_then(|course| best_stretch(&course)) {
                let most = best.entry((period.start, period.end)).or_insert(pace);
                *most = most.max(pace);
            }
        }
        Self(best)
    }

    /// The best pace of a goal and of those with the same period.
    pub fn of(&self, goal: &Goal) -> Option<f64> {
        let period = goal.period.as_ref()?;
        self.0.get(&(period.start, period.end)).copied()
    }
}

/// A goal's progress by day: 0 at its start, and each observation within its time.
///
/// None for goals without a pace: those without a reach or rubric metric, or without a start or an end.
fn course(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Vec<(Day, f64)>> {
    let goal = snapshot.goal(ix);
    let (Measure::Reach { .. }, start, end) = (measure_of(goal), goal.start()?, goal.end()?) else { return None };
    let last = end.min(snapshot.today);
    let mut course = vec![(start, 0.0)];
    for observation in snapshot.timeline.of(ix).iter().filter(|it| start < it.day && it.day <= last) {
        let raw = raw_progress(goal, observation.comparable(), &[], observation.day);
        course.extend(raw.map(|raw| (observation.day, raw.clamp(0.0, 1.0))));
    }
    Some(course)
}

/// The highest pace of a series, oldest day first, over three weeks or more.
///
/// A stretch that can be divided into two of three weeks each is no faster than the faster of the two. So for each end
/// only starts less than three weeks before the latest possible start are tried.
fn best_stretch(course: &[(Day, f64)]) -> Option<f64> {
    let mut best: Option<f64> = None;
    let mut latest = 0;
    for (day, progress) in course {
        while course.get(latest + 1).is_some_and(|(next, _)| days_between(*next, *day) >= STRETCH) {
            latest += 1;
        }
        let near = |from: Day| days_between(from, course[latest].0) < STRETCH;
        for (from, before) in course[..=latest].iter().rev().take_while(|(from, _)| near(*from)) {
            if days_between(*from, *day) >= STRETCH {
                let pace = (progress - before) / weeks(*from, *day);
                best = Some(best.map_or(pace, |best| best.max(pace)));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{parse_day, plus_days};

    #[test]
    fn the_best_stretch_is_the_best_of_all_pairs() {
        let start = parse_day("2026-10-01").expect("a day");
        // A small generator of uneven courses: gaps of 1 to 30 days, steps up and down.
        let mut state: u32 = 7;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..200 {
            let mut course = vec![(start, 0.0)];
            for _ in 0..next(20) {
                let (day, progress) = course[course.len() - 1];
                let gap = if next(4) == 0 { 1 + next(30) } else { 1 + next(6) };
                course.push((
                    plus_days(day, gap.into()),
                    (progress + f64::from(next(20)) / 100.0 - 0.05).clamp(0.0, 1.0),
                ));
            }
            let pairs = course.iter().enumerate().flat_map(|(at, to)| course[..at].iter().map(move |from| (from, to)));
            let all = pairs.filter(|(from, to)| days_between(from.0, to.0) >= STRETCH);
            let best = all.map(|(from, to)| (to.1 - from.1) / weeks(from.0, to.0)).reduce(f64::max);
            assert!((best_stretch(&course).unwrap_or(-9.0) - best.unwrap_or(-9.0)).abs() < 1e-9, "{course:?}");
        }
    }
}
