//! Numbers over time: past progress, series, best paces, forecasts, grades, and the derivation of a number.

pub(super) mod best_paces;
pub(super) mod calibration;
pub(super) mod derivation;
pub(super) mod forecast;
pub(super) mod forecasts;
pub(super) mod grading;
pub(super) mod origin;
pub(super) mod past_progress;
pub(super) mod progress_series;
pub(super) mod worth_a_look;

pub use best_paces::BestPaces;
pub use calibration::{Calibration, ConfidenceScore, CutScore, ForecastScore, ReplayedGoal, closed_goals};
pub use derivation::{Derivation, ObjectiveSum};
pub use forecast::{Forecast, Method, ObjectivePart, PartSource};
pub use forecasts::is_closed_lately;
pub use grading::{
    Final, FinalProgress, contradicted_by, contradicted_threshold, is_partly_achieved, is_same_grade, kept,
    lacks_retrospective, owes_retrospective, reaches,
};
pub use origin::{Origin, Origins, ValueHolder};
pub use past_progress::PastProgress;
pub use progress_series::{ProgressSeries, SeriesPoint};
pub use worth_a_look::is_worth_a_look;
