//! JSON Schemas of the files that people write, generated from types that describe their notation.
//!
//! The types here differ from the model's: a link may be an id alone, a period a name, a day a text. Editors show their
//! comments on hover and in completion, so these address authors of goals. The schemas are JSON Schema draft 7 without
//! further keywords, which yaml-language-server, ajv-cli and check-jsonschema all accept.

mod feeds;
mod kinds;
mod org;
pub(super) mod parts;
mod polish;
pub(super) mod scalar;
mod settings;

use schemars::Schema;

pub(crate) use polish::answered;
pub(crate) use scalar::LENGTH_PATTERN;

/// The schema of a goal file.
pub(crate) fn goal() -> Schema {
    kinds::goal()
}

/// The schema of `goalpost.yaml`, with any rule names.
pub(crate) fn settings() -> Schema {
    or_empty(polish::written::<settings::SettingsFile>())
}

/// The schema of `org.yaml`.
pub(crate) fn org() -> Schema {
    or_empty(polish::written::<org::OrgFile>())
}

/// Accepts an empty file too, which YAML readers read as null.
fn or_empty(mut schema: Schema) -> Schema {
    schema.insert("type".to_owned(), serde_json::json!(["object", "null"]));
    schema
}
