//! The pace of a goal in the unit of its metric, and in words, else in percent of progress.

use serde::Serialize;

use crate::analysis::numbers::{Measure, measure_of, unit_of, value_words};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::percent_fine;
use crate::model::{GoalIx, magnitude};

/// The pace of a goal's metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnitPaceView {
    /// In what it is measured.
    pub unit: Option<String>,
    /// The change of its value per week still needed; negative where the value is to fall.
    pub needed: f64,
    /// The actual change per week.
    pub actual: f64,
}

impl UnitPaceView {
    /// The pace of a goal's metric. None for a rubric, whose steps are no quantity, for milestones, and where the goal has
    /// no pace or needs none.
    pub fn of(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<Self> {
        let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
        let (so_far, needed) = (numbers.pace.so_far?, numbers.pace.needed.filter(|needed| *needed > 0.0)?);
        let metric = goal.metric.as_ref().filter(|metric| metric.scale.is_empty())?;
        let Measure::Reach { baseline, target } = measure_of(goal) else { return None };
        let way = target - baseline;
        let unit = unit_of(snapshot.workspace, metric).map(str::to_owned);
        // Adding 0.0 turns a negative zero into 0.
        Some(Self { unit, needed: needed * way + 0.0, actual: so_far * way + 0.0 })
            .filter(|pace| pace.needed.is_finite() && pace.actual.is_finite())
    }
}

/// The needed and the actual pace of a goal: `needs 0.9 loaves/week, actual 0.2 loaves/week`. None where it has no pace or
/// needs none.
pub fn pace_words(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    let (so_far, needed) = (numbers.pace.so_far?, numbers.pace.needed.filter(|needed| *needed > 0.0)?);
    let mut words = match (UnitPaceView::of(snapshot, ix), &goal.metric) {
        (Some(pace), Some(metric)) => {
            let say = |pace: f64| value_words(snapshot.workspace, metric, round_to_three_digits(pace));
            format!("needs {}/week, actual {}/week", say(pace.needed), say(pace.actual))
        }
        _ => format!("needs {} progress/week, actual {}/week", percent_fine(needed), percent_fine(so_far)),
    };
    if so_far < 0.0 {
        // A negative pace is easily read as a metric that should fall, so it is spelled out.
        words.push_str(", worse than at the start");
    }
    Some(words)
}

/// Rounds to three significant digits.
fn round_to_three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        // Minus zero becomes zero.
        return value.abs();
    }
    let digits = 2 - magnitude(value);
    // A whole number has all its digits as far as people read digits, and an exponent beyond that.
    if digits < -12 {
        return format!("{value:.2e}").parse().unwrap_or(value);
    }
    if digits <= 0 {
        return value.round();
    }
    let scale: f64 = format!("1e{}", digits.min(12)).parse().unwrap_or(1.0);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exact;

    #[test]
    fn three_significant_digits_are_kept() {
        let rounded = [0.0, -0.0, 1.23456, -1234.5, 0.000_123_456, 99.96, 1.234_567e304]
            .map(|it| exact(round_to_three_digits(it)));
        assert_eq!(rounded, ["0", "0", "1.23", "-1235", "0.000123", "100", "1.23e304"]);
    }
}
