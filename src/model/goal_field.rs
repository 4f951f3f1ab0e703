//! A top-level field of goal files: its kinds, its reader and its value. The fields themselves are in the table in
//! `field.rs`.

use std::ops::Deref;

#[cfg(test)]
use schemars::JsonSchema;
use serde_json::{Value, json};

#[cfg(test)]
use super::day::Day;
use super::field_row::FieldRow;
use super::form::Form;
#[cfg(test)]
use super::form::MakeSchema;
use super::goal::Goal;
use super::kind::Kind;
use super::lower::reader::FieldReader;
use super::lower::scalar::{day, texts};
use super::significance::Significance;
use crate::syntax::Decoder;

/// A top-level field of goal files.
#[derive(Debug)]
pub struct Field {
    /// Its row in the table.
    pub row: FieldRow,
    /// The kinds that have it.
    pub kinds: &'static [Kind],
    /// The kinds that must have it.
    pub required: &'static [Kind],
    /// Whether the model has a part for it.
    has_part: bool,
    place: GoalPart,
}

/// The part of a goal that holds a field.
#[derive(Debug)]
pub(super) struct GoalPart {
    /// Reads the field into a goal.
    pub(super) read: fn(&Field, &mut Goal, &mut FieldReader<'_, '_>),
    /// Returns the value of a goal's field.
    pub(super) value: fn(&Field, &Goal) -> Value,
    /// Whether two goals have the same value of it.
    pub(super) is_same: fn(&Field, &Goal, &Goal) -> bool,
    /// The schema of that value, without its description.
    #[cfg(test)]
    pub(super) answered: MakeSchema,
}

/// Name, form and table are those of the row.
impl Deref for Field {
    type Target = FieldRow;

    fn deref(&self) -> &FieldRow {
        &self.row
    }
}

impl Field {
    /// A field of some kinds, which a goal holds as plain data unless the model has a part for it.
    pub(super) const fn new(row: FieldRow, kinds: &'static [Kind]) -> Self {
        let place = GoalPart {
            read: read_plain,
            value: plain_value,
            is_same: has_same_value,
            #[cfg(test)]
            answered: plain_answer(row.form),
        };
        #[cfg(test)]
        let row = row.answered(place.answered);
        Self { row, kinds, required: &[], has_part: false, place }
    }

    /// Sets the kinds that must have it.
    pub(super) const fn required(self, required: &'static [Kind]) -> Self {
        Self { required, ..self }
    }

    /// Sets the part of the model for it.
    pub(super) const fn kept(self, place: GoalPart) -> Self {
        #[cfg(test)]
        let row = self.row.answered(place.answered);
        #[cfg(not(test))]
        let row = self.row;
        Self { row, has_part: true, place, ..self }
    }

    /// Its significance.
    pub fn significance(&self) -> Significance {
        self.row.significance.unwrap_or(Significance::Wording)
    }

    /// Whether the model has no part for it, because nothing is computed from it.
    pub fn is_plain(&self) -> bool {
        !self.has_part
    }

    /// Whether a kind has it.
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// A goal's value of it as plain data: null or an empty list if it is unset.
    pub fn value(&self, goal: &Goal) -> Value {
        (self.place.value)(self, goal)
    }

    /// Whether two goals have the same value of it.
    pub fn is_same(&self, one: &Goal, two: &Goal) -> bool {
        (self.place.is_same)(self, one, two)
    }

    /// Reads it into a goal.
    pub(super) fn read(&self, goal: &mut Goal, reader: &mut FieldReader<'_, '_>) {
        (self.place.read)(self, goal, reader);
    }
}

#[cfg(test)]
const fn plain_answer(form: Form) -> MakeSchema {
    match form {
        Form::Texts => Vec::<String>::json_schema,
        Form::Number => Option::<f64>::json_schema,
        Form::Day => Option::<Day>::json_schema,
        Form::YesNo => Option::<bool>::json_schema,
        _ => Option::<String>::json_schema,
    }
}

fn read_plain(field: &Field, goal: &mut Goal, reader: &mut FieldReader<'_, '_>) {
    let value = reader.take(|decoder, node| {
        Some(match field.form {
            Form::Texts => json!(texts(decoder, node)?),
            Form::Number => json!(decoder.number(node, |_| None)?),
            Form::Day => json!(day(decoder, node)?),
            Form::YesNo => json!(decoder.boolean(node)?),
            _ => json!(Decoder::text(decoder, node)?),
        })
    });
    if let Some(value) = value {
        goal.plain.add(field.name, value);
    }
}

/// Whether two goals have the same value of a field, by its plain data.
pub(super) fn has_same_value(field: &Field, one: &Goal, two: &Goal) -> bool {
    field.value(one) == field.value(two)
}

fn plain_value(field: &Field, goal: &Goal) -> Value {
    let empty = if field.form.is_list() { json!([]) } else { Value::Null };
    goal.plain.value(field.name).cloned().unwrap_or(empty)
}
