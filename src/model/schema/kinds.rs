//! The goal file's schema by kind: each kind has and needs what the table of fields says.
//!
//! `kind` leads to one closed definition, so that a mistake gives one message, in its place, and an editor offers the
//! fields of that kind; while no kind is written, those of all. Where fields depend on what is measured (the values of a
//! metric, the marks of milestones) a definition leads on to further ones.

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

/// Each kind's own definition; with no kind, or one that does not exist, that with every field.
fn by_kind() -> Vec<Value> {
    let known: Vec<_> = Kind::WORDS.iter().map(|(word, _)| *word).collect();
    // With a title of its own a condition is not taken for a description of `kind` by yaml-language-server's hover.
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

/// A key result's definition, by what measures it.
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

/// A kind's own definition: its fields, and those that it must have.
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

/// A kind's name without its article. Editors head what they show with it.
fn title(kind: Kind) -> &'static str {
    kind.in_words().split_once(' ').map_or("", |(_, noun)| noun)
}

/// Whether a metric that is no draft's says what to reach or to keep. A pattern, lest editors offer `metric` twice.
fn purpose() -> Value {
    json!({"patternProperties": {"^metric$": {
        "if": {"type": "object", "not": {"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]}},
        "then": {"type": "object", "required": ["target"]},
    }}})
}

/// Splits the metric in its shapes: one to climb has steps for values, one to keep has no target.
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

/// Splits milestones in points of a metric's plan and steps that are the measure.
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
