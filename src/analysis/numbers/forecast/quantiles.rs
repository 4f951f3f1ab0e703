//! A distribution of final progress as five quantiles, and the probability of reaching a level.

/// The z of the quantiles: how many spreads each lies above the expected end. Skewed upward, because late surges happen.
pub const SHIPPED: [f64; 5] = [-0.94, -0.47, -0.09, 0.43, 1.32];

/// The probability of ending at or above each quantile.
pub(super) const AT_OR_ABOVE: [f64; 5] = [0.9, 0.75, 0.5, 0.25, 0.1];

/// The probability of reaching a level that lies more than half of the interval outside it.
pub const FAR: f64 = 0.02;

/// The least and the most raw progress at which a goal is expected to end: beyond them the method was not measured, as the
/// real ends were clipped there.
pub const FARTHEST: [f64; 2] = [-1.0, 2.5];

/// The weights of the 10, 50 and 90 % quantiles in the mean, by Swanson's rule.
pub const OF_MEAN: [f64; 3] = [0.3, 0.4, 0.3];

/// The 10, 25, 50, 75 and 90 % quantiles of final progress, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles(pub [f64; 5]);

impl Quantiles {
    /// A certain end.
    pub fn certain(end: f64) -> Self {
        Self([end; 5])
    }

    /// The 10 % quantile, the lower end of the 80 % interval.
    pub fn low(&self) -> f64 {
        self.0[0]
    }

    /// The 25 % quantile.
    pub fn lower(&self) -> f64 {
        self.0[1]
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.0[2]
    }

    /// The 75 % quantile.
    pub fn upper(&self) -> f64 {
        self.0[3]
    }

    /// The 90 % quantile, the upper end of the 80 % interval.
    pub fn high(&self) -> f64 {
        self.0[4]
    }

    /// The quantiles, each changed by a function that does not decrease.
    #[must_use]
    pub fn map(self, change: impl FnMut(f64) -> f64) -> Self {
        Self(self.0.map(change))
    }

    /// The width of the 80 % interval.
    pub fn width(&self) -> f64 {
        self.high() - self.low()
    }

    /// The mean, by [`OF_MEAN`].
    pub fn mean(&self) -> f64 {
        OF_MEAN[0] * self.low() + OF_MEAN[1] * self.median() + OF_MEAN[2] * self.high()
    }

    /// The probability of ending at or above a level: linear between the quantiles, at most 98 % and at least 2 % outside.
    pub fn at_least(&self, level: f64) -> f64 {
        let (low, high, half) = (self.low(), self.high(), self.width() / 2.0);
        if level <= low {
            return if level < low - half { 1.0 - FAR } else { AT_OR_ABOVE[0] };
        }
        if level > high {
            return if level > high + half { FAR } else { AT_OR_ABOVE[4] };
        }
        let above = self.0.iter().position(|it| level <= *it).unwrap_or(4);
        let (a, b) = (self.0[above - 1], self.0[above]);
        // Where several quantiles are the value below which progress is not expected to fall, the highest probability of
        // them is the better one to read from: goals that only go up reach a near target more often than not.
        let equal = self.0.iter().position(|it| *it >= a).unwrap_or(above - 1);
        let (p, q) = (AT_OR_ABOVE[equal], AT_OR_ABOVE[above]);
        p + (q - p) * (level - a) / (b - a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_is_read_between_the_quantiles() {
        let quantiles = Quantiles([0.2, 0.4, 0.5, 0.7, 1.2]);
        let read = |level| quantiles.at_least(level);
        assert!((read(0.5) - 0.5).abs() < 1e-12 && (read(0.6) - 0.375).abs() < 1e-12);
        assert!((read(0.95) - 0.175).abs() < 1e-12);
        for (level, wanted) in [(0.1, 0.9), (-0.4, 0.98), (1.3, 0.1), (1.8, 0.02)] {
            assert!((read(level) - wanted).abs() < 1e-12, "{level}: {}", read(level));
        }
    }

    #[test]
    fn a_value_that_several_quantiles_share_is_reached_by_all_of_them() {
        let top = Quantiles([0.3, 0.6, 1.0, 1.0, 1.0]);
        assert!((top.at_least(1.0) - 0.5).abs() < 1e-12);
        let floor = Quantiles([0.9, 0.9, 0.9, 1.1, 1.4]);
        assert!((floor.at_least(1.0) - 0.575).abs() < 1e-12, "{}", floor.at_least(1.0));
        assert!((Quantiles::certain(1.0).at_least(1.0) - 0.9).abs() < 1e-12);
    }
}
