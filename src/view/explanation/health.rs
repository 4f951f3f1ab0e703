//! How a goal's health was judged: progress compared with the plan, or another reason.

use serde::Serialize;

use super::input::{InputPlaces, InputView, PlaceView};
use crate::analysis::numbers::{HealthReason, Judgement, Measure, measure_of};
use crate::model::{Commitment, Day, GoalIx};
use crate::view::standing::judged_words;

/// A goal's health.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HealthView {
    /// `draft`, `not-started`, `no-data`, `achieved-early`, `on-track`, `at-risk`, `off-track`, `achieved`, `missed` or
    /// `dropped`.
    pub value: String,
    /// The health in words, with the number of measured parts where too few are.
    pub words: String,
    /// How the health was judged.
    pub how: HealthHow,
}

/// How a health was judged.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum HealthHow {
    /// Progress was compared with a share of the expected progress.
    Plan {
        /// The progress.
        progress: f64,
        /// The expected progress; null without a plan.
        expected: Option<f64>,
        /// The share of its target a goal is expected to reach: the `ambition` setting for an aspirational goal, else 1.
        ambition: InputView,
        /// `committed` or `aspirational`, as the goal says.
        commitment: String,
        /// Where it is written; null where it is committed by default.
        commitment_place: Option<PlaceView>,
        /// The part from which it is on track.
        on_track: InputView,
        /// The part from which it is at risk.
        at_risk: InputView,
        /// Progress from which it is on track: part × ambition × expected.
        on_track_from: f64,
        /// Progress from which it is at risk.
        at_risk_from: f64,
        /// Whether the goal is only at risk instead of off track because it is in the first tenth of its period.
        spared: bool,
    },
    /// A KPI's value was compared with its bounds.
    Bounds {
        /// The value.
        current: Option<InputView>,
        /// The lower bound.
        at_least: Option<InputView>,
        /// The upper bound.
        at_most: Option<InputView>,
    },
    /// The goal's `state` gives the health.
    State {
        /// The state.
        state: String,
        /// Where it was written.
        place: Option<PlaceView>,
    },
    /// The goal starts on a later day.
    NotBegun {
        /// The day.
        start: Option<Day>,
        /// Where it was written.
        place: Option<PlaceView>,
    },
    /// The progress is unknown.
    NoProgress,
    /// The goal has neither a period nor a deadline that can be read, so nothing is known to be expected today.
    NoPlan,
    /// Too little is measured to call the goal on track.
    TooLittleMeasured {
        /// The measured share of the goal, 0 to 1.
        coverage: Option<f64>,
    },
    /// Progress reached 1 before the end.
    Done {
        /// The last day.
        end: Option<Day>,
    },
}

impl HealthView {
    pub(super) fn new(places: &InputPlaces<'_, '_>, ix: GoalIx, judgement: Judgement) -> Self {
        let goal = places.snapshot.goal(ix);
        let numbers = places.snapshot.numbers(ix);
        let settings = places.snapshot.settings();
        let how = match judgement.because {
            HealthReason::Plan(comparison) => {
                let aspirational = goal.commitment == Some(Commitment::Aspirational);
                let stretch = aspirational && !matches!(measure_of(goal), Measure::Keep(_));
                let ambition = InputView { value: comparison.ambition, in_words: None, place: None, commit: None };
                let ambition = if stretch { places.setting("ambition", comparison.ambition) } else { ambition };
                HealthHow::Plan {
                    progress: numbers.progress.unwrap_or(0.0),
                    expected: numbers.expected,
                    ambition,
                    commitment: if aspirational { "aspirational" } else { "committed" }.to_owned(),
                    commitment_place: places.of(ix, "commitment"),
                    on_track: places.setting("thresholds.on_track", settings.thresholds.on_track),
                    at_risk: places.setting("thresholds.at_risk", settings.thresholds.at_risk),
                    on_track_from: comparison.on_track,
                    at_risk_from: comparison.at_risk,
                    spared: comparison.spared,
                }
            }
            HealthReason::Bounds => {
                let metric = goal.metric.as_ref();
                let value = |route, value: Option<f64>| value.map(|value| places.value(ix, route, value));
                HealthHow::Bounds {
                    current: value("metric.current", metric.and_then(|it| it.current)),
                    at_least: value("metric.at_least", metric.and_then(|it| it.at_least)),
                    at_most: value("metric.at_most", metric.and_then(|it| it.at_most)),
                }
            }
            HealthReason::State => {
                HealthHow::State { state: goal.state.word().to_owned(), place: places.of(ix, "state") }
            }
            HealthReason::NotBegun => HealthHow::NotBegun { start: goal.start(), place: places.of(ix, "period") },
            HealthReason::NoProgress => HealthHow::NoProgress,
            HealthReason::NoPlan => HealthHow::NoPlan,
            HealthReason::TooLittleMeasured => HealthHow::TooLittleMeasured { coverage: numbers.coverage },
            HealthReason::Done => HealthHow::Done { end: goal.end() },
        };
        let value = judgement.health.word();
        Self { value: value.to_owned(), words: judged_words(places.snapshot, ix), how }
    }
}
