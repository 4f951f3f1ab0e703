//! The schema of goal files by kind, with the fields and required fields of the table.
//!
//! `kind` selects one closed definition, so that a mistake gives one message, in its place, and an editor offers only
//! the fields of that kind, or without a kind those of all. Where fields depend on the measure (the values of a metric,
//! `done` of milestones) a definition selects further ones.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::polish::written;
use super::scalar::Text;
use crate::model::field::FIELDS;
use crate::model::form::Form;
use crate::model::goal_field::Field;
use crate::model::kind::Kind;
use crate::model::metric::Metric;

/// The schema of a goal file.
pub(super) fn goal() -> Schema {
    let mut all = written::<GoalFile>().to_value();
    omit(&mut all, &["$schema"]);
    let mut definitions = Map::new();
    shapes(&mut all["properties"]["metric"], &mut definitions);
    milestones(&all["properties"]["milestones"], &mut definitions);
    for (word, kind) in Kind::WORDS {
        let mut cut = cut(kind);
        match kind {
            Kind::KeyResult => {
                definitions.insert(word.to_owned(), by_measure());
                let mut measured = cut.clone();
                cut["properties"]["milestones"] = reference("steps");
                definitions.insert("key_result_by_milestones".to_owned(), cut);
                measured["if"] = json!({"not": {"properties": {"state": {"const": "draft"}}, "required": ["state"]}});
                measured["then"] = purpose();
                measured["properties"]["milestones"] = reference("points");
                definitions.insert("key_result_by_metric".to_owned(), measured.clone());
                measured["properties"]["milestones"] = reference("points_on_a_scale");
                definitions.insert("key_result_by_scale".to_owned(), measured);
                continue;
            }
            Kind::Development => cut["properties"]["milestones"] = reference("steps"),
            _ => {}
        }
        definitions.insert(word.to_owned(), cut);
    }
    definitions.insert("goal".to_owned(), all);
    let root = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "goal",
        "description": "A goal: one file, one goal.",
        "type": "object",
        "allOf": by_kind(),
        "definitions": definitions,
    });
    root.try_into().expect("an object is a schema")
}

/// A goal file with every field that any kind has, as people write it.
struct GoalFile;

impl JsonSchema for GoalFile {
    fn schema_name() -> Cow<'static, str> {
        "goal".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let property = |field: &Field| (field.name.to_owned(), field.written_schema(generator).to_value());
        let properties: Map<String, Value> = FIELDS.iter().map(property).collect();
        json_schema!({
            "title": "goal",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "required": ["kind", "id"],
        })
    }
}

/// The definition of each kind, and one with every field for a missing or unknown kind.
fn by_kind() -> Vec<Value> {
    let known: Vec<_> = Kind::WORDS.iter().map(|(word, _)| *word).collect();
    // With a title of its own, yaml-language-server's hover does not take the condition for a description of `kind`.
    let is = |mut kind: Value| {
        kind["title"] = "kind".into();
        kind["type"] = "string".into();
        json!({"type": "object", "properties": {"kind": kind}, "required": ["kind"]})
    };
    let branch = |word: &&str| json!({"if": is(json!({"const": word})), "then": reference(word)});
    let mut branches: Vec<_> = known.iter().map(branch).collect();
    let unknown = json!({"type": "object", "not": is(json!({"enum": known}))});
    branches.push(json!({"if": unknown, "then": reference("goal")}));
    branches
}

/// The definition of a key result by its measure.
fn by_measure() -> Value {
    let scaled = json!({"properties": {"metric": {"type": "object", "required": ["scale"]}}, "required": ["metric"]});
    json!({
        "title": title(Kind::KeyResult),
        "type": "object",
        "if": {"required": ["metric"]},
        "then": {"if": scaled, "then": reference("key_result_by_scale"), "else": reference("key_result_by_metric")},
        "else": reference("key_result_by_milestones"),
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// The definition of a kind: its fields and its required fields.
fn cut(kind: Kind) -> Value {
    let fields = || FIELDS.iter().filter(|field| field.fits(kind)).map(|field| field.name);
    let properties: Map<String, Value> =
        fields().map(|name| (name.to_owned(), reference(&format!("goal/properties/{name}")))).collect();
    let required: Vec<_> =
        FIELDS.iter().filter(|field| field.required.contains(&kind)).map(|field| field.name).collect();
    json!({
        "title": title(kind),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A kind's name without its article, which editors show as a heading.
fn title(kind: Kind) -> &'static str {
    kind.in_words().split_once(' ').map_or("", |(_, noun)| noun)
}

/// The condition that the metric of a goal that is no draft has a target or bounds. It is a pattern, so that editors do
/// not offer `metric` twice.
fn purpose() -> Value {
    json!({"patternProperties": {"^metric$": {
        "if": {"type": "object", "not": {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}},
        "then": {"type": "object", "required": ["target"]},
    }}})
}

/// Divides the metric into its shapes: a rubric has steps as values, a metric to keep has no target.
fn shapes(metric: &mut Value, definitions: &mut Map<String, Value>) {
    let part = |leave: &[&str]| {
        let mut part = metric.clone();
        omit(&mut part, &["title", "description"]);
        omit(&mut part["properties"], leave);
        part
    };
    let reach = part(&[]);
    let keep = part(&["baseline", "target", "scale"]);
    let mut climb = part(&["at_least", "at_most"]);
    for value in Metric::TABLE.rows.iter().filter(|row| row.form == Form::Value).map(|row| row.name) {
        if climb["properties"][value].is_null() {
            continue;
        }
        let mut step = json!({"description": climb["properties"][value]["description"]});
        step["anyOf"] = Text::json_schema(&mut SchemaGenerator::default()).to_value()["anyOf"].take();
        climb["properties"][value] = step;
    }
    *metric = json!({
        "title": metric["title"],
        "description": metric["description"],
        "type": "object",
        "if": {"type": "object"},
        "then": {
            "if": {"required": ["scale"]},
            "then": reference("metric_to_climb"),
            "else": {
                "if": {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]},
                "then": reference("metric_to_keep"),
                "else": reference("metric_to_reach"),
            },
        },
    });
    let named = [("metric_to_climb", climb), ("metric_to_keep", keep), ("metric_to_reach", reach)];
    definitions.extend(named.map(|(name, part)| (name.to_owned(), part)));
}

/// Divides milestones into planned values of a metric and steps that are the measure.
fn milestones(list: &Value, definitions: &mut Map<String, Value>) {
    let part = |leave: &[&str]| {
        let mut part = list.clone();
        omit(&mut part["items"]["properties"], leave);
        part
    };
    let steps = part(&["value"]);
    let on_a_scale = part(&["done", "weight"]);
    let mut points = on_a_scale.clone();
    points["items"]["properties"]["value"] =
        json!({"description": points["items"]["properties"]["value"]["description"], "type": "number"});
    let named = [("steps", steps), ("points", points), ("points_on_a_scale", on_a_scale)];
    definitions.extend(named.map(|(name, part)| (name.to_owned(), part)));
}

fn omit(object: &mut Value, names: &[&str]) {
    if let Some(object) = object.as_object_mut() {
        object.retain(|name, _| !names.contains(&name.as_str()));
    }
}
