//! Goals that are on track by their plan and unlikely to arrive by their numbers.

use crate::analysis::numbers::health::{Health, ambition};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::forecast::Forecast;
use crate::analysis::trends::forecasts::{EARLY, Forecasts};
use crate::model::{GoalIx, Kind};

/// The chance under which a goal is unlikely to arrive.
const UNLIKELY: f64 = 1.0 / 3.0;

/// Whether a goal is on track by its plan and unlikely to arrive by its numbers alone: less than one chance in three at
/// each of the last two check-ins, both in the second half of its period.
///
/// An objective arrives where it would still be on track: that all its key results reach their targets is rare, and if that
/// counted, nearly every objective would be listed. Low confidence by itself says nothing here: if it did, everyone would
/// state a high one.
pub fn is_worth_a_look(snapshot: &Snapshot<'_>, forecasts: &Forecasts, ix: GoalIx) -> bool {
    let is_green = matches!(snapshot.numbers(ix).health, Health::OnTrack | Health::AchievedEarly);
    let Some(now) = forecasts.of(ix).filter(|_| is_green) else { return false };
    let goal = snapshot.goal(ix);
    let is_unlikely = |forecast: &Forecast| {
        let chance = match goal.kind {
            Kind::Objective => {
                let settings = snapshot.settings();
                forecast.quantiles.at_least(ambition(goal, settings) * settings.thresholds.on_track)
            }
            _ => forecast.by_numbers,
        };
        chance < UNLIKELY
    };
    let is_late = |day| goal.share_of_time(day).is_some_and(|share| share >= EARLY);
    is_unlikely(now)
        && forecasts.before_last(snapshot, ix).is_some_and(|(day, before)| is_late(day) && is_unlikely(&before))
}
