//! From what schemars makes of a type to what editors and validators show best.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::scalar::DAY_PATTERN;

/// The schema of a type that stands for what people write, without references.
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
pub fn answered<T: JsonSchema>() -> Schema {
    let mut schema = SchemaSettings::draft07().for_serialize().into_generator().into_root_schema_for::<T>();
    RecursiveTransform(plain).transform(&mut schema);
    schema
}

/// Takes out what not every client knows, and sets descriptions in paragraphs.
///
/// ajv refuses a schema with a `format` that it does not know, and it knows none by itself.
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

/// Explains the words of a list in their field's description, and items as their list; inner parts first.
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

/// What may be absent is never null.
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

/// yaml-language-server shows the description of the word that is written in the place of its field's, at the name as at
/// the value, and of a wrong word all descriptions or the first. With the words one step further in it shows the field's,
/// which explains them all; completion still shows each word's own.
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
