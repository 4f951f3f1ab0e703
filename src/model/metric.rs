//! Metrics: a measured quantity with its baseline, target or bounds.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::day::Day;
use super::field_row::field_table;
use super::form::Form;
use super::kind::Kind;
use super::lower::meaning::Holder;
use super::lower::number::value;
use super::lower::question::question;
use super::lower::scalar::{day, texts};
use super::origin::Origin;
use super::pulled::Pulled;
#[cfg(test)]
use super::schema::scalar::Unit;
use super::words::number::exact;
use crate::syntax::Decoder;

field_table! {
    /// What is measured, from where to where. A rubric's values are positions on its scale, from 0.
    #[serde(remote = "Self")]
    Metric(Default): "a metric", Holder::Metric, known by &[];
    /// What is measured: `checkout availability`.
    optional name: Option<String>, Text, Decoder::text, about Wording;
    /// The unit: `"%"` (in quotes), `days`, `EUR`, `ms`, `count`.
    optional unit: Option<String>, Text, Decoder::text, schema Unit;
    /// The id of the KPI that this metric is.
    ///
    /// `baseline` and `target` are then written here; `current` and `as_of` are kept in the KPI's file, and a check-in
    /// of this goal writes them there.
    optional kpi: Option<String>, Text, Decoder::text;
    /// The steps of a rubric, lowest first, for goals without a number: `[none, piloted, adopted, habitual]`.
    ///
    /// `baseline`, `target` and `current` then name steps.
    optional scale: Box<[String]>, Steps, texts;
    /// The value at the start of the period, from which progress is counted.
    ///
    /// A change after the period has started is a moved goalpost.
    optional baseline: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale), schema f64;
    /// The value to reach by the end, above or below the baseline.
    ///
    /// A change after the period has started is a moved goalpost.
    optional target: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale), schema f64;
    /// The lowest allowed value (inclusive), for a value to keep instead of one to reach.
    optional at_least: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale), schema f64;
    /// The highest allowed value (inclusive), for a value to keep instead of one to reach.
    optional at_most: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale), schema f64;
    /// A value beyond the target; it is shown but does not count.
    optional stretch: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale),
        about Wording, schema f64;
    /// The latest value. A check-in changes it and `as_of`.
    optional current: Option<f64>, Value, |decoder, node| value(decoder, node, unit.as_deref(), &scale),
        about Progress, schema f64;
    /// The day for which `current` is true, as `YYYY-MM-DD`.
    optional as_of: Option<Day>, Day, day, about Progress;
    /// Where the value comes from by itself: a source of goalpost.yaml, and what it is asked.
    ///
    /// `goalpost pull` asks it and writes `current`, `as_of` and `pulled`. A change after the period has started is a
    /// moved goalpost.
    optional from: Option<Box<Origin>>, Mapping, |decoder, node| question(decoder, node).map(Box::new), table &Origin::TABLE;
    /// The day until which a typed value holds against the source, as `YYYY-MM-DD`. Default: one cadence from its day.
    optional hold_until: Option<Day>, Day, day, about Progress;
    /// The last value that `goalpost pull` wrote, and its day.
    optional pulled: Option<Box<Pulled>>, Mapping, |decoder, node| Pulled::read(decoder, node).map(Box::new),
        about Progress, table &Pulled::TABLE;
    /// The source of the value: a URL or a short description.
    optional source: Option<String>, Text, Decoder::text, about Wording;
    // A field that only the tests have: what a table alone does for a field of a mapping is tried with it.
    /// What is poured while it is read off.
    #[cfg(test)]
    optional milk: Option<String>, Text, Decoder::text, about Wording;
}

/// Serializes it as written.
impl Serialize for Metric {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Self::TABLE.rows.iter().map(|row| (row.name, self.field(row.name))))
    }
}

/// The shape of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A value to move from a baseline to a target, up or down.
    Reach,
    /// A value to keep within bounds on every day.
    Keep,
    /// A step of a scale to reach.
    Rubric,
}

impl Metric {
    /// Its shape.
    pub fn shape(&self) -> Shape {
        if !self.scale.is_empty() {
            Shape::Rubric
        } else if self.at_least.is_some() || self.at_most.is_some() {
            Shape::Keep
        } else {
            Shape::Reach
        }
    }

    /// The KPI that it is, among goals that `find` gives by their ids; a goal of another kind is none.
    pub fn kpi_among<T>(&self, find: impl FnOnce(&str) -> Option<T>, kind: impl FnOnce(&T) -> Kind) -> Option<T> {
        let goal = find(self.kpi.as_deref()?)?;
        (kind(&goal) == Kind::Kpi).then_some(goal)
    }

    /// A field as written; null if it is unset or no field of a metric.
    pub fn field(&self, name: &str) -> Value {
        let value = self.value_of(name);
        match Self::TABLE.rows.iter().find(|row| row.name == name) {
            Some(row) if row.form == Form::Value => self.written(value.as_f64()),
            _ => value,
        }
    }

    /// A value as written: a rubric's step by its name.
    pub fn written(&self, value: Option<f64>) -> Value {
        match value {
            Some(value) if !self.scale.is_empty() => json!(self.say(value)),
            value => json!(value),
        }
    }

    /// Whether a value lies within the bounds, which are inclusive.
    pub fn holds(&self, value: f64) -> bool {
        self.at_least.is_none_or(|least| value >= least) && self.at_most.is_none_or(|most| value <= most)
    }

    /// The place of a step of the rubric by its name, in any case; none if the rubric has no such step.
    pub fn place_of_step(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.scale.iter().position(|step| step.to_lowercase() == name)
    }

    /// Formats a value: as a step of the rubric, or as a number with its unit.
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
