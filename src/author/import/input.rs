//! What was read of an input: rows on their way to goals, and rows that could not be taken.

use serde_json::{Map, Value};

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the input, from 1.
    pub line: u64,
    /// The goal that it names, if it names one.
    pub goal: Option<String>,
    /// Why.
    pub reason: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// A row of input on its way to a goal.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct InputRow {
    pub(super) line: u64,
    /// The place it had, if it says one.
    pub(super) path: Option<String>,
    /// The fields of a goal file, by their names there.
    pub(super) fields: Map<String, Value>,
}

/// What was read of an input, before it is made to fit.
#[derive(Debug, Default)]
pub(super) struct Input {
    pub(super) files: Vec<(u64, String, String)>,
    pub(super) rows: Vec<InputRow>,
    pub(super) refused: Vec<Refused>,
    pub(super) notes: Vec<String>,
    /// Whether people, teams and goals may be named in other ways than by their ids.
    pub(super) foreign: bool,
}

/// A field of a row that is a text.
pub(super) fn text_of<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Value::as_str)
}
