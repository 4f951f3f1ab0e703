//! The forms of values in fields of goal files.

#[cfg(test)]
use schemars::{JsonSchema, Schema, SchemaGenerator};
#[cfg(test)]
use serde_json::Value;

#[cfg(test)]
use super::schema::scalar::{Count, Day, Id, Text};

/// Makes the schema of a field's value.
#[cfg(test)]
pub(super) type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// The form of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text, or the id of a goal, a person or a team.
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
    /// A mapping with fields of its own.
    Mapping,
    /// Numbers by names that the author chooses.
    Numbers,
    /// A list whose entries have fields of their own.
    Entries,
}

impl Form {
    /// Whether it is a single value that is compared as a whole.
    pub fn is_single(self) -> bool {
        !matches!(self, Self::Period | Self::Mapping | Self::Numbers | Self::Steps) && !self.is_list()
    }

    /// Whether it is a list in any order.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Texts | Self::Ids | Self::Entries)
    }

    /// The schema of the value, if the form determines it.
    #[cfg(test)]
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
