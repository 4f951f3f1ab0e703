//! The pace of a goal in words, exact and with its unit: that of its metric, else parts of the way.

use crate::analysis::numbers::{Measure, measure_of, say_value};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::percent_fine;
use crate::model::GoalIx;

/// What a goal needs each week and what it has made so far: `needs 0.9 loaves a week, so far 0.2 loaves`. None where
/// nothing is asked of its pace any more.
#[must_use]
pub fn pace_words(snapshot: &Snapshot<'_>, ix: GoalIx) -> Option<String> {
    let (goal, numbers) = (snapshot.goal(ix), snapshot.numbers(ix));
    let (so_far, needed) = (numbers.pace.so_far?, numbers.pace.needed.filter(|needed| *needed > 0.0)?);
    let mut words = match (measure_of(goal), &goal.metric) {
        // The steps of a rubric have no unit that goes by the week.
        (Measure::Reach { baseline, target }, Some(metric)) if metric.scale.is_empty() => {
            let way = target - baseline;
            let say = |pace: f64| say_value(snapshot.workspace, metric, three_digits(pace * way));
            format!("needs {} a week, so far {}", say(needed), say(so_far))
        }
        _ => format!("needs {} of the way a week, so far {}", percent_fine(needed), percent_fine(so_far)),
    };
    if so_far < 0.0 {
        words.push_str(", worse than at the start");
    }
    Some(words)
}

/// A number with the three digits that count.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        // No minus before nothing.
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
    fn three_digits_count() {
        let rounded = [0.0, -0.0, 1.23456, -1234.5, 0.000_123_456, 99.96].map(three_digits);
        assert_eq!(rounded, [0.0, 0.0, 1.23, -1235.0, 0.000_123, 100.0]);
        assert!(three_digits(-0.0).is_sign_positive());
    }
}
