//! The JSON Schema of a map of columns, as `schema/map.schema.json` has it.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::columns::all_columns;

/// The schema of the maps that `import --map` takes.
pub(crate) fn map() -> Schema {
    let column = || json!({"$ref": "#/definitions/headings"});
    let columns: Map<String, Value> = all_columns().map(|name| (name.to_owned(), column())).collect();
    let words: Map<String, Value> =
        all_columns().map(|name| (name.to_owned(), json!({"$ref": "#/definitions/words"}))).collect();
    let word = |word, text| json!({"const": word, "description": text});
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "map of columns",
        "description": "A map of the columns and words of a table to those of goalpost, for `goalpost import --map`.\n\nCase, spaces and punctuation of headings and words do not matter.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "columns": {
                "description": "Our column: their heading, or a list of headings, the best first. `goalpost export --help` lists our columns.",
                "type": "object",
                "additionalProperties": false,
                "properties": columns,
            },
            "ignore": {
                "description": "Headings that are known and not wanted. Other unknown headings are reported.",
                "type": "array",
                "items": {"type": "string"},
            },
            "skip": {
                "description": "Headings under which only rows have a value that are no goals: they are left out.",
                "type": "array",
                "items": {"type": "string"},
            },
            "values": {
                "description": "Our column: their words with ours. `~` is nothing, and `kind: {WORD: skip}` leaves the row out.",
                "type": "object",
                "additionalProperties": false,
                "properties": words,
            },
            "title_of": {
                "description": "Headings with the title of an objective and of a key result, for tables with both in a row. An empty or repeated objective means the one above.",
                "type": "object",
                "additionalProperties": false,
                "properties": {"objective": column(), "key_result": column()},
            },
            "repeat": {
                "description": "What headings of key results in columns have in common: `Key Result {n} ` for `Key Result 1 Target`; several where they have several names.",
                "anyOf": [
                    {"type": "string", "pattern": "\\{n\\}"},
                    {"type": "array", "items": {"type": "string", "pattern": "\\{n\\}"}},
                ],
            },
            "split": {
                "description": "What separates people, teams or labels in a cell, such as `\",\"`. Line ends and `;` always do.",
                "type": "string",
            },
            "decimals": {
                "description": "The decimal sign, if the table does not show it.",
                "oneOf": [word("comma", "`1.234,5`."), word("point", "`1,234.5`.")],
            },
            "days": {
                "description": "The order of day, month and year in numeric dates.",
                "oneOf": [
                    word("day-first", "`31/12/2026`."),
                    word("month-first", "`12/31/2026`."),
                    word("year-first", "`2026-12-31`. The default."),
                ],
            },
            "rows": {
                "description": "In JSON: the names that lead to the list of records, such as `data.goals`; of several, the first that are there.",
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            },
            "period": {
                "description": "The period of goals without one, unless their deadline lies outside of it, such as `2026-Q4`.",
                "type": "string",
            },
        },
        "definitions": {
            "headings": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "words": {
                "type": "object",
                "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]},
            },
        },
    });
    Schema::try_from(schema).expect("an object")
}
