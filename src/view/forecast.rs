//! Where a goal is likely to end, as numbers and in a sentence.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, Measure, measure_of};
use crate::analysis::text::percent;
use crate::analysis::trends::Forecast;
use crate::model::{GoalIx, Kind};

/// The probability from which a goal that is behind is said to be likely to arrive.
const LIKELY: f64 = 2.0 / 3.0;

/// A forecast of a goal's raw progress at its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForecastView {
    /// The median.
    pub median: f64,
    /// The 10th percentile.
    pub low: f64,
    /// The 90th percentile.
    pub high: f64,
    /// The probability of ending at or above `bar`, with the stated confidence mixed in.
    pub probability: f64,
    /// The same by the numbers alone.
    pub by_numbers: f64,
    /// The stated confidence that was mixed in, 0 to 1; null where none is stated.
    pub confidence: Option<f64>,
    /// The weight of the numbers against the stated confidence: the share of the time that was over at the last check-in.
    pub weight_of_numbers: f64,
    /// The progress that counts as reached: 1, for an aspirational goal `ambition`, for a measure to keep
    /// `thresholds.on_track`.
    pub bar: f64,
    /// The 25th percentile.
    pub lower_quartile: f64,
    /// The 75th percentile.
    pub upper_quartile: f64,
    /// The number of check-ins that it rests on; of an objective those of its parts.
    pub observations: usize,
    /// Where the width of the interval comes from: the constants that are shipped, or the misses of the organisation's own
    /// closed goals.
    pub basis: BasisView,
    /// The forecast in a sentence.
    pub words: String,
}

/// Where the width of an interval comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BasisView {
    /// From the organisation's own closed goals.
    OwnClosedGoals,
    /// From shipped constants.
    Shipped,
}

impl BasisView {
    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnClosedGoals => "own-closed-goals",
            Self::Shipped => "shipped",
        }
    }
}

impl ForecastView {
    /// A goal's forecast, if it has one.
    #[must_use]
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        snapshot.forecast(ix).map(|forecast| Self::new(snapshot, ix, forecast))
    }

    fn new(snapshot: &Facts<'_>, ix: GoalIx, forecast: &Forecast) -> Self {
        let quantiles = &forecast.quantiles;
        Self {
            median: quantiles.median(),
            low: quantiles.low(),
            high: quantiles.high(),
            probability: forecast.probability,
            by_numbers: forecast.by_numbers,
            confidence: forecast.confidence,
            weight_of_numbers: forecast.gone,
            bar: forecast.bar,
            lower_quartile: quantiles.lower(),
            upper_quartile: quantiles.upper(),
            observations: forecast.observations,
            basis: if forecast.is_own { BasisView::OwnClosedGoals } else { BasisView::Shipped },
            words: forecast_words(snapshot, ix, forecast),
        }
    }
}

/// A forecast in a sentence: where the goal is likely to end, and the chance of reaching its target.
fn forecast_words(snapshot: &Facts<'_>, ix: GoalIx, forecast: &Forecast) -> String {
    let goal = snapshot.goal(ix);
    let (low, high) = (percent(forecast.quantiles.low()), percent(forecast.quantiles.high()));
    let end =
        if low == high { format!("likely to end at {low}") } else { format!("likely to end between {low} and {high}") };
    let reach = match measure_of(goal) {
        Measure::Keep(_) => format!("to stay within its bounds on {} of the days", percent(forecast.bar)),
        _ if forecast.bar < 1.0 || goal.kind == Kind::Objective => format!("to reach {}", percent(forecast.bar)),
        _ => "to reach the target".to_owned(),
    };
    let numbers = chance(forecast.by_numbers);
    let chances = if let Some(stated) = forecast.confidence {
        let whose = goal.owner.as_deref().map_or_else(|| "the stated".to_owned(), |owner| format!("{owner}'s"));
        let mixed = chance(forecast.probability);
        format!("by the numbers {numbers} {reach}, with {whose} {}: {mixed}", out_of_ten(stated))
    } else if chance(forecast.probability) == numbers {
        format!("{numbers} {reach}")
    } else {
        let mixed = chance(forecast.probability);
        format!("by the numbers {numbers} {reach}, with the confidence stated for its key results {mixed}")
    };
    let behind = matches!(snapshot.numbers(ix).health, Health::AtRisk | Health::OffTrack);
    let likely = behind && forecast.probability >= LIKELY;
    format!("{}{end}; {chances}", if likely { "behind the plan, and likely to arrive: " } else { "" })
}

/// A stated confidence: `6 of 10`.
#[must_use]
pub fn out_of_ten(share: f64) -> String {
    format!("{} of 10", (share * 100.0).round() / 10.0)
}

/// A probability as a chance: `3 in 10`, `1 in 20`.
#[must_use]
pub fn chance(probability: f64) -> String {
    match probability {
        _ if probability < 0.03 => "1 in 50 or less".to_owned(),
        _ if probability < 0.075 => "1 in 20".to_owned(),
        _ if probability > 0.97 => "49 in 50 or more".to_owned(),
        _ if probability > 0.925 => "19 in 20".to_owned(),
        _ => format!("{} in 10", (probability * 10.0).round()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_said_as_people_say_them() {
        let said = [0.0, 0.05, 0.08, 0.31, 0.5, 0.92, 0.95, 1.0].map(chance);
        let wanted =
            ["1 in 50 or less", "1 in 20", "1 in 10", "3 in 10", "5 in 10", "9 in 10", "19 in 20", "49 in 50 or more"];
        assert_eq!(said, wanted);
        assert_eq!([out_of_ten(0.6), out_of_ten(0.65)], ["6 of 10", "6.5 of 10"]);
    }
}
