//! Scalars as people write them. Each refuses what the decoder refuses, as far as a schema can see it.
//!
//! Three peculiarities, all measured with clients. A list of types in `type` makes ajv complain at every use, and
//! `boolean` among them makes yaml-language-server offer `true` for a title; so plain numbers and booleans, whose text is
//! taken, are let through by an `if`. That `if` stands in an `anyOf` of one, because yaml-language-server writes the colon
//! behind a completed name only where it sees a `type` or an `anyOf`. And readers of YAML 1.1, ajv-cli's among them, make
//! an object without properties of a day; so that passes where a day is wanted.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// A day: the pattern that [`crate::model::parse_day`] reads, but for months of fewer than 31 days.
pub(super) const DAY_PATTERN: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// An id: what [`crate::model::id_problem`] finds nothing wrong with.
const ID_PATTERN: &str = "^[a-z0-9][a-z0-9._-]{0,79}$";

/// A period by name: what [`crate::model::Period::parse`] reads.
pub(super) const PERIOD_PATTERN: &str =
    "^[0-9]{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?( *\\.\\. *[0-9]{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?)?$";

/// A length of time: what [`crate::model::parse_days`] reads.
pub const LENGTH_PATTERN: &str = "^[0-9]+ *(d|days?|w|weeks?)$";

/// Gives a type that stands for a scalar its schema.
///
/// Written out wherever it is used, not referred to: yaml-language-server heads what it shows with the title around a
/// schema, and of a shared one it keeps the last.
macro_rules! scalar {
    ($(#[$doc:meta])* $type:ident => $schema:expr) => {
        $(#[$doc])*
        pub(in crate::model) struct $type;

        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

scalar! {
    /// A text, or a number or boolean whose text is taken.
    Text => unless(json!({"anyOf": [{"type": "number"}, {"type": "boolean"}]}), json!({"type": "string", "minLength": 1}))
}

scalar! {
    /// The name of a level.
    LevelName => text_such_as(json!(["company", "department", "team", "individual"]))
}

scalar! {
    /// A unit.
    Unit => text_such_as(json!(["%", "days", "EUR"]))
}

scalar! {
    /// A part of a whole.
    Share => json_schema!({"type": "number", "minimum": 0, "maximum": 1})
}

scalar! {
    /// A number of something.
    Amount => json_schema!({"type": "number", "minimum": 0, "maximum": 1_000_000_000})
}

scalar! {
    /// How much something counts.
    Weight => json_schema!({"type": "number", "minimum": 0, "maximum": 1_000_000_000, "default": 1})
}

scalar! {
    /// A number of people.
    Count => json_schema!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
}

scalar! {
    /// An id.
    Id => unless(
        json!({"anyOf": [{"type": "number", "minimum": 0}, {"type": "boolean"}]}),
        json!({"type": "string", "pattern": ID_PATTERN}),
    )
}

scalar! {
    /// A day.
    Day => unless(day_object(), json!({"type": "string", "pattern": DAY_PATTERN}))
}

scalar! {
    /// The day something was done, or whether it was.
    Done => unless(
        json!({"anyOf": [{"type": "boolean"}, day_object()]}),
        json!({"type": "string", "pattern": DAY_PATTERN}),
    )
}

scalar! {
    /// A length of time.
    Length => json_schema!({"type": "string", "pattern": LENGTH_PATTERN})
}

scalar! {
    /// A range of counts.
    Range => json_schema!({"type": "string", "pattern": "^[0-9]+ *\\.\\. *[0-9]+$"})
}

fn text_such_as(examples: Value) -> Schema {
    let mut schema = Text::json_schema(&mut SchemaGenerator::default());
    schema.insert("examples".to_owned(), examples);
    schema
}

/// A schema that lets through what the first schema takes, and else wants the second.
#[expect(clippy::needless_pass_by_value, reason = "both are made where they are passed")]
fn unless(this: Value, that: Value) -> Schema {
    json_schema!({"anyOf": [{"if": this, "else": that}]})
}

/// What readers of YAML 1.1 make of a day.
fn day_object() -> Value {
    json!({"type": "object", "maxProperties": 0})
}
