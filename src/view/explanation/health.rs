//! How a goal stands: its progress held against the plan, or why it was not.

use schemars::JsonSchema;
use serde::Serialize;

use super::input::{InputPlaces, InputView, PlaceView};
use crate::analysis::numbers::{Because, Judgement, Measure, measure_of};
use crate::model::{Commitment, Day, GoalIx};
use crate::view::standing::{basis, health_words};

/// How a goal stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HealthView {
    /// `draft`, `not-started`, `no-data`, `achieved-early`, `on-track`, `at-risk`, `off-track`, `achieved`, `missed` or
    /// `dropped`.
    pub value: String,
    /// It in words, with what it rests on where that is little.
    pub words: String,
    /// How it came about.
    pub how: HealthHow,
}

/// How a health came about.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum HealthHow {
    /// Progress was held against a part of what the plan asks for.
    Plan {
        /// The progress.
        progress: f64,
        /// What the plan asks for; null without a plan, and then nothing is asked.
        expected: Option<f64>,
        /// What the goal is expected to reach of its target: the ambition of the settings for a stretch, else 1.
        ambition: InputView,
        /// `committed` or `aspirational`, as the goal says.
        commitment: String,
        /// Where it says so; null where nobody wrote it, and it is committed by default.
        commitment_place: Option<PlaceView>,
        /// The part from which it is on track.
        on_track: InputView,
        /// The part from which it is at risk.
        at_risk: InputView,
        /// Progress from which it is on track: part × ambition × expected.
        on_track_from: f64,
        /// Progress from which it is at risk.
        at_risk_from: f64,
        /// Whether it would be off track, were it not for the first tenth of its time.
        spared: bool,
    },
    /// A KPI's value was held against its bounds.
    Bounds {
        /// The value.
        current: Option<InputView>,
        /// The lower bound.
        at_least: Option<InputView>,
        /// The upper bound.
        at_most: Option<InputView>,
    },
    /// The goal's `state` says so.
    State {
        /// The state.
        state: String,
        /// Where it was written.
        place: Option<PlaceView>,
    },
    /// The goal begins on a later day.
    NotBegun {
        /// The day.
        start: Option<Day>,
        /// Where it was written.
        place: Option<PlaceView>,
    },
    /// The progress is unknown.
    NoProgress,
    /// It would stand well by the little of it that is measured.
    TooLittleMeasured {
        /// How much of it is measured, 0 to 1.
        coverage: Option<f64>,
    },
    /// All is done before the end.
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
            Because::Plan(comparison) => {
                let aspirational = goal.commitment == Some(Commitment::Aspirational);
                let stretch = aspirational && !matches!(measure_of(goal), Measure::Keep(_));
                let ambition = InputView { value: comparison.ambition, said: None, place: None, commit: None };
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
            Because::Bounds => {
                let metric = goal.metric.as_ref();
                let value = |route, value: Option<f64>| value.map(|value| places.value(ix, route, value));
                HealthHow::Bounds {
                    current: value("metric.current", metric.and_then(|it| it.current)),
                    at_least: value("metric.at_least", metric.and_then(|it| it.at_least)),
                    at_most: value("metric.at_most", metric.and_then(|it| it.at_most)),
                }
            }
            Because::State => HealthHow::State { state: goal.state.word().to_owned(), place: places.of(ix, "state") },
            Because::NotBegun => HealthHow::NotBegun { start: goal.start(), place: places.of(ix, "period") },
            Because::NoProgress => HealthHow::NoProgress,
            Because::TooLittleMeasured => HealthHow::TooLittleMeasured { coverage: numbers.coverage },
            Because::Done => HealthHow::Done { end: goal.end() },
        };
        let value = judgement.health.word();
        let words = basis(numbers).unwrap_or_else(|| health_words(value).to_owned());
        Self { value: value.to_owned(), words, how }
    }
}
