//! What a field of goal files is: which kinds have it, what is written in it, how it is read, and what a goal says in it.
//! The fields themselves stand in the table, in `field.rs`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::day::Day;
use super::goal::Goal;
use super::kind::Kind;
use super::lower::parts::texts;
use super::lower::reader::FieldReader;
use super::lower::scalar::day;
use super::schema::scalar::{Count, Day as DayText, Id, PeriodSchema, Text};
use super::significance::Significance;
use crate::syntax::Decoder;

/// Makes the schema of a field's value.
type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// A field of goal files.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The kinds that have it.
    pub kinds: &'static [Kind],
    /// The kinds that must have it.
    pub required: &'static [Kind],
    /// What is written in it.
    pub form: Form,
    /// What it is about.
    pub significance: Significance,
    /// What it is, for editors and readers: the lines of a doc comment.
    pub about: &'static str,
    /// The schema of what is written, without its description.
    written: MakeSchema,
    /// Whether the model has a part for it.
    has_part: bool,
    place: GoalPart,
}

/// Where a goal keeps what a field says.
#[derive(Debug)]
pub(super) struct GoalPart {
    /// Reads the field into a goal.
    pub(super) read: fn(&Field, &mut Goal, &mut FieldReader<'_, '_>),
    /// What a goal says in it.
    pub(super) value: fn(&Field, &Goal) -> Value,
    /// The schema of that value, without its description.
    pub(super) answered: MakeSchema,
}

/// What is written in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text; the id of a goal, a person or a team too.
    Text,
    /// A list of texts.
    Texts,
    /// The goal's own id.
    Id,
    /// A list of own ids.
    Ids,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Count,
    /// A day.
    Day,
    /// True or false.
    YesNo,
    /// One of a few words.
    Word,
    /// A period, by name or from day to day.
    Period,
    /// Fields of its own.
    Mapping,
    /// A list whose entries have fields of their own.
    Entries,
}

impl Form {
    /// Whether it is a single value, compared as a whole.
    #[must_use]
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Period | Self::Mapping) && !self.is_list()
    }

    /// Whether it is a list.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Ids | Self::Entries)
    }

    const fn written(self) -> MakeSchema {
        match self {
            Self::Text => Text::json_schema,
            Self::Texts => Vec::<Text>::json_schema,
            Self::Id => Id::json_schema,
            Self::Ids => Vec::<Id>::json_schema,
            Self::Number => f64::json_schema,
            Self::Count => Count::json_schema,
            Self::Day => DayText::json_schema,
            Self::YesNo => bool::json_schema,
            Self::Period => PeriodSchema::json_schema,
            // The table says which words, which fields.
            Self::Word | Self::Mapping | Self::Entries => Value::json_schema,
        }
    }

    const fn answered(self) -> MakeSchema {
        match self {
            Self::Texts => Vec::<String>::json_schema,
            Self::Number => Option::<f64>::json_schema,
            Self::Day => Option::<Day>::json_schema,
            Self::YesNo => Option::<bool>::json_schema,
            _ => Option::<String>::json_schema,
        }
    }
}

impl Field {
    /// A field without a part in the model, of one of the simple forms: the goal keeps what is written as plain data.
    pub(super) const fn plain(name: &'static str, form: Form, kinds: &'static [Kind], about: &'static str) -> Self {
        Self {
            name,
            kinds,
            required: &[],
            form,
            significance: Significance::Wording,
            about,
            written: form.written(),
            has_part: false,
            place: GoalPart { read: read_plain, value: plain_value, answered: form.answered() },
        }
    }

    /// What it is about.
    pub(super) const fn about(self, significance: Significance) -> Self {
        Self { significance, ..self }
    }

    /// Some kinds must have it.
    pub(super) const fn required(self, required: &'static [Kind]) -> Self {
        Self { required, ..self }
    }

    /// What is written in it has another schema than its form.
    pub(super) const fn written(self, written: MakeSchema) -> Self {
        Self { written, ..self }
    }

    /// The model has a part for it.
    pub(super) const fn kept(self, place: GoalPart) -> Self {
        Self { has_part: true, place, ..self }
    }

    /// Whether the model has no part for it: nothing is computed from it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.has_part
    }

    /// Whether a kind has it.
    #[must_use]
    pub fn fits(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// What a goal says in it, as plain data: null where it says nothing, or an empty list.
    #[must_use]
    pub fn value(&self, goal: &Goal) -> Value {
        (self.place.value)(self, goal)
    }

    /// Reads it into a goal.
    pub(super) fn read(&self, goal: &mut Goal, reader: &mut FieldReader<'_, '_>) {
        (self.place.read)(self, goal, reader);
    }

    /// The schema of what is written in it.
    pub(super) fn written_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        self.described((self.written)(generator))
    }

    /// The schema of its value in an answer.
    fn answered_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        self.described((self.place.answered)(generator))
    }

    fn described(&self, mut schema: Schema) -> Schema {
        schema.insert("description".to_owned(), self.about.trim().replace("\n ", "\n").into());
        schema
    }
}

/// The schema of what a goal says in some fields, in an answer.
pub fn answered_fields<'f>(generator: &mut SchemaGenerator, fields: impl IntoIterator<Item = &'f Field>) -> Schema {
    let property = |field: &Field| (field.name.to_owned(), field.answered_schema(generator).to_value());
    let properties: Map<String, Value> = fields.into_iter().map(property).collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    json_schema!({"type": "object", "properties": properties, "required": required})
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
    goal.plain.extend(value.map(|value| (field.name, value)));
}

fn plain_value(field: &Field, goal: &Goal) -> Value {
    let empty = if field.form.is_list() { json!([]) } else { Value::Null };
    goal.plain.value(field.name).cloned().unwrap_or(empty)
}
