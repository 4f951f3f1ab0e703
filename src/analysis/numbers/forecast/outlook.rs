//! The outlook of a course: the distribution of its raw progress at the end, with everything that it was computed from.

use super::course::{Course, CourseStep, INSTANT};
use super::quantiles::Quantiles;

/// Within this share of the period the weight of a step in the recent pace halves.
pub(super) const RECENT: f64 = 0.25;

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
    /// The degrees of freedom of the noise: the steps less one, and [`PRIOR_STEPS`].
    pub degrees: f64,
    /// The weight of its own pace; that of the prior is [`PRIOR_TRUST`].
    pub trust: f64,
    /// The expected pace.
    pub drift: f64,
    /// The standard deviation of the end, wider the fewer steps the noise was learned from.
    pub spread: f64,
    /// The progress below which it is not expected to fall.
    pub floor: Option<f64>,
}

impl Outlook {
    /// Computes where a course leads by a share of its goal's period, at most 1. None if the numbers are too large.
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
        let degrees = degrees(steps.len());
        let noise = (scatter + PRIOR_STEPS * square(PRIOR_NOISE)) / degrees;
        let rises = steps.len() >= RISING && steps.iter().all(|it| it.way >= -1e-12);
        let standing =
            Self { gone, left, last, steps: steps.len(), overall, recent, noise, degrees, ..Self::default() };
        Self { trust: gone / noise, floor: rises.then_some(last), ..standing }.with_prior()
    }

    /// Computes where a goal leads that stands at a progress at a share of its period, and of whose pace nothing is known.
    /// None if the numbers are too large.
    pub fn of_standing(gone: f64, last: f64, until: f64) -> Option<Self> {
        let left = (until - gone).max(INSTANT);
        Self { gone, left, last, noise: square(PRIOR_NOISE), degrees: degrees(0), ..Self::default() }.with_prior()
    }

    /// Adds what is expected of goals from here, by the trust in its own pace.
    fn with_prior(self) -> Option<Self> {
        let prior = PRIOR_SHARE * (1.0 - self.last).clamp(0.0, MOST_OPEN);
        let drift = (self.pace() * self.trust + prior * PRIOR_TRUST) / (self.trust + PRIOR_TRUST);
        let variance = self.noise * self.left + square(self.left) / (self.trust + PRIOR_TRUST);
        // A noise that few steps told may be far off: the variance of Student's distribution. With three or four steps the
        // interval held less often than with nine, in real key results and in series of which check-ins were left out.
        let spread = libm::sqrt(variance * self.degrees / (self.degrees - 2.0));
        let outlook = Self { prior, drift, spread, ..self };
        (outlook.expected().is_finite() && spread.is_finite()).then_some(outlook)
    }

    /// Whether no time is left, so that it ends where it stands.
    pub fn is_over(&self) -> bool {
        self.left <= INSTANT
    }

    /// Its own pace: the mean of the overall and the recent one.
    pub fn pace(&self) -> f64 {
        f64::midpoint(self.overall, self.recent)
    }

    /// The weight of a step in the recent pace.
    pub fn weight_of(&self, step: &CourseStep) -> f64 {
        recent_weight(self.gone, step)
    }

    /// How far a step lies from its own pace, squared, by its time.
    pub fn scatter_of(&self, step: &CourseStep) -> f64 {
        scatter(step, self.pace())
    }

    /// The expected end.
    pub fn expected(&self) -> f64 {
        self.last + self.drift * self.left
    }

    /// The quantiles of the end, by the z of each.
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

/// The degrees of freedom of the noise of a number of steps, at least [`PRIOR_STEPS`].
fn degrees(steps: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number of check-ins")]
    let steps = steps.saturating_sub(1) as f64;
    steps + PRIOR_STEPS
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
        (&[(0.1, 0.1), (0.2, 0.2), (0.3, 0.3), (0.4, 0.4), (0.5, 0.5)], [0.631_126_794_221, 0.753_902_323_285, 0.853_167_644_656, 0.989_004_400_216, 1.221_494_231_848], 0.242_905_754_389),
        (&[(0.1, 0.0), (0.3, 0.0), (0.6, 0.0)], [0.0, 0.0, 0.046_666_153_027, 0.184_393_607_801, 0.420_119_443_857], 0.02),
        (&[(0.25, 0.3), (0.5, 0.3), (0.75, 0.3)], [0.3, 0.3, 0.356_595_042_506, 0.479_137_867_293, 0.688_874_625_102], 0.02),
        (&[(0.1, 0.2), (0.15, 0.1), (0.4, 0.5), (0.42, 0.35), (0.7, 0.6)], [0.369_045_912_181, 0.549_615_176_617, 0.695_607_347_863, 0.895_386_108_516, 1.237_315_141_172], 0.204_107_191_189),
        (&[(0.05, 1.2), (0.2, 1.1), (0.5, 1.3)], [-0.401_142_856_111, 0.463_006_559_498, 1.161_680_555_097, 2.117_760_759_601, 3.754_128_801_925], 0.557_852_645_195),
        (&[(0.1, -0.4), (0.3, -0.7), (0.5, -0.9), (0.74, -1.2)], [-1.561_405_874_79, -1.434_522_131_646, -1.331_935_275_488, -1.191_553_261_798, -0.951_284_046_058], 0.02),
        (&[(0.2, 0.05)], [-0.233_713_362_753, 0.072_056_362_102, 0.319_274_437_516, 0.657_572_856_504, 1.236_583_612_08], 0.161_289_952_683),
        (&[(0.1, 0.02), (0.2, 0.3)], [0.195_999_468_466, 0.502_813_780_927, 0.750_876_416_533, 1.090_330_549_469, 1.671_319_353_916], 0.316_526_329_115),
        (&[(0.0, 0.0), (0.01, 0.02), (0.02, 0.01), (0.45, 0.9)], [1.168_028_053_049, 1.339_183_387_322, 1.477_564_295_884, 1.666_927_644_442, 1.991_030_298_704], 0.9),
        (&[(0.3, 0.1), (0.6, 0.95), (0.7, 1.0)], [1.0, 1.017_353_481_822, 1.157_331_100_84, 1.348_879_421_602, 1.676_721_739_829], 0.9),
        (&[(0.08, 0.1), (0.16, 0.3), (0.24, 0.2), (0.32, 0.5), (0.4, 0.4), (0.48, 0.7), (0.56, 0.6), (0.64, 0.8)], [0.612_872_574_526, 0.798_069_783_444, 0.947_803_697_037, 1.152_702_736_692, 1.503_395_323_792], 0.436_314_607_61),
        (&[(0.9, 0.2), (0.95, 0.4), (0.99, 0.7)], [0.7, 0.7, 0.7, 0.741_338_303_979, 0.819_715_597_009], 0.02),
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
    fn the_same_course_told_by_fewer_check_ins_has_a_wider_interval() {
        let width = |steps: i32| {
            let points: Vec<(f64, f64)> =
                (1..=steps).map(|at| f64::from(at) * 0.6 / f64::from(steps)).map(|it| (it, it)).collect();
            Outlook::of(&Course::from(points.as_slice()), 1.0).expect("an outlook").quantiles(&SHIPPED).width()
        };
        assert!(width(1) > width(3) && width(3) > width(6) && width(6) > width(12));
    }

    #[test]
    fn a_goal_of_unknown_pace_covers_half_of_its_open_way_in_a_period_and_less_in_less() {
        let at = |gone: f64| Outlook::of_standing(gone, 0.2, 1.0).expect("an outlook");
        let whole = Outlook::of(&Course::default(), 1.0).expect("an outlook");
        assert!((at(0.0).expected() - 0.6).abs() < 1e-12 && (whole.expected() - 0.5).abs() < 1e-12);
        assert!((at(0.9).expected() - 0.24).abs() < 1e-12);
        // Four degrees of freedom double the variance.
        assert!((at(0.9).spread - (2.0 * (0.1 * 0.35_f64.powi(2) + 0.01 / 4.0)).sqrt()).abs() < 1e-12);
        assert!(at(1.0).is_over() && !at(0.99).is_over());
    }

    #[test]
    fn numbers_too_large_have_no_outlook() {
        let points = [(0.1, 1e200), (0.2, -1e300), (0.3, 1e308)];
        assert_eq!(Outlook::of(&Course::from(points.as_slice()), 1.0), None);
    }
}
