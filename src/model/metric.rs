//! Metrics: what is measured, from where to where.

use super::day::Day;
use super::words::number::exact;

/// What a key result or a KPI measures. A rubric's values are positions on its scale, from 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metric {
    /// What is measured.
    pub name: Option<String>,
    /// In what it is measured.
    pub unit: Option<String>,
    /// The id of the KPI that this metric is; its `current` and `as_of` live in the KPI's file.
    pub kpi: Option<String>,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// The value not to fall below.
    pub at_least: Option<f64>,
    /// The value not to rise above.
    pub at_most: Option<f64>,
    /// The steps of a rubric, lowest first.
    pub scale: Vec<String>,
    /// More than the target; shown only.
    pub stretch: Option<f64>,
    /// The latest value.
    pub current: Option<f64>,
    /// The day for which the latest value is true.
    pub as_of: Option<Day>,
    /// Where the value comes from.
    pub source: Option<String>,
}

/// How a metric is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// From a baseline to a target, up or down.
    Reach,
    /// Inside bounds, day by day.
    Keep,
    /// Up the steps of a scale.
    Rubric,
}

impl Metric {
    /// How it is to be read.
    #[must_use]
    pub fn shape(&self) -> Shape {
        if !self.scale.is_empty() {
            Shape::Rubric
        } else if self.at_least.is_some() || self.at_most.is_some() {
            Shape::Keep
        } else {
            Shape::Reach
        }
    }

    /// Whether a value lies inside the bounds; bounds are inclusive.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.at_least.is_none_or(|least| value >= least) && self.at_most.is_none_or(|most| value <= most)
    }

    /// A value in the words of the metric: a rubric's step, or the number with its unit.
    #[must_use]
    pub fn say(&self, value: f64) -> String {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "rubric values are small positions"
        )]
        if let Some(step) = self.scale.get(value as usize) {
            return step.clone();
        }
        match self.unit.as_deref() {
            Some(unit) => format!("{} {unit}", exact(value)),
            None => exact(value),
        }
    }
}
