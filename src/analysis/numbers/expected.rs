//! The progress that a goal's plan expects on a day.

use crate::analysis::numbers::measure::{Measure, measure_of, share_of_way};
use crate::model::{Day, Goal, Milestone, days_between};

/// A point of a plan: the share of the way that is expected by a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The day.
    pub day: Day,
    /// The share of the way, 0 at the start and 1 at the end.
    pub share: f64,
    /// The part of the goal that sets it.
    pub corner: Corner,
}

/// The part of a goal that sets a point of its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// The goal's first day.
    Start,
    /// A milestone, by its index in `milestones`.
    Milestone(usize),
    /// The goal's last day.
    End,
}

/// The expected progress on a day, with the reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// The share of the way, 0 to 1.
    pub share: f64,
    /// The reason for this share.
    pub because: ExpectedReason,
}

/// The reason for an expected share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ExpectedReason {
    /// The goal has not begun: 0.
    NotBegun,
    /// The goal is at its end: 1.
    Over,
    /// A value within bounds is expected from the first day: 1.
    Keep,
    /// Progress can only be all or nothing: 0 before this day, 1 from it on.
    Step(Day),
    /// The day lies between two points of the plan, interpolated linearly in days.
    Between(Point, Point),
}

/// The share of the way that a goal's plan expects on a day, 0 to 1; none without a plan.
pub fn expected_share(goal: &Goal, today: Day) -> Option<f64> {
    expectation(goal, today).map(|it| it.share)
}

/// The share that a goal's plan expects on a day, with the reason; none without a plan.
///
/// It is linear in days through the planned points: the baseline at the start, each milestone's value at its due day,
/// the target at the end. Milestones without values count by their weight, cumulated by due day. A measure to keep
/// expects 1 from the first day. Progress that can only be all or nothing is a step: see [`step_day`].
pub(in crate::analysis) fn expectation(goal: &Goal, today: Day) -> Option<Expectation> {
    let of = |share: f64, because| Some(Expectation { share, because });
    // A single milestone cannot be half done: a line through the period would report it as late from the first week on.
    if let Some(due) = step_day(goal) {
        return match goal.start() {
            Some(start) if today < start => of(0.0, ExpectedReason::NotBegun),
            _ if goal.end().is_some_and(|end| today >= end) => of(1.0, ExpectedReason::Over),
            _ => of(if today >= due { 1.0 } else { 0.0 }, ExpectedReason::Step(due)),
        };
    }
    let (start, end) = match (goal.start(), goal.end(), measure_of(goal)) {
        (_, _, Measure::Nothing) => return None,
        (start, _, Measure::Keep(_)) => {
            let begun = start.is_none_or(|start| start <= today);
            return if begun { of(1.0, ExpectedReason::Keep) } else { of(0.0, ExpectedReason::NotBegun) };
        }
        (Some(start), Some(end), _) => (start, end),
        // A goal with a deadline and no start has no line to it: before the deadline its expectation is unknown, not 0.
        (None, Some(end), _) => return if today >= end { of(1.0, ExpectedReason::Over) } else { None },
        _ => return None,
    };
    if today < start {
        return of(0.0, ExpectedReason::NotBegun);
    }
    // Everything is expected on the last day itself, not on the day after it: both ends belong to the period.
    if today >= end {
        return of(1.0, ExpectedReason::Over);
    }
    let points = plan(goal);
    let next = points.iter().position(|point| point.day > today)?;
    let (from, to) = (*points.get(next.checked_sub(1)?)?, points[next]);
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let gone = days_between(from.day, today) as f64 / days_between(from.day, to.day) as f64;
    of((from.share + (to.share - from.share) * gone).clamp(0.0, 1.0), ExpectedReason::Between(from, to))
}

/// The day on which everything is due at once: of one milestone, several due on the same day, or a scale
/// of two steps without milestones. A milestone without a due day, or with one after the end, is due at the end. None
/// where progress can lie between 0 and 1.
pub(super) fn step_day(goal: &Goal) -> Option<Day> {
    let end = goal.end();
    let by_end = |due: Day| end.map_or(due, |end| due.min(end));
    match measure_of(goal) {
        Measure::Milestones(milestones) => {
            let mut dues = milestones.iter().filter(|it| it.weight() > 0.0).map(|it| it.due.or(end).map(by_end));
            let first = dues.next()??;
            dues.all(|due| due == Some(first)).then_some(first)
        }
        Measure::Reach { .. } => {
            let two_steps = goal.metric.as_ref().is_some_and(|metric| metric.scale.len() == 2);
            end.filter(|_| two_steps && goal.milestones.is_empty())
        }
        Measure::Keep(_) | Measure::Nothing => None,
    }
}

/// The points of a goal's plan by day, from its start to its end; empty without a plan in time.
///
/// A milestone due before the start counts at the start. At the end only the target counts.
pub fn plan(goal: &Goal) -> Vec<Point> {
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return Vec::new() };
    if let Some(due) = step_day(goal) {
        return steps(goal, start, due, end);
    }
    let mut points = match measure_of(goal) {
        Measure::Reach { baseline, target } => valued(goal, baseline, target),
        Measure::Milestones(milestones) => cumulated(milestones, end),
        Measure::Keep(_) | Measure::Nothing => return Vec::new(),
    };
    points.retain(|point| point.day < end);
    for point in &mut points {
        point.day = point.day.max(start);
    }
    points.insert(0, Point { day: start, share: 0.0, corner: Corner::Start });
    points.push(Point { day: end, share: 1.0, corner: Corner::End });
    points
}

/// The points of a step: 0 up to its day, 1 from it on.
fn steps(goal: &Goal, start: Day, due: Day, end: Day) -> Vec<Point> {
    let on = goal.milestones.iter().position(|it| it.due.is_some_and(|day| day == due));
    let corner = on.filter(|_| due < end).map_or(Corner::End, Corner::Milestone);
    let due = due.max(start);
    let mut points = vec![
        Point { day: start, share: 0.0, corner: Corner::Start },
        Point { day: due, share: 0.0, corner },
        Point { day: due, share: 1.0, corner },
    ];
    if due < end {
        points.push(Point { day: end, share: 1.0, corner: Corner::End });
    }
    points
}

/// The points of milestones with planned values, by day.
fn valued(goal: &Goal, baseline: f64, target: f64) -> Vec<Point> {
    let mut points: Vec<Point> = (0..)
        .zip(&goal.milestones)
        .filter_map(|(at, it)| {
            let share = share_of_way(it.value?, baseline, target);
            Some(Point { day: it.due?, share, corner: Corner::Milestone(at) })
        })
        .collect();
    points.sort_by_key(|point| point.day);
    points
}

/// The points of milestones without values: the share of the weight that is due by each day. A milestone without a due
/// day is due at the end.
fn cumulated(milestones: &[Milestone], end: Day) -> Vec<Point> {
    let all: f64 = milestones.iter().map(Milestone::weight).sum();
    let mut dues: Vec<(usize, &Milestone)> = (0..).zip(milestones).collect();
    dues.sort_by_key(|(_, it)| it.due.unwrap_or(end));
    let mut sum = 0.0;
    let mut points: Vec<Point> = Vec::with_capacity(dues.len());
    for (at, it) in dues {
        sum += it.weight() / all;
        let point = Point { day: it.due.unwrap_or(end), share: sum, corner: Corner::Milestone(at) };
        // What is due on one day is due together, in whatever order it is written.
        match points.last_mut().filter(|last| last.day == point.day) {
            Some(last) => *last = point,
            None => points.push(point),
        }
    }
    points
}
