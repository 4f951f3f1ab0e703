//! Adapts the schemas that schemars generates to editors and validators.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::scalar::DAY_PATTERN;

/// The schema of a type that describes what people write, without references.
///
/// An optional field may be absent but not null: an empty value is a fault.
pub(super) fn written<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft07().with(|it| it.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    RecursiveTransform(plain).transform(&mut schema);
    RecursiveTransform(without_null).transform(&mut schema);
    Explained.transform(&mut schema);
    schema
}

/// The schema of a type that is written as JSON.
pub(crate) fn answered<T: JsonSchema>() -> Schema {
    let mut schema = SchemaSettings::draft07().for_serialize().into_generator().into_root_schema_for::<T>();
    RecursiveTransform(plain).transform(&mut schema);
    schema
}

/// Removes keywords that not every client knows, and formats descriptions as paragraphs.
///
/// ajv refuses a schema with an unknown `format`, and knows none without a plug-in.
fn plain(schema: &mut Schema) {
    if let Some(Value::String(format)) = schema.remove("format")
        && format == "date"
    {
        schema.insert("pattern".to_owned(), DAY_PATTERN.into());
    }
    if let Some(Value::String(text)) = schema.get("description") {
        let paragraphs: Vec<_> = text.split("\n\n").map(|paragraph| paragraph.trim().replace('\n', " ")).collect();
        schema.insert("description".to_owned(), paragraphs.join("\n\n").into());
    }
}

/// Adds the explanations of a field's words to its description, and describes items as their list, inner parts first.
struct Explained;

impl Transform for Explained {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        if let Some(object) = schema.as_object_mut() {
            explain_words(object);
            explain_items(object);
        }
    }
}

/// Removes null from the types of fields that may be absent.
fn without_null(schema: &mut Schema) {
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|it| it != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(any)) = schema.get_mut("anyOf") else { return };
    let before = any.len();
    any.retain(|it| it["type"] != "null");
    if any.len() == 1
        && before == 2
        && let Some(Value::Object(only)) = any.pop()
    {
        schema.shift_remove("anyOf");
        for (key, value) in only {
            schema.entry(key).or_insert(value);
        }
    }
}

/// Moves the words of a field one level down and adds their explanations to the field's description.
///
/// yaml-language-server otherwise shows the description of the written word instead of the field's, and for a wrong
/// word all of them or the first. This way it shows the field's, and completion still shows each word's own.
fn explain_words(schema: &mut Map<String, Value>) {
    let Some(Value::Array(words)) = schema.get("oneOf") else { return };
    let parts = words.iter().map(|it| Some((it["const"].as_str()?, it["description"].as_str()?)));
    let Some(parts) = parts.collect::<Option<Vec<_>>>() else { return };
    let list: Vec<_> = parts.iter().map(|(word, text)| format!("- {word}: {text}")).collect();
    let words: Vec<_> = parts.iter().map(|(word, text)| json!({"const": word, "description": text})).collect();
    let field = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = format!("{field}\n\n{}", list.join("\n"));
    schema.shift_remove("oneOf");
    schema.insert("description".to_owned(), description.into());
    schema.insert("anyOf".to_owned(), json!([{"oneOf": words}]));
}

fn explain_items(schema: &mut Map<String, Value>) {
    let Some(description) = schema.get("description").cloned() else { return };
    if let Some(Value::Object(items)) = schema.get_mut("items") {
        items.entry("description").or_insert(description);
    }
}
