//! The outlook of a course: the distribution of its raw progress at the end, with everything that it was computed from.

use super::course::{Course, CourseStep, INSTANT};
use super::quantiles::Quantiles;

/// Within this share of the period the weight of a step in the recent pace halves.
pub const RECENT: f64 = 0.25;

/// The standard deviation of the noise of a goal of which nothing is known, in ways per period.
pub const PRIOR_NOISE: f64 = 0.35;

/// The number of steps that the prior noise counts for.
pub const PRIOR_STEPS: f64 = 4.0;

/// The share of the open way that goals cover in a period.
pub const PRIOR_SHARE: f64 = 0.5;

/// The most open way from which a prior pace is taken.
pub const MOST_OPEN: f64 = 1.5;

/// The precision of the prior pace: its standard deviation is half a way per period.
pub const PRIOR_TRUST: f64 = 4.0;

/// The number of steps from which progress that only went up is not expected to fall.
const RISING: usize = 3;

/// Where a course leads, in shares of the way and of the period since the course begins.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outlook {
    /// The share of the time that is over at the last check-in.
    pub gone: f64,
    /// The share of the time that is left.
    pub left: f64,
    /// The progress at the last check-in.
    pub last: f64,
    /// The number of steps.
    pub steps: usize,
    /// The pace since the course begins.
    pub overall: f64,
    /// The recent pace.
    pub recent: f64,
    /// The pace that goals cover from here, half of the open way.
    pub prior: f64,
    /// The variance of the steps.
    pub noise: f64,
    /// The weight of its own pace; that of the prior is [`PRIOR_TRUST`].
    pub trust: f64,
    /// The expected pace.
    pub drift: f64,
    /// The standard deviation of the end.
    pub spread: f64,
    /// The progress below which it is not expected to fall.
    pub floor: Option<f64>,
}

impl Outlook {
    /// Computes where a course leads by a share of its goal's period, at most 1. None if the numbers are too large.
    #[must_use]
    pub fn of(course: &Course, until: f64) -> Option<Self> {
        let steps = course.steps();
        let (gone, last) = course.last();
        let left = (course.scaled(until) - gone).max(INSTANT);
        let (mut ways, mut times) = (0.0, 0.0);
        for step in &steps {
            let weight = recent_weight(gone, step);
            ways += weight * step.way;
            times += weight * step.time;
        }
        let recent = ways / times.max(INSTANT);
        let overall = (last - course.anchor) / gone.max(INSTANT);
        let pace = f64::midpoint(overall, recent);
        let scatter: f64 = steps.iter().map(|it| scatter(it, pace)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a number of check-ins")]
        let degrees = steps.len().saturating_sub(1) as f64 + PRIOR_STEPS;
        let noise = (scatter + PRIOR_STEPS * square(PRIOR_NOISE)) / degrees;
        let rises = steps.len() >= RISING && steps.iter().all(|it| it.way >= -1e-12);
        let standing = Self { gone, left, last, steps: steps.len(), overall, recent, noise, ..Self::default() };
        Self { trust: gone / noise, floor: rises.then_some(last), ..standing }.with_prior()
    }

    /// Computes where a goal leads that stands at a progress at a share of its period, and of whose pace nothing is known.
    /// None if the numbers are too large.
    #[must_use]
    pub fn of_standing(gone: f64, last: f64, until: f64) -> Option<Self> {
        let left = (until - gone).max(INSTANT);
        Self { gone, left, last, noise: square(PRIOR_NOISE), ..Self::default() }.with_prior()
    }

    /// Adds what is expected of goals from here, by the trust in its own pace.
    fn with_prior(self) -> Option<Self> {
        let prior = PRIOR_SHARE * (1.0 - self.last).clamp(0.0, MOST_OPEN);
        let drift = (self.pace() * self.trust + prior * PRIOR_TRUST) / (self.trust + PRIOR_TRUST);
        let spread = libm::sqrt(self.noise * self.left + square(self.left) / (self.trust + PRIOR_TRUST));
        let outlook = Self { prior, drift, spread, ..self };
        (outlook.expected().is_finite() && spread.is_finite()).then_some(outlook)
    }

    /// Whether no time is left, so that it ends where it stands.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.left <= INSTANT
    }

    /// Its own pace: the mean of the overall and the recent one.
    #[must_use]
    pub fn pace(&self) -> f64 {
        f64::midpoint(self.overall, self.recent)
    }

    /// The weight of a step in the recent pace.
    #[must_use]
    pub fn weight_of(&self, step: &CourseStep) -> f64 {
        recent_weight(self.gone, step)
    }

    /// How far a step lies from its own pace, squared, by its time.
    #[must_use]
    pub fn scatter_of(&self, step: &CourseStep) -> f64 {
        scatter(step, self.pace())
    }

    /// The expected end.
    #[must_use]
    pub fn expected(&self) -> f64 {
        self.last + self.drift * self.left
    }

    /// The quantiles of the end, by the z of each.
    #[must_use]
    pub fn quantiles(&self, z: &[f64; 5]) -> Quantiles {
        Quantiles(*z).map(|z| {
            let end = self.expected() + self.spread * z;
            self.floor.map_or(end, |floor| end.max(floor))
        })
    }
}

fn recent_weight(gone: f64, step: &CourseStep) -> f64 {
    libm::pow(0.5, (gone - step.at) / RECENT)
}

fn scatter(step: &CourseStep, pace: f64) -> f64 {
    square(step.way - pace * step.time) / step.time
}

fn square(number: f64) -> f64 {
    number * number
}

#[cfg(test)]
mod tests {
    use super::super::quantiles::SHIPPED;
    use super::*;

    /// A course, the quantiles of its end and the probability of reaching 1.
    type Expected = (&'static [(f64, f64)], [f64; 5], f64);

    /// Hand-made courses, each with the quantiles and the probability of reaching 1 that an independent implementation of
    /// the method, in Python, gives.
    #[rustfmt::skip]
    const EXPECTED: &[Expected] = &[
        (&[(0.1, 0.1), (0.2, 0.2), (0.3, 0.3), (0.4, 0.4), (0.5, 0.5)], [0.627_828_065_443, 0.752_252_958_896, 0.854_055_144_448, 0.989_791_391_852, 1.227_329_824_807], 0.243_553_501_203),
        (&[(0.1, 0.0), (0.3, 0.0), (0.6, 0.0)], [0.0, 0.0, 0.048_877_828_676, 0.178_632_439_356, 0.405_703_008_047], 0.02),
        (&[(0.25, 0.3), (0.5, 0.3), (0.75, 0.3)], [0.3, 0.3, 0.358_562_878_054, 0.474_011_875_119, 0.676_047_619_982], 0.02),
        (&[(0.1, 0.2), (0.15, 0.1), (0.4, 0.5), (0.42, 0.35), (0.7, 0.6)], [0.364_194_383_268, 0.547_189_412_161, 0.696_912_617_618, 0.896_543_558_228, 1.245_897_704_296], 0.205_579_556_045),
        (&[(0.05, 1.2), (0.2, 1.1), (0.5, 1.3)], [-0.324_189_870_81, 0.501_483_052_149, 1.177_033_625_479, 2.077_767_723_252, 3.654_052_394_355], 0.565_514_571_546),
        (&[(0.1, -0.4), (0.3, -0.7), (0.5, -0.9), (0.74, -1.2)], [-1.558_617_045_76, -1.433_127_717_132, -1.330_454_630_072, -1.193_557_180_659, -0.953_986_644_186], 0.02),
        (&[(0.2, 0.05)], [-0.128_201_637_552, 0.124_812_224_702, 0.331_823_566_547, 0.607_838_689_006, 1.090_865_153_309], 0.128_217_445_634),
        (&[(0.1, 0.02), (0.2, 0.3)], [0.253_408_776_454, 0.531_518_434_921, 0.759_062_700_939, 1.062_455_055_63, 1.593_391_676_339], 0.301_463_933_306),
        (&[(0.0, 0.0), (0.01, 0.02), (0.02, 0.01), (0.45, 0.9)], [1.183_269_530_604, 1.346_804_126_1, 1.480_605_158_778, 1.659_006_535_683, 1.971_208_945_265], 0.9),
        (&[(0.3, 0.1), (0.6, 0.95), (0.7, 1.0)], [1.0, 1.025_062_152_623, 1.160_407_050_783, 1.340_866_914_996, 1.656_671_677_368], 0.9),
        (&[(0.08, 0.1), (0.16, 0.3), (0.24, 0.2), (0.32, 0.5), (0.4, 0.4), (0.48, 0.7), (0.56, 0.6), (0.64, 0.8)], [0.591_205_510_956, 0.787_236_251_659, 0.947_625_039_507, 1.161_476_756_638, 1.535_717_261_616], 0.438_771_872_871),
        (&[(0.9, 0.2), (0.95, 0.4), (0.99, 0.7)], [0.7, 0.7, 0.7, 0.739_422_753_291, 0.814_922_226_741], 0.02),
    ];

    #[test]
    fn quantiles_equal_those_of_another_implementation() {
        for (points, quantiles, probability) in EXPECTED {
            let outlook = Outlook::of(&Course::from(*points), 1.0).expect("an outlook");
            let found = outlook.quantiles(&SHIPPED);
            for (a, b) in found.0.iter().zip(quantiles) {
                assert!((a - b).abs() < 1e-9, "{points:?}: {found:?} is not {quantiles:?}");
            }
            assert!((found.at_least(1.0) - probability).abs() < 1e-9, "{points:?}: {}", found.at_least(1.0));
        }
    }

    #[test]
    fn a_goal_of_unknown_pace_covers_half_of_its_open_way_in_a_period_and_less_in_less() {
        let at = |gone: f64| Outlook::of_standing(gone, 0.2, 1.0).expect("an outlook");
        let whole = Outlook::of(&Course::default(), 1.0).expect("an outlook");
        assert!((at(0.0).expected() - 0.6).abs() < 1e-12 && (whole.expected() - 0.5).abs() < 1e-12);
        assert!((at(0.9).expected() - 0.24).abs() < 1e-12);
        assert!((at(0.9).spread - (0.1 * 0.35_f64.powi(2) + 0.01 / 4.0).sqrt()).abs() < 1e-12);
        assert!(at(1.0).is_over() && !at(0.99).is_over());
    }

    #[test]
    fn numbers_too_large_have_no_outlook() {
        let points = [(0.1, 1e200), (0.2, -1e300), (0.3, 1e308)];
        assert_eq!(Outlook::of(&Course::from(points.as_slice()), 1.0), None);
    }
}
