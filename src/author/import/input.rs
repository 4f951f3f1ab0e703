//! The rows of an input: those that are converted to goals, and those that are rejected.

use serde_json::{Map, Value};

use crate::author::unfit::Unfit;
use crate::model::{Period, parse_day};

/// A row that was rejected, or a cell of a row that was taken without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The line in the input, from 1.
    pub line: u64,
    /// The goal that the row names.
    pub goal: Option<String>,
    /// The column whose cell was left out; none if the whole row was rejected.
    pub column: Option<&'static str>,
    /// The reason.
    pub reason: String,
    /// What the user can do about it.
    pub help: Option<String>,
}

impl Refused {
    /// A row that was rejected whole.
    pub(super) fn row(line: u64, goal: Option<String>, wrong: Unfit) -> Self {
        Self { line, goal, column: None, reason: wrong.message, help: Some(wrong.help) }
    }

    /// A cell that was left out.
    pub(super) fn cell(line: u64, goal: Option<String>, column: &'static str, wrong: Unfit) -> Self {
        Self { column: Some(column), ..Self::row(line, goal, wrong) }
    }
}

/// A row that is converted to a goal.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct InputRow {
    pub(super) line: u64,
    /// The path that the goal had, if the row has one.
    pub(super) path: Option<String>,
    /// The name by which other rows refer to it, where they have no other.
    pub(super) key: Option<String>,
    /// The cell that names the goals above.
    pub(super) parent: Option<String>,
    /// Whether other rows are on its line, as in the JSON that services answer with: then its title names it.
    pub(super) shares_line: bool,
    /// The fields by their names in goal files.
    pub(super) fields: Map<String, Value>,
}

impl InputRow {
    /// Where it is, for a note: `line 3`, or its title where the line has others.
    pub(super) fn place(&self) -> String {
        match text_of(&self.fields, "title").filter(|_| self.shares_line) {
            Some(title) => format!("`{title}`"),
            None => format!("line {}", self.line),
        }
    }

    /// Its period, if it has one that can be read. `fiscal_start` is the first month of the fiscal year, 1 to 12.
    pub(super) fn period(&self, fiscal_start: u8) -> Option<Period> {
        match self.fields.get("period")? {
            Value::String(name) => Period::parse(name, fiscal_start).ok(),
            Value::Object(days) => {
                let day = |name| days.get(name).and_then(Value::as_str).and_then(parse_day);
                day("start").zip(day("end")).and_then(|(start, end)| Period::exact(start, end))
            }
            _ => None,
        }
    }
}

/// The rows of an input before they are adapted to the workspace.
#[derive(Debug, Default)]
pub(super) struct Input {
    pub(super) files: Vec<(u64, String, String)>,
    pub(super) rows: Vec<InputRow>,
    pub(super) refused: Vec<Refused>,
    pub(super) notes: Vec<String>,
    /// Whether people, teams and goals may be named by other names than their ids.
    pub(super) foreign: bool,
}

/// Returns a field of a row that is a text.
pub(super) fn text_of<'f>(fields: &'f Map<String, Value>, name: &str) -> Option<&'f str> {
    fields.get(name).and_then(Value::as_str)
}
