//! `goalpost schema`: prints JSON Schemas (draft 2020-12) for editors and programs.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::session::Session;
use super::verdict::Verdict;
use crate::render::{index, json};
use crate::syntax::closest;
use crate::view::schema::{NamedSchema, SchemaList};

/// Print JSON Schemas for files and command output
///
/// With a schema, editors complete and explain fields and mark mistakes. To use one for a file, start the file with
/// `# yaml-language-server: $schema=PATH`. Without NAME, lists the schemas.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost schema
  goalpost schema goal --output goal.schema.json")]
pub(super) struct Args {
    /// Schema to print, such as goal
    #[arg(value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command, with every schema that there is.
pub(super) fn run(session: &Session, args: &Args, schemas: &[&NamedSchema]) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let text = match (&args.name, format) {
        (Some(name), _) => {
            let named = schemas.iter().find(|schema| schema.name == name);
            named.ok_or_else(|| unknown_schema(name, schemas))?.text().to_owned()
        }
        (None, Format::Human) => index::schemas(schemas, session.style()),
        (None, Format::Json) => json::json(&SchemaList::new(schemas)),
    };
    session.answer(&text)
}

fn unknown_schema(name: &str, schemas: &[&NamedSchema]) -> CommandError {
    let near = closest(name, schemas.iter().map(|schema| schema.name));
    CommandError::unknown(format!("there is no schema `{name}`"))
        .did_you_mean(near, "list the schemas: goalpost schema")
}
