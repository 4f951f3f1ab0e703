//! What a goal says in the fields that have no part in the model: nothing is computed from them, and the table of fields
//! says all there is to say of them.

use serde_json::Value;

/// What a goal says in its plain fields, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlainFields(Vec<(&'static str, Value)>);

impl PlainFields {
    /// Adds what some fields say.
    pub(super) fn extend(&mut self, fields: impl IntoIterator<Item = (&'static str, Value)>) {
        self.0.extend(fields);
    }

    /// What a field says, if it says something.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name)?.as_str()
    }

    /// The texts of a field that is a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.value(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}
