//! The plain fields of a goal: those from which nothing is computed, so that the model has no part for them.

use serde_json::Value;

/// The values of a goal's plain fields, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlainFields(Vec<(&'static str, Value)>);

impl PlainFields {
    /// Adds the value of a field.
    pub(super) fn add(&mut self, name: &'static str, value: Value) {
        self.0.push((name, value));
    }

    /// The value of a field, if it is set.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The text of a field.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The texts of a field that is a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.value(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}
