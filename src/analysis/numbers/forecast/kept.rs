//! The forecast of a measure to keep: the share of days within its bounds by its end.
//!
//! The days so far are known. Of the days left, the share within the bounds depends on whether the last value lies within
//! them. The two distributions were measured on 100 real levels (prices, lead times, employment, leadership) with bounds at
//! seven quantiles of each, from both sides: the 80 % interval held 84, 91 and 97 % at 25, 50 and 75 % of the period, with a
//! MAE of .218, .129 and .061 where the share of days so far has .351, .223 and .113. Bounds that were chosen with care
//! break more rarely than those.

use super::quantiles::Quantiles;
use crate::analysis::numbers::measure::Stretch;
use crate::model::Days;

/// The share of the days left that lies within the bounds, if the last value does.
const WITHIN: Quantiles = Quantiles([0.3, 0.6, 0.9, 1.0, 1.0]);

/// The share of the days left that lies within the bounds, if the last value does not.
const OUTSIDE: Quantiles = Quantiles([0.0, 0.0, 0.3, 0.5, 0.8]);

/// The days of a measure to keep, so far and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The days within the bounds so far.
    pub inside: Days,
    /// The days so far, from the first value.
    pub days: Days,
    /// The days left.
    pub left: Days,
    /// Whether the last value lies within the bounds.
    pub is_inside: bool,
}

impl Kept {
    /// Counts the days of a goal's stretches; none without a value.
    pub fn of(stretches: &[Stretch], left: Days) -> Option<Self> {
        let days = stretches.iter().map(|it| it.days).sum();
        let inside = stretches.iter().filter(|it| it.inside).map(|it| it.days).sum();
        Some(Self { inside, days, left, is_inside: stretches.last()?.inside })
    }

    /// The share of the days left that lies within the bounds.
    pub fn of_days_left(&self) -> Quantiles {
        if self.is_inside { WITHIN } else { OUTSIDE }
    }

    /// The least and the most share of all days that is still possible.
    pub fn possible(&self) -> [f64; 2] {
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        let [inside, days, left] = [self.inside, self.days, self.left].map(|days| days as f64);
        [inside, inside + left].map(|inside| inside / (days + left))
    }

    /// The quantiles of the share of all days.
    pub fn quantiles(&self) -> Quantiles {
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        let [inside, days, left] = [self.inside, self.days, self.left].map(|days| days as f64);
        self.of_days_left().map(|share| (inside + share * left) / (days + left))
    }
}
