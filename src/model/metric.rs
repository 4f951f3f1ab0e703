//! Metrics: what is measured, from where to where.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::day::Day;
use super::words::number::exact;

/// What a key result or a KPI measures. A rubric's values are positions on its scale, from 0.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
pub struct Metric {
    /// What is measured.
    pub name: Option<String>,
    /// In what it is measured.
    pub unit: Option<String>,
    /// The id of the KPI that this metric is; its `current` and `as_of` live in the KPI's file.
    pub kpi: Option<String>,
    /// The value at the start.
    #[schemars(with = "Option<NumberOrStep>")]
    pub baseline: Option<f64>,
    /// The value to reach.
    #[schemars(with = "Option<NumberOrStep>")]
    pub target: Option<f64>,
    /// The value not to fall below.
    #[schemars(with = "Option<NumberOrStep>")]
    pub at_least: Option<f64>,
    /// The value not to rise above.
    #[schemars(with = "Option<NumberOrStep>")]
    pub at_most: Option<f64>,
    /// The steps of a rubric, lowest first.
    pub scale: Vec<String>,
    /// More than the target; shown only.
    #[schemars(with = "Option<NumberOrStep>")]
    pub stretch: Option<f64>,
    /// The latest value.
    #[schemars(with = "Option<NumberOrStep>")]
    pub current: Option<f64>,
    /// The day for which the latest value is true.
    #[schemars(with = "Option<Day>")]
    pub as_of: Option<Day>,
    /// Where the value comes from.
    pub source: Option<String>,
}

/// A metric's value as it is written.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum NumberOrStep {
    /// A number.
    Number(f64),
    /// A step of its scale.
    Step(String),
}

/// As it is written: a rubric's values by the names of its steps.
impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields())
    }
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

    /// A field as it is written; null where it says nothing or is no field of a metric.
    #[must_use]
    pub fn field(&self, name: &str) -> Value {
        self.fields().into_iter().find(|(known, _)| *known == name).map_or(Value::Null, |(_, value)| value)
    }

    /// Its fields as they are written.
    fn fields(&self) -> [(&'static str, Value); 12] {
        [
            ("name", json!(self.name)),
            ("unit", json!(self.unit)),
            ("kpi", json!(self.kpi)),
            ("scale", json!(self.scale)),
            ("baseline", self.written(self.baseline)),
            ("target", self.written(self.target)),
            ("at_least", self.written(self.at_least)),
            ("at_most", self.written(self.at_most)),
            ("stretch", self.written(self.stretch)),
            ("current", self.written(self.current)),
            ("as_of", json!(self.as_of)),
            ("source", json!(self.source)),
        ]
    }

    /// A value as it is written: a rubric's step by its name.
    #[must_use]
    pub fn written(&self, value: Option<f64>) -> Value {
        match value {
            Some(value) if !self.scale.is_empty() => json!(self.say(value)),
            value => json!(value),
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
