//! The schemas of parts of goal files that the tables of fields do not describe.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::scalar::{DAY_PATTERN, PERIOD_PATTERN, Text, day_object};
use crate::model::exact_days::ExactDays;
use crate::model::link::Link;
use crate::model::origin::Origin;

/// An entry of `supports`: the id of a goal, or a mapping that says more.
pub(in crate::model) struct Support;

impl JsonSchema for Support {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Support".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let link = Link::TABLE.written_schema(generator);
        let id = Text::json_schema(generator);
        // The mapping occurs twice: in the `if` for precise messages, and beside it for completion of an empty value.
        json_schema!({
            "description": "The id of a goal that this one supports, or a mapping with details: `{goal: id, how: …}`.",
            "anyOf": [{"if": {"type": "object"}, "then": link, "else": id}, link],
        })
    }
}

/// A period: by name, or from a day to a day.
pub(in crate::model) struct PeriodSchema;

impl JsonSchema for PeriodSchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "period".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut exact = ExactDays::TABLE.written_schema(generator);
        exact.remove("description");
        exact.insert("title".to_owned(), "exact days".into());
        // The mapping occurs twice: in the `if` for precise messages, and beside it for completion of an empty value.
        json_schema!({
            "anyOf": [
                {
                    "if": {"type": "object"},
                    "then": exact,
                    "else": {
                        "if": {"anyOf": [{"type": "integer", "minimum": 1000, "maximum": 9999}]},
                        "else": {"type": "string", "pattern": PERIOD_PATTERN},
                    },
                },
                exact,
            ],
        })
    }
}

/// The day something was done, or whether it was, or the source that tells.
pub(in crate::model) struct Done;

impl JsonSchema for Done {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Done".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut origin = Origin::TABLE.written_schema(generator);
        origin.remove("description");
        json_schema!({
            "anyOf": [
                {
                    "if": {"anyOf": [{"type": "boolean"}, day_object()]},
                    "else": {
                        "if": {"type": "object"},
                        "then": origin,
                        "else": {"type": "string", "pattern": DAY_PATTERN},
                    },
                },
                origin,
            ],
        })
    }
}

/// The mean of each question's answers, 1 to 5.
pub(in crate::model) struct Scores;

impl JsonSchema for Scores {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Scores".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let score = |question: &str| {
            let description =
                format!("{question} The mean of the answers, 1 to 5. One of the three questions about alignment.");
            json!({"description": description, "type": "number", "minimum": 1, "maximum": 5})
        };
        json_schema!({
            "title": "scores",
            "type": "object",
            "properties": {
                "knows-goals": score("\"I know the goals that matter to my team.\""),
                "knows-why": score("\"I know why these are the goals.\""),
                "sees-contribution": score("\"I see what my work adds to them.\""),
            },
            "additionalProperties": {"type": "number", "minimum": 1, "maximum": 5},
        })
    }
}
