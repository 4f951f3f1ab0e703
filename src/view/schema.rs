//! The JSON Schemas of the files that people write and of what commands answer as JSON.
//!
//! They are the files in `schema/`, which the program contains. The tests generate them from the types (`generate.rs`),
//! so that a program that only prints them does not carry what makes them.

use serde::Serialize;

use crate::texts::text;

#[cfg(test)]
pub(crate) mod generate;

/// The schemas of what people write. Those of what commands answer stand with the commands, in `cli`.
pub static FILES: &[NamedSchema] = &[
    NamedSchema {
        name: "goal",
        side: SchemaOrigin::Written,
        says: "a goal file",
        path: "schema/goal.schema.json",
        #[cfg(test)]
        make: crate::model::schema::goal,
    },
    NamedSchema {
        name: "goalpost",
        side: SchemaOrigin::Written,
        says: "goalpost.yaml: the settings",
        path: "schema/goalpost.schema.json",
        #[cfg(test)]
        make: generate::settings,
    },
    NamedSchema {
        name: "org",
        side: SchemaOrigin::Written,
        says: "org.yaml: teams and people",
        path: "schema/org.schema.json",
        #[cfg(test)]
        make: crate::model::schema::org,
    },
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
    /// The file with the schema.
    pub path: &'static str,
    /// Generates it from the types.
    #[cfg(test)]
    pub(crate) make: fn() -> schemars::Schema,
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
    /// The schema itself: JSON with a line end.
    pub fn text(&self) -> &'static str {
        text(self.path)
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
