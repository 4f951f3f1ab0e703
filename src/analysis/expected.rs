//! What the plan asks for today.

use super::measure::{Measure, measure_of};
use crate::model::{Day, Goal, days_between};

/// The share of the way that a goal's plan asks for on a day, 0 to 1; none without a plan.
///
/// Linear in days through the planned points: baseline at the start, each milestone's value at its due day, the target
/// at the end. Done marks: their weight, cumulated by due day. Keep: 1 from the first day.
#[must_use]
pub fn expected_share(goal: &Goal, today: Day) -> Option<f64> {
    let measure = measure_of(goal);
    let (start, end) = match (goal.start(), goal.end(), measure) {
        (_, _, Measure::Nothing) => return None,
        (start, _, Measure::Keep(_)) => return Some(if start.is_none_or(|start| start <= today) { 1.0 } else { 0.0 }),
        (Some(start), Some(end), _) => (start, end),
        // A deadline alone says when all is due, and nothing of the way there.
        (None, Some(end), _) => return (today >= end).then_some(1.0),
        _ => return None,
    };
    if today < start {
        return Some(0.0);
    }
    if today >= end {
        return Some(1.0);
    }
    let points = match measure {
        Measure::Reach { baseline, target } => goal
            .milestones
            .iter()
            .filter_map(|it| Some((it.due?.clamp(start, end), (it.value? - baseline) / (target - baseline))))
            .collect(),
        Measure::Milestones(milestones) => cumulated(milestones, start, end),
        Measure::Keep(_) | Measure::Nothing => Vec::new(),
    };
    Some(along(points, start, end, today).clamp(0.0, 1.0))
}

/// The weight due by each day, as a share of all.
fn cumulated(milestones: &[crate::model::Milestone], start: Day, end: Day) -> Vec<(Day, f64)> {
    let all: f64 = milestones.iter().map(crate::model::Milestone::weight).sum();
    let mut dues: Vec<(Day, f64)> =
        milestones.iter().map(|it| (it.due.unwrap_or(end).clamp(start, end), it.weight())).collect();
    dues.sort_by_key(|(day, _)| *day);
    let mut sum = 0.0;
    dues.into_iter()
        .map(|(day, weight)| {
            sum += weight / all;
            (day, sum)
        })
        .collect()
}

/// The height at a day of the line from (start, 0) through the points to (end, 1); `start <= day < end`.
fn along(mut points: Vec<(Day, f64)>, start: Day, end: Day, day: Day) -> f64 {
    points.sort_by_key(|(due, _)| *due);
    points.retain(|(due, _)| *due < end);
    points.push((end, 1.0));
    let mut before = (start, 0.0);
    for point in points {
        if point.0 > day {
            #[expect(clippy::cast_precision_loss, reason = "days of a period")]
            let share = days_between(before.0, day) as f64 / days_between(before.0, point.0) as f64;
            return before.1 + (point.1 - before.1) * share;
        }
        before = point;
    }
    1.0
}
