//! What may be written in a field of goal files, at its top or further in.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::schema::scalar::{Count, Day, Id, Text};

/// Makes the schema of a field's value.
pub(super) type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// What is written in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text; the id of a goal, a person or a team too.
    Text,
    /// A list of texts in any order.
    Texts,
    /// A list of texts whose order matters.
    Steps,
    /// The goal's own id.
    Id,
    /// A list of own ids.
    Ids,
    /// A number.
    Number,
    /// A whole number, 0 or more.
    Count,
    /// A value of a metric: a number, or a step of its scale.
    Value,
    /// A day.
    Day,
    /// A day, or true or false.
    Done,
    /// True or false.
    YesNo,
    /// One of a few words.
    Word,
    /// A period, by name or from day to day.
    Period,
    /// Fields of its own.
    Mapping,
    /// Numbers by names that are the author's own.
    Numbers,
    /// A list whose entries have fields of their own.
    Entries,
}

impl Form {
    /// Whether it is a single value, compared as a whole.
    #[must_use]
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Period | Self::Mapping | Self::Numbers | Self::Steps) && !self.is_list()
    }

    /// Whether it is a list in any order.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Ids | Self::Entries)
    }

    /// The schema of what is written, where the form says it.
    pub(super) const fn written(self) -> MakeSchema {
        match self {
            Self::Text | Self::Value => Text::json_schema,
            Self::Texts | Self::Steps => Vec::<Text>::json_schema,
            Self::Id => Id::json_schema,
            Self::Ids => Vec::<Id>::json_schema,
            Self::Number => f64::json_schema,
            Self::Count => Count::json_schema,
            Self::Day => Day::json_schema,
            Self::YesNo => bool::json_schema,
            // The table says which words, which fields.
            Self::Done | Self::Word | Self::Period | Self::Mapping | Self::Numbers | Self::Entries => {
                Value::json_schema
            }
        }
    }
}
