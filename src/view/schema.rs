//! The JSON Schemas of the files that people write and of what commands answer as JSON.

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::envelope::Envelope;
use crate::lint::{Level, OptionKind, Rule};
use crate::model::schema::{self, answered};
use crate::rules::RULES;

/// The schemas of what people write. Those of what commands answer stand with the commands, in `cli`.
pub static FILES: &[NamedSchema] = &[
    NamedSchema { name: "goal", side: SchemaOrigin::Written, says: "a goal file", make: schema::goal },
    NamedSchema { name: "goalpost", side: SchemaOrigin::Written, says: "goalpost.yaml: the settings", make: settings },
    NamedSchema { name: "org", side: SchemaOrigin::Written, says: "org.yaml: teams and people", make: schema::org },
];

/// A schema with its name.
#[derive(Debug)]
pub struct NamedSchema {
    /// What `goalpost schema NAME` calls it.
    pub name: &'static str,
    /// Who writes what it describes.
    pub side: SchemaOrigin,
    /// What it describes, in a few words.
    pub says: &'static str,
    make: fn() -> Schema,
}

/// Who writes what a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaOrigin {
    /// People: a file of a goals repository.
    Written,
    /// The program: a command's answer with `--format json`.
    Answered,
}

impl NamedSchema {
    /// The schema of what a command answers with `--format json`. `says` describes it in a few words.
    #[must_use]
    pub const fn answer<T: JsonSchema>(name: &'static str, says: &'static str) -> Self {
        Self { name, side: SchemaOrigin::Answered, says, make: answered::<Envelope<T>> }
    }

    /// The schema itself, as JSON with a line end.
    ///
    /// # Panics
    /// Never: a schema has text keys.
    #[must_use]
    pub fn text(&self) -> String {
        let mut body = (self.make)().to_value();
        if self.side == SchemaOrigin::Answered {
            body["title"] = format!("goalpost {} --format json", self.name).into();
            body["description"] = format!("What `goalpost {}` answers: {}.", self.name, self.says).into();
            body["properties"]["version"]["const"] = 1.into();
            body["properties"]["command"]["const"] = self.name.into();
        }
        let mut whole = Map::new();
        whole.insert("$schema".to_owned(), body["$schema"].take());
        whole.insert("$id".to_owned(), self.id().into());
        whole.insert("title".to_owned(), body["title"].take());
        whole.insert("description".to_owned(), body["description"].take());
        if let Value::Object(body) = body {
            for (key, value) in body {
                whole.entry(key).or_insert(value);
            }
        }
        let mut text = serde_json::to_string_pretty(&whole).expect("a schema has text keys");
        text.push('\n');
        text
    }

    /// What it is known by to programs. A name, not an address: nothing is fetched.
    fn id(&self) -> String {
        match self.side {
            SchemaOrigin::Written => format!("urn:goalpost:schema:{}", self.name),
            SchemaOrigin::Answered => format!("urn:goalpost:schema:output:{}", self.name),
        }
    }
}

/// The list of schemas for programs.
#[derive(Debug, Clone, Serialize)]
pub struct SchemaList {
    /// The version of this format.
    pub version: u32,
    /// The command that answers: `schema`.
    pub command: &'static str,
    /// The schemas.
    pub schemas: Vec<SchemaView>,
}

/// A schema in the list.
#[derive(Debug, Clone, Serialize)]
pub struct SchemaView {
    /// What `goalpost schema NAME` calls it.
    pub name: &'static str,
    /// Its `$id`.
    pub id: String,
    /// What it describes.
    pub says: &'static str,
    /// Whether it is of a command's answer, not of a file that people write.
    pub output: bool,
}

impl SchemaList {
    /// The list of some schemas.
    #[must_use]
    pub fn new(schemas: &[&NamedSchema]) -> Self {
        let view = |it: &NamedSchema| SchemaView {
            name: it.name,
            id: it.id(),
            says: it.says,
            output: it.side == SchemaOrigin::Answered,
        };
        Self { version: 1, command: "schema", schemas: schemas.iter().copied().map(view).collect() }
    }
}

/// The schema of `goalpost.yaml` with every rule, so that an editor completes their names and options.
fn settings() -> Schema {
    let mut schema = schema::settings();
    let rules: Map<String, Value> = RULES.iter().map(|rule| (rule.name.to_owned(), setting(rule))).collect();
    if let Some(properties) = schema.get_mut("properties") {
        properties["rules"]["properties"] = rules.into();
        properties["rules"]["additionalProperties"] = false.into();
        // The rules of a folder are those of the root: named once, or the file would be twice as long.
        properties["folders"]["additionalProperties"]["properties"]["rules"] = json!({"$ref": "#/properties/rules"});
    }
    schema
}

/// What can be set about a rule: its level alone, or a mapping with its options.
fn setting(rule: &Rule) -> Value {
    let default = match rule.level {
        None => "Off by default.",
        Some(Level::Warning) => "A warning by default.",
        Some(Level::Error) => "An error by default.",
    };
    let meaning = format!("{} {default}", rule.summary());
    let word = |word, text| json!({"const": word, "description": format!("{meaning}\n\n{word}: {text}")});
    let words = [
        word("off", "the rule is disabled."),
        word("warn", "a finding is a warning."),
        word("error", "a finding is an error, and `goalpost check` fails."),
    ];
    let mut properties = Map::new();
    properties.insert("level".to_owned(), json!({"description": meaning, "anyOf": [{"oneOf": words}]}));
    for option in rule.options {
        let mut value = match option.kind {
            OptionKind::Days(days) => {
                json!({"type": "string", "pattern": schema::LENGTH_PATTERN, "default": format!("{days}d")})
            }
            OptionKind::Number(number) => json!({"type": "number", "default": number}),
        };
        value["description"] = option.doc.into();
        properties.insert(option.name.to_owned(), value);
    }
    let mapping =
        json!({"title": rule.name, "type": "object", "properties": properties, "additionalProperties": false});
    json!({"description": meaning, "anyOf": [{"oneOf": words}, mapping]})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Group, RuleOption};

    #[test]
    fn a_rule_takes_a_level_or_a_mapping_of_level_and_options() {
        let rule = Rule {
            name: "late-tea",
            group: Group::Fast,
            level: Some(Level::Warning),
            page: "# late-tea\n\nTea that comes late.\n",
            options: &[
                RuleOption { name: "grace", kind: OptionKind::Days(7), doc: "How late is late." },
                RuleOption { name: "sugar", kind: OptionKind::Number(0.5), doc: "How much." },
            ],
            check: |_, _| {},
        };
        let setting = setting(&rule);
        assert_eq!(setting["description"], "Tea that comes late. A warning by default.");
        let mapping = &setting["anyOf"][1]["properties"];
        assert_eq!((&mapping["grace"]["default"], &mapping["sugar"]["default"]), (&json!("7d"), &json!(0.5)));
        let validator = jsonschema::validator_for(&setting).expect("a schema");
        for good in [json!("off"), json!({"level": "error", "grace": "2w"}), json!({"sugar": 1})] {
            assert!(validator.is_valid(&good), "{good}");
        }
        for bad in [json!("warning"), json!({"grace": 7}), json!({"milk": 1}), json!({"level": "loud"}), json!(["off"])]
        {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }
}
