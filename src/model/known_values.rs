//! The known values of a metric, and the detection of improbable new ones, with a wrong decimal sign or unit.

use super::metric::{Metric, Shape};
use super::share::looks_like_share;
use crate::syntax::is_in_percent;

/// The factor between two values from which on they are far apart.
const FAR: f64 = 50.0;

/// The factor of a misplaced decimal point between groups of digits.
const THOUSANDFOLD: f64 = 1000.0;

/// The factor between a share and a percentage of the same quantity: 100, with a tolerance of a factor of two.
const HUNDREDFOLD: std::ops::RangeInclusive<f64> = 50.0..=200.0;

/// The values of a metric with which a new one is compared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownValues {
    /// The last value, else the baseline.
    last: Option<f64>,
    /// The values of its goalposts.
    goalposts: Vec<f64>,
    /// Whether the unit is a percentage.
    in_percent: bool,
}

/// The factor to the last value from which on a value is doubted if a hundredfold of it fits the goalposts.
const SEVERALFOLD: f64 = 20.0;

/// The reason why a value is improbable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// It is far from the last value and from the goalposts.
    FarOff {
        /// The factor between the two values, 50 or more.
        times: f64,
        /// The last value.
        last: f64,
    },
    /// It is probably a share where percentages are expected, or the reverse.
    Share {
        /// The value that was probably meant.
        meant: f64,
        /// The last value.
        last: f64,
    },
}

impl KnownValues {
    /// The known values of a metric before a new one. `goal` is the metric with the goalposts, if a KPI holds the
    /// values.
    pub fn of(goal: &Metric, keeper: &Metric, last: Option<f64>) -> Self {
        if goal.shape() == Shape::Rubric || keeper.shape() == Shape::Rubric {
            return Self::default();
        }
        let posts = |metric: &Metric| [metric.baseline, metric.target, metric.at_least, metric.at_most];
        let goalposts: Vec<f64> = posts(goal).into_iter().chain(posts(keeper)).flatten().collect();
        let in_percent = keeper.unit.as_deref().or(goal.unit.as_deref()).is_some_and(is_in_percent);
        Self { last: last.or(goal.baseline).or(keeper.baseline), goalposts, in_percent }
    }

    /// The known values of a new metric: the numbers that are given together with another one.
    pub fn beside(values: impl IntoIterator<Item = f64>) -> Self {
        let goalposts: Vec<f64> = values.into_iter().collect();
        Self { last: goalposts.iter().copied().find(|value| *value != 0.0), goalposts, in_percent: false }
    }

    /// The reason to look at a new value again: a doubt, or that it is a thousand times off the last one, wherever the
    /// goalposts are. From 5,000 errors to 3 is possible, and so is a slip of the decimal point.
    pub fn possible_slip(&self, value: f64) -> Option<Doubt> {
        self.doubt(value).or_else(|| {
            let times = self.times_off(value).filter(|times| *times >= THOUSANDFOLD)?;
            Some(Doubt::FarOff { times, last: self.last? })
        })
    }

    /// The reason why a value is improbable; none if it is probable, or if nothing is known.
    pub fn doubt(&self, value: f64) -> Option<Doubt> {
        let last = self.last?;
        if let Some(meant) = self.other_share(value, last) {
            return Some(Doubt::Share { meant, last });
        }
        let times = self.times_off(value)?;
        let (low, high) = self.span()?;
        let wide = 2.0 * (high - low);
        let near = |post: f64| times_apart(value, post).is_some_and(|times| times < FAR);
        // A single goalpost has no span: a value far from it is outside.
        let outside = if wide > 0.0 { !(low - wide..=high + wide).contains(&value) } else { !near(low) };
        (times >= FAR && outside).then_some(Doubt::FarOff { times, last })
    }

    /// The factor between a value and the last one; the larger goalpost is used instead of a last value of 0.
    pub fn times_off(&self, value: f64) -> Option<f64> {
        let last = self.last?;
        if last != 0.0 {
            return times_apart(value, last);
        }
        let (low, high) = self.span()?;
        let post = low.abs().max(high.abs());
        // From 0 any value up to the goalposts is probable.
        times_apart(value, post).filter(|_| value.abs() > post)
    }

    /// Whether a value is far from the last one, regardless of the goalposts. That suffices for a doubt if its digits
    /// can be read in two ways.
    pub fn is_far(&self, value: f64) -> bool {
        self.times_off(value).is_some_and(|times| times >= FAR)
    }

    fn span(&self) -> Option<(f64, f64)> {
        let low = self.goalposts.iter().copied().reduce(f64::min);
        let high = self.goalposts.iter().copied().reduce(f64::max);
        low.zip(high)
    }

    /// The hundredfold or hundredth of a value, if one of the two is a share and the other a percentage, and it fits
    /// the last value and the goalposts while the value itself does not.
    fn other_share(&self, value: f64, last: f64) -> Option<f64> {
        let (low, high) = self.span()?;
        let is_share = looks_like_share;
        let is_percentage = |number: f64| number > 1.0 && number <= 100.0;
        let meant = match (is_share(value), is_share(last)) {
            (true, false) if self.in_percent && is_percentage(last) && high > 1.0 => value * 100.0,
            (false, true) if is_percentage(value) && high <= 1.0 => value / 100.0,
            _ => return None,
        };
        // Between its goalposts a percentage may well be below 1.
        if (low..=high).contains(&value) {
            return None;
        }
        let apart = times_apart(value, last)?;
        let fits = low < high && (low..=high).contains(&meant) && apart >= SEVERALFOLD;
        (HUNDREDFOLD.contains(&apart) || fits).then(|| (meant * 1e9).round() / 1e9).filter(|meant| !self.is_far(*meant))
    }
}

/// The factor between two numbers, 1 or more; none if one is 0 or their signs differ.
fn times_apart(a: f64, b: f64) -> Option<f64> {
    (a * b > 0.0).then(|| (a / b).max(b / a))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(baseline: f64, target: f64, last: Option<f64>) -> KnownValues {
        let unit = Some("%".to_owned());
        let metric = Metric { unit, baseline: Some(baseline), target: Some(target), ..Metric::default() };
        KnownValues::of(&metric, &metric, last)
    }

    #[test]
    fn what_is_far_off_the_last_value_and_the_goalposts_is_doubted() {
        let titles = known(60_000.0, 45_000.0, Some(48_650.0));
        assert!(matches!(titles.doubt(48.6), Some(Doubt::FarOff { .. })));
        for value in [48_600.0, 0.0, 100_000.0, 10_000.0] {
            assert_eq!(titles.doubt(value), None, "{value}");
        }
        // Between zero and the target every value may come to pass.
        assert_eq!(known(0.0, 5000.0, Some(1200.0)).doubt(1.5), None);
        assert!(known(0.0, 5000.0, Some(1200.0)).is_far(1.5));
        // From nothing to the first value there is no measure but the goalposts.
        assert_eq!(known(0.0, 10.0, Some(0.0)).doubt(35.0), None);
        assert!(known(0.0, 10.0, Some(0.0)).doubt(5000.0).is_some());
        assert_eq!(KnownValues::default().doubt(7.0), None);
    }

    #[test]
    fn a_share_among_percentages_is_doubted() {
        let share = |known: KnownValues, value: f64| match known.doubt(value) {
            Some(Doubt::Share { meant, .. }) => Some(meant),
            _ => None,
        };
        assert_eq!(share(known(10.0, 90.0, Some(20.0)), 0.455), Some(45.5));
        assert_eq!(share(known(62.0, 80.0, Some(71.0)), 0.72), Some(72.0));
        assert_eq!(share(known(0.1, 0.9, Some(0.4)), 45.0), Some(0.45));
        // An error rate may fall below one percent.
        assert_eq!(share(known(20.0, 0.2, Some(20.0)), 0.3), None);
        assert_eq!(share(known(3.0, 2.0, Some(2.4)), 0.9), None);
        // Two launches where one was planned are no share.
        assert_eq!(share(known(0.0, 1.0, Some(1.0)), 2.0), None);
        // A count is no percentage.
        let bugs = Metric { baseline: Some(60.0), target: Some(30.0), ..Metric::default() };
        assert_eq!(share(KnownValues::of(&bugs, &bugs, Some(58.0)), 1.0), None);
    }
}
