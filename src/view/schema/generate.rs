//! Generates the files in `schema/` from the types that describe what people write and what commands answer.

use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::{NamedSchema, SchemaOrigin};
use crate::lint::{Level, OptionKind, Rule};
use crate::model::schema;
use crate::rules::RULES;
use crate::view::envelope::Envelope;

/// The fields that the tables have in tests alone, to see that a row is all that a field takes.
const TRIAL_FIELDS: [&str; 6] = ["tea", "cakes", "sugar", "brewed", "iced", "milk"];

/// The schema of a command's answer.
pub(crate) fn answer<T: JsonSchema>() -> Schema {
    schema::answered::<Envelope<T>>()
}

/// The text of a schema as its types have it: JSON with a line end.
pub(crate) fn text(named: &NamedSchema) -> String {
    let mut body = (named.make)().to_value();
    remove_trial_fields(&mut body);
    if named.side == SchemaOrigin::Answered {
        body["title"] = format!("goalpost {} --format json", named.name).into();
        body["description"] = format!("What `goalpost {}` answers: {}.", named.name, named.says).into();
        body["properties"]["version"]["const"] = 1.into();
        body["properties"]["command"]["const"] = named.name.into();
    }
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), body["$schema"].take());
    whole.insert("$id".to_owned(), named.id().into());
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

fn remove_trial_fields(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
                properties.retain(|name, _| !TRIAL_FIELDS.contains(&name.as_str()));
            }
            if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
                required.retain(|name| name.as_str().is_none_or(|name| !TRIAL_FIELDS.contains(&name)));
            }
            object.values_mut().for_each(remove_trial_fields);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_trial_fields),
        _ => {}
    }
}

/// The schema of `goalpost.yaml` with every rule, so that an editor completes their names and options.
pub(super) fn settings() -> Schema {
    let mut schema = schema::settings();
    let rules: Map<String, Value> = RULES.iter().map(|rule| (rule.name.to_owned(), setting(rule))).collect();
    if let Some(properties) = schema.get_mut("properties") {
        properties["rules"]["properties"] = rules.into();
        properties["rules"]["additionalProperties"] = false.into();
        // The rules of a folder are those of the root: named once, or the file would be twice as long.
        properties["folders"]["additionalProperties"]["properties"]["rules"] = json!({"$ref": "#/properties/rules"});
    }
    schema.insert("definitions".to_owned(), definitions());
    schema
}

/// What the settings of all rules share, named once: a hundred copies would be most of the file.
fn definitions() -> Value {
    let word = |word, text| json!({"const": word, "description": text});
    json!({
        "level": {"oneOf": [
            word("off", "The rule is disabled."),
            word("warn", "A finding is a warning."),
            word("error", "A finding is an error, and `goalpost check` fails."),
        ]},
        "rule": {"anyOf": [
            {"$ref": "#/definitions/level"},
            {
                "type": "object",
                "properties": {"level": {"$ref": "#/definitions/level"}},
                "additionalProperties": false,
            },
        ]},
    })
}

/// What can be set about a rule: its level alone, or a mapping with its options.
fn setting(rule: &Rule) -> Value {
    let default = match rule.level {
        None => "Off by default.",
        Some(Level::Warning) => "A warning by default.",
        Some(Level::Error) => "An error by default.",
    };
    let meaning = format!("{} {default}", rule.summary());
    if rule.options.is_empty() {
        return json!({"description": meaning, "allOf": [{"$ref": "#/definitions/rule"}]});
    }
    let level = json!({"$ref": "#/definitions/level"});
    let mut properties = Map::new();
    properties.insert("level".to_owned(), level.clone());
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
    json!({"description": meaning, "anyOf": [level, mapping]})
}

mod tests {
    use super::*;
    use crate::lint::{Group, RuleOption};

    #[test]
    fn a_rule_takes_a_level_or_a_mapping_of_level_and_options() {
        let rule = Rule {
            name: "late-goal",
            group: Group::History,
            level: Some(Level::Warning),
            options: &[
                RuleOption { name: "grace", kind: OptionKind::Days(7), doc: "How late is late." },
                RuleOption { name: "sugar", kind: OptionKind::Number(0.5), doc: "How much." },
            ],
            check: |_, _| {},
        };
        let setting = setting(&rule);
        assert_eq!(setting["description"], format!("{} A warning by default.", rule.summary()));
        let mapping = &setting["anyOf"][1]["properties"];
        assert_eq!((&mapping["grace"]["default"], &mapping["sugar"]["default"]), (&json!("7d"), &json!(0.5)));
        let mut whole = setting.clone();
        whole["definitions"] = definitions();
        let validator = jsonschema::validator_for(&whole).expect("a schema");
        for good in [json!("off"), json!({"level": "error", "grace": "2w"}), json!({"sugar": 1})] {
            assert!(validator.is_valid(&good), "{good}");
        }
        for bad in [json!("warning"), json!({"grace": 7}), json!({"milk": 1}), json!({"level": "loud"}), json!(["off"])]
        {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }

    #[test]
    fn a_rule_without_options_takes_a_level_alone_or_in_a_mapping() {
        let rule = Rule { name: "silo", group: Group::Alignment, level: None, options: &[], check: |_, _| {} };
        let mut whole = setting(&rule);
        assert_eq!(whole["description"], format!("{} Off by default.", rule.summary()));
        whole["definitions"] = definitions();
        let validator = jsonschema::validator_for(&whole).expect("a schema");
        for (value, is_valid) in [
            (json!("warn"), true),
            (json!({"level": "error"}), true),
            (json!("loud"), false),
            (json!({"milk": 1}), false),
        ] {
            assert_eq!(validator.is_valid(&value), is_valid, "{value}");
        }
    }
}
