//! The fields of a goal that are words and nothing more: what the table of fields says of them is all there is to say. They
//! are read, compared, exported, taken in and shown by it; a further one is a line in the table.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::field::{Field, Form, plain_fields};

/// What a goal says in its plain fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlainFields(Vec<(&'static str, Plain)>);

/// What a plain field says.
#[derive(Debug, Clone, PartialEq)]
enum Plain {
    Text(String),
    Texts(Vec<String>),
}

impl PlainFields {
    /// Sets a text.
    pub(super) fn set_text(&mut self, name: &'static str, text: String) {
        self.0.push((name, Plain::Text(text)));
    }

    /// Sets a list of texts.
    pub(super) fn set_texts(&mut self, name: &'static str, texts: Vec<String>) {
        self.0.push((name, Plain::Texts(texts)));
    }

    fn get(&self, name: &str) -> Option<&Plain> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, plain)| plain)
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Plain::Text(text) => Some(text),
            Plain::Texts(_) => None,
        }
    }

    /// The texts of a field that is a list.
    #[must_use]
    pub fn texts(&self, name: &str) -> &[String] {
        match self.get(name) {
            Some(Plain::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// What a field says as plain data: null where it says nothing.
    #[must_use]
    pub fn value(&self, name: &str) -> Value {
        match self.get(name) {
            Some(Plain::Text(text)) => json!(text),
            Some(Plain::Texts(texts)) if !texts.is_empty() => json!(texts),
            _ => Value::Null,
        }
    }

    /// The plain fields of any goal with what this one says, in the table's order.
    pub fn told(&self) -> impl Iterator<Item = (&'static Field, Vec<&str>)> {
        plain_fields().map(|field| {
            let texts = self.texts(field.name).iter().map(String::as_str);
            (field, self.text(field.name).into_iter().chain(texts).collect())
        })
    }
}

/// As fields of the goal: null for a text that is not there, an empty list for a list.
impl Serialize for PlainFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in plain_fields() {
            match field.form {
                Form::Texts => map.serialize_entry(field.name, self.texts(field.name))?,
                _ => map.serialize_entry(field.name, &self.text(field.name))?,
            }
        }
        map.end()
    }
}

impl JsonSchema for PlainFields {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PlainFields".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let property = |field: &Field| {
            let schema = match field.form {
                Form::Texts => json!({"description": field.about, "type": "array", "items": {"type": "string"}}),
                _ => json!({"description": field.about, "type": ["string", "null"]}),
            };
            (field.name.to_owned(), schema)
        };
        let properties: serde_json::Map<String, Value> = plain_fields().map(property).collect();
        let required: Vec<&str> = plain_fields().map(|field| field.name).collect();
        let schema = json!({"type": "object", "properties": properties, "required": required});
        schema.try_into().expect("an object is a schema")
    }
}
