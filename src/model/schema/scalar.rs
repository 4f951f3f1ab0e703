//! The schemas of scalars. Each refuses what the decoder refuses, as far as a schema can express it.
//!
//! Three peculiarities, all tested with clients. ajv warns at every use of a list of types in `type`, and with
//! `boolean` in it yaml-language-server offers `true` for a title: so plain numbers and booleans, whose text is taken,
//! are accepted by an `if`. That `if` is in an `anyOf` of one, because yaml-language-server writes the colon behind a
//! completed name only if it sees a `type` or an `anyOf`. And readers of YAML 1.1, such as that of ajv-cli, read a day
//! as an object without properties: so such an object is accepted as a day.

use schemars::{JsonSchema as _, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

/// The pattern of a day, as [`crate::model::parse_day`] reads it, except that every month has 31 days.
pub(super) const DAY_PATTERN: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// The pattern of an id, as [`crate::model::id_problem`] accepts it.
const ID_PATTERN: &str = "^[a-z0-9][a-z0-9._-]{0,79}$";

/// The pattern of a period's name, as [`crate::model::Period::parse`] reads it.
pub(super) const PERIOD_PATTERN: &str =
    "^[0-9]{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?( *\\.\\. *[0-9]{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?)?$";

/// The pattern of a length of time, as [`crate::model::parse_days`] reads it.
pub(crate) const LENGTH_PATTERN: &str = "^[0-9]+ *(d|days?|w|weeks?)$";

/// Makes a type that stands for what is written at a place, with its schema.
///
/// The schema is inlined and not referred to: yaml-language-server shows the title around a schema as a heading, and of
/// a shared schema it shows the last one.
macro_rules! inlined {
    ($(#[$doc:meta])* $type:ident => |$generator:pat_param| $schema:expr) => {
        $(#[$doc])*
        pub(in crate::model) struct $type;

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema($generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}
pub(super) use inlined;

inlined! {
    /// A text, or a number or boolean whose text is taken.
    Text => |_| unless(json!({"anyOf": [{"type": "number"}, {"type": "boolean"}]}), json!({"type": "string", "minLength": 1}))
}

inlined! {
    /// The name of a level.
    LevelName => |_| text_such_as(json!(["company", "department", "team", "individual"]))
}

inlined! {
    /// A unit.
    Unit => |_| text_such_as(json!(["%", "days", "EUR"]))
}

inlined! {
    /// The route of a setting whose change can be explained, as [`crate::model::Setting::is_named_by`] reads it.
    SettingRoute => |_| {
        let names = crate::model::setting::Setting::WORDS.map(|(word, _)| word).join("|");
        json_schema!({"type": "string", "pattern": format!("^ *(({names})(\\..*)?|rules\\..+)$")})
    }
}

inlined! {
    /// A part of a whole.
    Share => |_| json_schema!({"type": "number", "minimum": 0, "maximum": 1})
}

inlined! {
    /// A number of something.
    Amount => |_| json_schema!({"type": "number", "minimum": 0, "maximum": 1_000_000_000})
}

inlined! {
    /// How much something counts.
    Weight => |_| json_schema!({"type": "number", "minimum": 0, "maximum": 1_000_000_000, "default": 1})
}

inlined! {
    /// A number of people.
    Count => |_| json_schema!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
}

inlined! {
    /// An id.
    Id => |_| unless(
        json!({"anyOf": [{"type": "number", "minimum": 0}, {"type": "boolean"}]}),
        json!({"type": "string", "pattern": ID_PATTERN}),
    )
}

inlined! {
    /// A day.
    Day => |_| unless(day_object(), json!({"type": "string", "pattern": DAY_PATTERN}))
}

inlined! {
    /// A factor.
    Factor => |_| json_schema!({"type": "number", "not": {"const": 0}})
}

inlined! {
    /// A number of decimals.
    Decimals => |_| json_schema!({"type": "integer", "minimum": 0, "maximum": 12})
}

inlined! {
    /// A length of time.
    Length => |_| json_schema!({"type": "string", "pattern": LENGTH_PATTERN})
}

inlined! {
    /// A range of counts.
    Range => |_| json_schema!({"type": "string", "pattern": "^[0-9]+ *\\.\\. *[0-9]+$"})
}

fn text_such_as(examples: Value) -> Schema {
    let mut schema = Text::json_schema(&mut SchemaGenerator::default());
    schema.insert("examples".to_owned(), examples);
    schema
}

/// A schema that accepts what the first schema accepts, and else requires the second.
#[expect(clippy::needless_pass_by_value, reason = "both are made where they are passed")]
pub(super) fn unless(this: Value, that: Value) -> Schema {
    json_schema!({"anyOf": [{"if": this, "else": that}]})
}

/// The object as which readers of YAML 1.1 read a day.
pub(super) fn day_object() -> Value {
    json!({"type": "object", "maxProperties": 0})
}
