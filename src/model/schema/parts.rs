//! The schemas of parts of goal files that the tables of fields do not describe.

use schemars::json_schema;
use serde_json::json;

use super::scalar::{DAY_PATTERN, PERIOD_PATTERN, Text, day_object, inlined};
use crate::model::exact_days::ExactDays;
use crate::model::link::Link;
use crate::model::origin::Origin;

inlined! {
    /// An entry of `supports`: the id of a goal, or a mapping that says more.
    Support => |generator| {
        let link = Link::TABLE.written_schema(generator);
        let id = Text::json_schema(generator);
        // The mapping occurs twice: in the `if` for precise messages, and beside it for completion of an empty value.
        json_schema!({
            "description": "The id of a goal that this one supports, or a mapping with details: `{goal: id, how: …}`.",
            "anyOf": [{"if": {"type": "object"}, "then": link, "else": id}, link],
        })
    }
}

inlined! {
    /// A period: by name, or from a day to a day.
    PeriodSchema => |generator| {
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

inlined! {
    /// The day something was done, or whether it was, or the source that tells.
    Done => |generator| {
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

inlined! {
    /// The mean of each question's answers, 1 to 5.
    Scores => |_| {
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
