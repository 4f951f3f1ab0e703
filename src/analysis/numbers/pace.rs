//! Pace: progress per week, so far and still needed.

use crate::analysis::numbers::health::ambition;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::model::{Day, Goal, Kind, Settings, days_between};

/// Progress per week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    /// From the period's first day until today; none before a week's first day is over.
    pub so_far: Option<f64>,
    /// From today to the goal's end, to get to 1; none once the end is past.
    pub needed: Option<f64>,
}

/// The pace of an open goal that is on its way somewhere; nothing is asked of the pace of keeping.
///
/// `way` is how far it has come, not clamped: a goal that stands worse than at its start has a pace below 0, and needs
/// more than the whole way.
#[must_use]
pub fn pace_of(goal: &Goal, way: Option<f64>, today: Day) -> Pace {
    let keeps = matches!(measure_of(goal), Measure::Keep(_));
    let Some(way) = way.filter(|_| !keeps && goal.is_open() && goal.kind != Kind::Kpi) else {
        return Pace::default();
    };
    // The way of nothing on a falling metric is a minus 0.
    let way = way + 0.0;
    let spent = goal.start().map(|start| weeks(start, today)).filter(|spent| *spent > 0.0);
    let left = goal.end().map(|end| weeks(today, end)).filter(|left| *left > 0.0);
    Pace { so_far: spent.map(|spent| way / spent), needed: left.map(|left| (1.0 - way).max(0.0) / left) }
}

/// The pace from today on that takes a goal to what is expected of it: 1, or the settings' ambition for a stretch.
///
/// `way` is how far it has come, not clamped. 0 once it is there; none without an end, and from its last day on.
#[must_use]
pub fn pace_expected(goal: &Goal, way: f64, settings: &Settings, today: Day) -> Option<f64> {
    let left = goal.end().map(|end| weeks(today, end)).filter(|left| *left > 0.0)?;
    Some((ambition(goal, settings) - way).max(0.0) / left)
}

/// Weeks between two days.
pub(in crate::analysis) fn weeks(from: Day, to: Day) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let days = days_between(from, to) as f64;
    days / 7.0
}
