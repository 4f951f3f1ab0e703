//! A goal whose progress or health a change alters.

use serde::Serialize;

use crate::analysis::diff::Impact;
use crate::analysis::facts::Facts;
use crate::model::Kind;
use crate::view::forecast::{ForecastView, chance};
use crate::view::standing::{CountedView, judged_words, measured_parts};

/// A goal whose numbers change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ImpactView {
    /// Its id.
    pub goal: String,
    /// Its progress before, 0 to 1.
    pub progress_before: Option<f64>,
    /// Its progress after.
    pub progress_after: Option<f64>,
    /// Its health before.
    pub health_before: String,
    /// Its health after.
    pub health_after: String,
    /// The measured share of the goal before, 0 to 1.
    pub coverage_before: Option<f64>,
    /// The measured share after.
    pub coverage_after: Option<f64>,
    /// How many of its own parts are measured before; null for a goal with a measure of its own.
    pub counted_before: Option<CountedView>,
    /// How many after.
    pub counted_after: Option<CountedView>,
    /// Where it was likely to end before; null where that is not known.
    pub forecast_before: Option<ForecastView>,
    /// Where it is likely to end after.
    pub forecast_after: Option<ForecastView>,
    /// Its health before in words, with the number of measured parts where too few are.
    #[serde(skip)]
    pub standing_before: String,
    /// Its health after in words.
    #[serde(skip)]
    pub standing_after: String,
    /// `from 1 of 6`: the measured parts of its progress after, where they are too few.
    #[serde(skip)]
    pub measured_parts: Option<String>,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Option<String>,
    /// The rank of its level, for sorting: 0 is the highest.
    #[serde(skip)]
    pub height: (usize, bool),
}

impl ImpactView {
    pub(super) fn new(impact: Impact, before: &Facts<'_>, after: &Facts<'_>) -> Self {
        let (old, new) = (before.numbers(impact.before), after.numbers(impact.after));
        let goal = after.goal(impact.after);
        let rank = goal.level.as_deref().and_then(|level| after.settings().rank(level)).unwrap_or(usize::MAX);
        Self {
            goal: goal.id.clone(),
            progress_before: old.progress,
            progress_after: new.progress,
            health_before: old.health.word().to_owned(),
            health_after: new.health.word().to_owned(),
            coverage_before: old.coverage,
            coverage_after: new.coverage,
            counted_before: old.counted.map(CountedView::from),
            counted_after: new.counted.map(CountedView::from),
            forecast_before: ForecastView::of(before, impact.before),
            forecast_after: ForecastView::of(after, impact.after),
            standing_before: judged_words(before, impact.before),
            standing_after: judged_words(after, impact.after),
            measured_parts: measured_parts(new),
            title: goal.title.clone(),
            level: goal.level.clone(),
            height: (rank, goal.kind != Kind::Objective),
        }
    }

    /// How its chance to arrive changes: `3 in 10 → 1 in 10 to arrive`. None where it does not.
    pub fn chances(&self) -> Option<String> {
        let chances =
            [&self.forecast_before, &self.forecast_after].map(|it| it.as_ref().map(|it| chance(it.probability)));
        let [Some(before), Some(after)] = chances else { return None };
        (before != after).then(|| format!("{before} → {after} to arrive"))
    }

    /// Whether it is progress that changes, and not health alone.
    pub fn progress_changes(&self) -> bool {
        match (self.progress_before, self.progress_after) {
            (Some(before), Some(after)) => (before - after).abs() > 1e-9,
            (before, after) => before.is_some() != after.is_some(),
        }
    }
}
