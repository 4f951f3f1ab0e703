//! Where a goal is likely to end, as numbers and in a sentence.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::forecast::CHECK_INS;
use crate::analysis::numbers::{Health, Measure, measure_of};
use crate::analysis::text::percent;
use crate::analysis::trends::Forecast;
use crate::model::{GoalIx, Kind};

/// The probability from which a goal that is behind is words to be likely to arrive.
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
    /// The weight of the numbers against the stated confidence: the share of the period that was over at the last check-in.
    /// Null where no confidence is mixed in.
    pub weight_of_numbers: Option<f64>,
    /// The progress that counts as reached: 1, for an aspirational goal `ambition`, for a measure to keep
    /// `thresholds.on_track`.
    pub bar: f64,
    /// The 25th percentile.
    pub lower_quartile: f64,
    /// The 75th percentile.
    pub upper_quartile: f64,
    /// The number of check-ins that it rests on; of an objective those of its parts.
    pub observations: usize,
    /// Whether no time is left after its last check-in, or for a measure to keep after today: it ends where it stands, and has
    /// reached `bar` or not.
    pub is_over: bool,
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
    pub fn word(self) -> &'static str {
        match self {
            Self::OwnClosedGoals => "own-closed-goals",
            Self::Shipped => "shipped",
        }
    }
}

impl ForecastView {
    /// A goal's forecast, if it has one.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        snapshot.forecast(ix).map(|forecast| Self::new(snapshot, ix, forecast))
    }

    /// The ends of its interval: `61 % to 84 %`.
    pub fn range(&self) -> String {
        let (low, high) = (percent(self.low), percent(self.high));
        if low == high { low } else { format!("{low} to {high}") }
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
            weight_of_numbers: forecast.confidence.map(|_| forecast.gone),
            bar: forecast.bar,
            lower_quartile: quantiles.lower(),
            upper_quartile: quantiles.upper(),
            observations: forecast.observations,
            is_over: forecast.is_over,
            basis: if forecast.is_own { BasisView::OwnClosedGoals } else { BasisView::Shipped },
            words: forecast_words(snapshot, ix, forecast),
        }
    }
}

/// Why a goal with so many check-ins has no forecast.
pub fn too_few_words(check_ins: usize) -> String {
    format!("too few check-ins ({check_ins}): {CHECK_INS} are needed from half of the period on")
}

/// A forecast in a sentence: where the goal is likely to end, and the chance of reaching its target.
fn forecast_words(snapshot: &Facts<'_>, ix: GoalIx, forecast: &Forecast) -> String {
    let goal = snapshot.goal(ix);
    let (low, high) = (percent(forecast.quantiles.low()), percent(forecast.quantiles.high()));
    let is_kept = matches!(measure_of(goal), Measure::Keep(_));
    let is_target = !is_kept && forecast.bar >= 1.0 && goal.kind != Kind::Objective;
    let bar = if is_target { "the target".to_owned() } else { percent(forecast.bar) };
    if forecast.is_over {
        let end = if is_kept { format!("within its bounds on {low} of the days") } else { format!("at {low}") };
        let reached = if forecast.by_numbers < 1.0 { "short of" } else { "at or above" };
        return format!("ends {end}, {reached} {bar}");
    }
    let end =
        if low == high { format!("likely to end at {low}") } else { format!("likely to end between {low} and {high}") };
    let reach =
        if is_kept { format!("to stay within its bounds on {bar} of the days") } else { format!("to reach {bar}") };
    if forecast.by_numbers <= 0.0 && forecast.probability <= 0.0 {
        // A part that is closed below its target keeps the whole below it.
        return format!("{end}; it can no longer {}", reach.trim_start_matches("to "));
    }
    let numbers = chance(forecast.by_numbers);
    let mixed = chance(forecast.probability);
    let chances = if let Some(stated) = forecast.confidence {
        let stated = out_of_ten(stated);
        let whose = match &goal.owner {
            Some(owner) => format!("{owner}'s {stated}"),
            None => format!("the stated confidence of {stated}"),
        };
        format!("by the numbers {numbers} {reach}, with {whose}: {mixed}")
    } else if mixed == numbers {
        format!("{numbers} {reach}")
    } else {
        format!("by the numbers {numbers} {reach}, with the confidence stated for its key results: {mixed}")
    };
    let behind = matches!(snapshot.numbers(ix).health, Health::AtRisk | Health::OffTrack);
    let likely = behind && forecast.probability >= LIKELY;
    format!("{}{end}; {chances}", if likely { "behind the plan, but likely to arrive: " } else { "" })
}

/// A stated confidence: `6 of 10`.
pub fn out_of_ten(share: f64) -> String {
    format!("{} of 10", (share * 100.0).round() / 10.0)
}

/// A probability as a chance: `3 in 10`, `1 in 20`. `0 in 10` and `10 in 10` are words of what is certain alone.
pub fn chance(probability: f64) -> String {
    match probability {
        _ if probability <= 0.0 => "0 in 10".to_owned(),
        _ if probability >= 1.0 => "10 in 10".to_owned(),
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
        let words = [0.0, 0.02, 0.05, 0.08, 0.31, 0.5, 0.92].map(chance);
        assert_eq!(words, ["0 in 10", "1 in 50 or less", "1 in 20", "1 in 10", "3 in 10", "5 in 10", "9 in 10"]);
        assert_eq!([0.95, 0.98, 1.0].map(chance), ["19 in 20", "49 in 50 or more", "10 in 10"]);
        assert_eq!([out_of_ten(0.6), out_of_ten(0.65)], ["6 of 10", "6.5 of 10"]);
    }
}
