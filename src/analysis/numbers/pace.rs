//! Pace: progress per week, so far and still needed.

use crate::analysis::numbers::health::ambition;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::model::{Day, Goal, Kind, Settings, days_between};

/// Progress per week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    /// The pace from the period's first day until today or the goal's end; none before the first day is over.
    pub so_far: Option<f64>,
    /// The pace from today that reaches 1 at the goal's end; none from the end on.
    pub needed: Option<f64>,
}

/// The pace of an open goal; none for KPIs and measures to keep, which have no way to go.
///
/// `way` is the progress before clamping: a goal whose value is worse than its baseline has a negative pace, and needs
/// more than the whole way.
pub(super) fn pace_of(goal: &Goal, way: Option<f64>, today: Day) -> Pace {
    let keeps = matches!(measure_of(goal), Measure::Keep(_));
    let Some(way) = way.filter(|_| !keeps && goal.is_open() && goal.kind != Kind::Kpi) else {
        return Pace::default();
    };
    // Adding 0.0 turns a negative zero into 0.
    let way = way + 0.0;
    // No week after the end is one of the goal.
    let until = goal.end().map_or(today, |end| end.min(today));
    let spent = goal.start().map(|start| weeks(start, until)).filter(|spent| *spent > 0.0);
    let left = goal.end().map(|end| weeks(today, end)).filter(|left| *left > 0.0);
    Pace { so_far: spent.map(|spent| way / spent), needed: left.map(|left| (1.0 - way).max(0.0) / left) }
}

/// The pace from today that takes a goal to its expected share: 1, or `ambition` of the settings if it is aspirational.
///
/// `way` is the progress before clamping. The pace is 0 once the goal is there; none without an end, and from its last
/// day on.
pub fn pace_expected(goal: &Goal, way: f64, settings: &Settings, today: Day) -> Option<f64> {
    let left = goal.end().map(|end| weeks(today, end)).filter(|left| *left > 0.0)?;
    Some((ambition(goal, settings) - way).max(0.0) / left)
}

/// The weeks between two days, with their fraction.
pub(in crate::analysis) fn weeks(from: Day, to: Day) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let days = days_between(from, to) as f64;
    days / 7.0
}
