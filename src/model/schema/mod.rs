//! JSON Schemas of the files that people write, made from types that say how they are written.
//!
//! The types here differ from the model's: a link may be an id alone, a period a name, a day a text. Their comments are
//! what editors show on hover and in completion, so they speak to those who write goals. Draft 7, without keywords beyond
//! the draft: what yaml-language-server, ajv-cli and check-jsonschema all take as it is.

mod kinds;
mod org;
pub(super) mod parts;
mod polish;
pub(super) mod scalar;
mod settings;

use schemars::Schema;

pub use polish::answered;
pub use scalar::LENGTH_PATTERN;

/// The schema of a goal file.
#[must_use]
pub fn goal() -> Schema {
    kinds::goal()
}

/// The schema of `goalpost.yaml`, with any rule names.
#[must_use]
pub fn settings() -> Schema {
    or_empty(polish::written::<settings::SettingsFile>())
}

/// The schema of `org.yaml`.
#[must_use]
pub fn org() -> Schema {
    or_empty(polish::written::<org::OrgFile>())
}

/// Takes a file without a line too, which is null to readers of YAML.
fn or_empty(mut schema: Schema) -> Schema {
    schema.insert("type".to_owned(), serde_json::json!(["object", "null"]));
    schema
}
