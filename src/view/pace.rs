//! The pace of a goal in words, in the unit of its metric, else in percent of progress.

use crate::analysis::numbers::{Measure, measure_of, value_words};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::percent_fine;
use crate::model::GoalIx;

/// The needed and the actual pace of a goal: `needs 0.9 loaves/week, actual 0.2 loaves/week`. None where it has no pace or
/// needs none.
#[must_use]
pub fn pace_words(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    let (so_far, needed) = (numbers.pace.so_far?, numbers.pace.needed.filter(|needed| *needed > 0.0)?);
    let mut words = match (measure_of(goal), &goal.metric) {
        // The steps of a rubric are no quantity, so its pace is given in percent of progress.
        (Measure::Reach { baseline, target }, Some(metric)) if metric.scale.is_empty() => {
            let way = target - baseline;
            let say = |pace: f64| value_words(snapshot.workspace, metric, round_to_three_digits(pace * way));
            format!("needs {}/week, actual {}/week", say(needed), say(so_far))
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
    let digits = 2.0 - value.abs().log10().floor();
    if digits <= 0.0 {
        return value.round();
    }
    let scale = 10_f64.powf(digits.min(12.0));
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_significant_digits_are_kept() {
        let rounded =
            [0.0, -0.0, 1.23456, -1234.5, 0.000_123_456, 99.96].map(|it| round_to_three_digits(it).to_string());
        assert_eq!(rounded, ["0", "0", "1.23", "-1235", "0.000123", "100"]);
    }
}
