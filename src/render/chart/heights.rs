//! The vertical axis of a chart: the row of each value, and the labels at the left.

use super::super::clean::clean;
use super::super::layout::cut;
use super::super::number::tight_percent;
use crate::model::{exact, magnitude};
use crate::view::chart::{Chart, Scale};

/// The number of rows of a numeric chart.
const ROWS: usize = 9;

/// The most columns of a step's name at the left.
const LABEL: usize = 16;

/// The rows of a chart, from 0 at the bottom, with the labels of some.
pub(super) struct Heights {
    low: f64,
    high: f64,
    pub(super) rows: usize,
    pub(super) labels: Vec<(usize, String)>,
}

impl Heights {
    /// Computes the rows for all values of a chart; none if they are too far apart.
    pub(super) fn of(chart: &Chart) -> Option<Self> {
        if let Scale::Steps(steps) = &chart.scale {
            return Some(Self::of_steps(steps));
        }
        let all = || {
            let bounds = chart.bounds.iter().map(|(_, bound)| *bound);
            chart.values.iter().chain(&chart.plan).map(|(_, value)| *value).chain(bounds)
        };
        let (mut low, mut high) = all().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
        if chart.scale == Scale::Share {
            (low, high) = (0.0, 1.0);
        } else if low >= high {
            // A single value is in the middle.
            let room = (low.abs() * 0.1).max(1.0);
            (low, high) = (low - room, high + room);
        }
        if !(high - low).is_finite() || high <= low {
            return None;
        }
        let mut heights = Self { low, high, rows: ROWS, labels: Vec::new() };
        let label = |value: f64| match chart.scale {
            Scale::Share => tight_percent(value),
            _ => short_number(value, high - low),
        };
        for (words, bound) in &chart.bounds {
            let words = if *words == "at least" { "≥" } else { "≤" };
            heights.label(*bound, format!("{words} {}", short_number(*bound, 0.0)));
        }
        let ends = [chart.plan.first(), chart.plan.last()];
        for (_, end) in ends.into_iter().flatten() {
            heights
                .label(*end, if chart.scale == Scale::Share { tight_percent(*end) } else { short_number(*end, 0.0) });
        }
        for value in [low, high] {
            heights.label(value, label(value));
        }
        for value in round_values(low, high) {
            heights.label(value, label(value));
        }
        Some(heights)
    }

    fn of_steps(steps: &[String]) -> Self {
        let between = if steps.len() <= 5 { 2 } else { 1 };
        let rows = ((steps.len() - 1) * between + 1).clamp(2, 2 * ROWS);
        #[expect(clippy::cast_precision_loss, reason = "steps of a rubric")]
        let mut heights = Self { low: 0.0, high: (steps.len() - 1).max(1) as f64, rows, labels: Vec::new() };
        for (at, step) in steps.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "steps of a rubric")]
            let row = heights.row(at as f64);
            if heights.labels.iter().all(|(taken, _)| *taken != row) {
                heights.labels.push((row, cut(&clean(step), LABEL)));
            }
        }
        heights
    }

    /// The row of a value.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a row")]
    pub(super) fn row(&self, value: f64) -> usize {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (share * (self.rows - 1) as f64).round() as usize
    }

    /// Labels the row of a value, unless an adjacent row has a label.
    fn label(&mut self, value: f64, label: String) {
        let row = self.row(value);
        if self.labels.iter().all(|(taken, _)| taken.abs_diff(row) > 1) {
            self.labels.push((row, label));
        }
    }
}

/// Formats a number with enough digits to distinguish values at a distance; if the distance is 0, with all that a person
/// may have written: the last ones of a sum are noise (-1.8000000000000003).
fn short_number(value: f64, range: f64) -> String {
    let text = if range > 0.0 {
        let digits = usize::try_from((2 - magnitude(range)).clamp(0, 12)).unwrap_or(0);
        exact(format!("{value:.digits$}").parse().unwrap_or(value))
    } else {
        exact(format!("{value:.11e}").parse().unwrap_or(value))
    };
    if text.len() > 10 { format!("{value:.2e}") } else { text }
}

/// About four round numbers between two values.
fn round_values(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / 4.0;
    let power: f64 = format!("1e{}", magnitude(rough)).parse().unwrap_or(f64::NAN);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|it| it * power).find(|step| *step >= rough);
    let Some(step) = step.filter(|step| step.is_finite() && *step > 0.0) else { return Vec::new() };
    let first = (low / step).ceil();
    (0..8).map(|at| (first + f64::from(at)) * step).filter(|value| *value < high).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_round_and_short() {
        assert_eq!(round_values(0.0, 10.0), [0.0, 2.5, 5.0, 7.5]);
        assert_eq!(round_values(13.0, 44.0), [20.0, 30.0, 40.0]);
        assert_eq!(short_number(99.700_000_000_000_01, 0.45), "99.7");
        assert_eq!(short_number(30.0, 0.0), "30");
        assert_eq!(short_number(-5.0 + 3.2, 0.0), "-1.8");
        assert_eq!(short_number(123_456_789_012.0, 0.0), "1.23e11");
    }
}
