//! How a goal's forecast was computed: every input and intermediate result.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::forecast::{
    CORRELATION, Course, CourseStep, FAR, Kept, MOST_OPEN, OF_MEAN, Outlook, PRIOR_NOISE, PRIOR_SHARE, PRIOR_STEPS,
    PRIOR_TRUST, SHIPPED, Spread,
};
use crate::analysis::trends::{Forecast, Method, ObjectivePart, PartSource};
use crate::model::{Day, Days, GoalIx};
use crate::view::forecast::ForecastView;

/// A goal's forecast.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForecastExplained {
    /// The forecast.
    pub value: ForecastView,
    /// How the quantiles were computed.
    pub how: ForecastHow,
    /// The probability of a level above all quantiles by more than half of the width of the interval; of one as far below
    /// them, the rest of 1.
    pub far: f64,
    /// The weight of the stated confidence: 1 − `weight_of_numbers`; null where no confidence is mixed in.
    pub weight_of_confidence: Option<f64>,
}

/// How a forecast's quantiles were computed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum ForecastHow {
    /// From the course of its own measure.
    Course(Box<CourseSums>),
    /// From the days within its bounds.
    Keep {
        /// The days within the bounds so far.
        inside: Days,
        /// The days since the first value.
        days: Days,
        /// The days left.
        left: Days,
        /// Whether the last value lies within the bounds.
        is_inside: bool,
        /// The share of the days left that lies within the bounds, at 10, 25, 50, 75 and 90 %.
        of_days_left: [f64; 5],
    },
    /// From its parts.
    Parts {
        /// The parts.
        parts: Vec<PartForecastView>,
        /// The correlation of their misses that is assumed.
        correlation: f64,
        /// The weighted mean of their means.
        mean: f64,
        /// The factor by which the interval is narrower than the mean of theirs.
        narrowing: f64,
        /// The ends at 10, 25, 50, 75 and 90 % by that factor. An end that is reached as often as all parts reach 1, or less
        /// often, is 1 instead.
        narrowed: [f64; 5],
        /// The probability by the numbers that all parts reach 1.
        all_reach: f64,
        /// The weights of the 10th percentile, the median and the 90th percentile in a mean.
        of_mean: [f64; 3],
    },
}

/// The course of a goal's own measure, and where it leads.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CourseSums {
    /// The steps between check-ins.
    pub steps: Vec<StepView>,
    /// The share of the period at which the course begins: 0, or where the baseline or the metric changed.
    pub begins: f64,
    /// The day of that change.
    pub restarted: Option<Day>,
    /// The progress at which it begins.
    pub anchor: f64,
    /// The number of values that left and returned at once, and do not count.
    pub ignored: usize,
    /// t, the share of the time since the course begins that was over at the last check-in; p, that of the whole period, is
    /// `weight_of_numbers`.
    pub gone: f64,
    /// r, the share that was left.
    pub left: f64,
    /// u, the progress at the last check-in.
    pub last: f64,
    /// The progress per period since the course begins.
    pub overall: f64,
    /// The recent progress per period.
    pub recent: f64,
    /// Their mean.
    pub pace: f64,
    /// The progress per period that goals make from here: the open way times `prior_share`.
    pub prior: f64,
    /// The share of the open way that goals cover in a period.
    pub prior_share: f64,
    /// The most open way that counts.
    pub most_open: f64,
    /// The sum of the steps' scatter.
    pub scatter: f64,
    /// The variance of the steps.
    pub noise: f64,
    /// The degrees of freedom of the variance, by which few steps widen `spread`.
    pub degrees: f64,
    /// The standard deviation of a goal of which nothing is known, and the number of steps that it counts for.
    pub prior_noise: f64,
    /// See `prior_noise`.
    pub prior_steps: f64,
    /// The weight of the own pace.
    pub trust: f64,
    /// The weight of the prior pace.
    pub prior_trust: f64,
    /// The expected progress per period.
    pub drift: f64,
    /// The expected end.
    pub expected: f64,
    /// The standard deviation of the end.
    pub spread: f64,
    /// The z of the quantiles at 10, 25, 50, 75 and 90 %.
    pub z: [f64; 5],
    /// The number of own closed goals whose misses they are; null for the shipped ones.
    pub own_misses: Option<usize>,
    /// The progress below which the goal is not expected to fall, because it only went up.
    pub floor: Option<f64>,
    /// The ends at 10, 25, 50, 75 and 90 % by z, from which the probability is read.
    pub ends: [f64; 5],
    /// Whether its measure cannot have some of these, so that the forecast is the nearest that it can have.
    pub bounded: bool,
}

/// A step between two check-ins.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StepView {
    /// The share of the time at which it ends.
    pub at: f64,
    /// The share of the time that it took.
    pub time: f64,
    /// The progress that it made.
    pub way: f64,
    /// Its weight in the recent pace.
    pub weight: f64,
    /// (way − pace × time)² / time.
    pub scatter: f64,
}

/// The forecast of a part of an objective, at the objective's end.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartForecastView {
    /// Its id.
    pub id: String,
    /// Its weight.
    pub weight: f64,
    /// The 10th percentile, 0 to 1.
    pub low: f64,
    /// The 25th percentile, 0 to 1.
    pub lower_quartile: f64,
    /// The median, 0 to 1.
    pub median: f64,
    /// The 75th percentile, 0 to 1.
    pub upper_quartile: f64,
    /// The 90th percentile, 0 to 1.
    pub high: f64,
    /// The probability that it reaches 1, by the numbers.
    pub by_numbers: f64,
    /// The same with its stated confidence.
    pub probability: f64,
    /// Where this is from: `own-forecast`, the goal's own forecast; `until-the-end`, the part of it until the objective's end;
    /// `measure`, its check-ins, which are too few for a forecast of its own or lead to another day; `standing`, where it
    /// stands, as nothing is known of its pace; `ended`, it ends where it stands.
    pub from: String,
    /// How it was computed from its check-ins or from where it stands, before it is bounded to 0 to 1; null where the goal
    /// itself explains it.
    pub how: Option<Box<ForecastHow>>,
}

impl ForecastExplained {
    pub(super) fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let value = ForecastView::of(snapshot, ix)?;
        let how = match &snapshot.forecast(ix)?.method {
            Method::Parts(combined, parts) => ForecastHow::Parts {
                parts: parts.iter().map(|part| PartForecastView::new(snapshot, part)).collect(),
                correlation: CORRELATION,
                mean: combined.mean,
                narrowing: combined.narrowing,
                narrowed: combined.narrowed.0,
                all_reach: combined.all_by_numbers,
                of_mean: OF_MEAN,
            },
            _ => ForecastHow::of_measure(snapshot.forecast(ix)?)?,
        };
        let weight_of_confidence = value.weight_of_numbers.map(|weight| 1.0 - weight);
        Some(Self { value, how, far: FAR, weight_of_confidence })
    }
}

impl ForecastHow {
    /// How the forecast of a goal with a measure of its own was computed; none for an objective.
    fn of_measure(forecast: &Forecast) -> Option<Self> {
        match &forecast.method {
            Method::Course(course, outlook, spread) => {
                let ends = (forecast.quantiles.0, forecast.is_over);
                Some(Self::Course(Box::new(CourseSums::new(course, outlook, spread, ends))))
            }
            Method::Kept(kept) => {
                let Kept { inside, days, left, is_inside } = *kept;
                Some(Self::Keep { inside, days, left, is_inside, of_days_left: kept.of_days_left().0 })
            }
            Method::Parts(..) => None,
        }
    }
}

impl PartForecastView {
    fn new(snapshot: &Facts<'_>, ObjectivePart { goal, forecast, from }: &ObjectivePart) -> Self {
        let (word, how) = match from {
            PartSource::Own => ("own-forecast", None),
            PartSource::OwnUntil => ("until-the-end", None),
            PartSource::Measure(found) => ("measure", ForecastHow::of_measure(found)),
            PartSource::Standing(outlook) => {
                let (course, spread) = (Course::default(), Spread { z: SHIPPED, own: None });
                let ends = (outlook.quantiles(&SHIPPED).0, false);
                ("standing", Some(ForecastHow::Course(Box::new(CourseSums::new(&course, outlook, &spread, ends)))))
            }
            PartSource::Ended => ("ended", None),
        };
        let quantiles = &forecast.quantiles;
        Self {
            id: snapshot.goal(*goal).id.clone(),
            weight: forecast.weight,
            low: quantiles.low(),
            lower_quartile: quantiles.lower(),
            median: quantiles.median(),
            upper_quartile: quantiles.upper(),
            high: quantiles.high(),
            by_numbers: forecast.by_numbers,
            probability: forecast.probability,
            from: word.to_owned(),
            how: how.map(Box::new),
        }
    }
}

impl CourseSums {
    fn new(course: &Course, outlook: &Outlook, spread: &Spread, (ends, is_over): ([f64; 5], bool)) -> Self {
        let step = |it: &CourseStep| StepView {
            at: it.at,
            time: it.time,
            way: it.way,
            weight: outlook.weight_of(it),
            scatter: outlook.scatter_of(it),
        };
        let free = outlook.quantiles(&spread.z).0;
        let bounded = !is_over && free.iter().zip(ends).any(|(free, end)| (free - end).abs() > 1e-9);
        let steps: Vec<StepView> = course.steps().iter().map(step).collect();
        Self {
            scatter: steps.iter().map(|it| it.scatter).sum(),
            steps,
            begins: course.begins,
            restarted: course.restarted,
            anchor: course.anchor,
            ignored: course.ignored,
            gone: outlook.gone,
            left: outlook.left,
            last: outlook.last,
            overall: outlook.overall,
            recent: outlook.recent,
            pace: outlook.pace(),
            prior: outlook.prior,
            prior_share: PRIOR_SHARE,
            most_open: MOST_OPEN,
            noise: outlook.noise,
            degrees: outlook.degrees,
            prior_noise: PRIOR_NOISE,
            prior_steps: PRIOR_STEPS,
            trust: outlook.trust,
            prior_trust: PRIOR_TRUST,
            drift: outlook.drift,
            expected: outlook.expected(),
            spread: outlook.spread,
            z: spread.z,
            own_misses: spread.own,
            floor: outlook.floor,
            ends: if is_over { ends } else { free },
            bounded,
        }
    }
}
