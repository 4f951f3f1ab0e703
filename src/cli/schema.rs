//! `goalpost schema`: JSON Schemas, for editors and programs.

use clap::Args as ClapArgs;

use super::format::PlainFormat as Format;
use super::{CommandError, Session, Verdict};
use crate::render::{index, json};
use crate::syntax::closest;
use crate::view::schema::{SCHEMAS, SchemaList, named};

/// Print JSON Schemas for files and command output
///
/// With a schema an editor completes fields and values, explains them and marks mistakes while you type: write
/// `# yaml-language-server: $schema=PATH` in a file's first line. Without NAME: lists them.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json (of one schema both are the same)")]
pub(super) struct Args {
    /// Which one, such as goal
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = session.format("schema", &Format::ALL)?;
    let text = match (&args.name, format) {
        (Some(name), _) => named(name).ok_or_else(|| unknown(name))?.text(),
        (None, Format::Human) => index::schemas(SCHEMAS, session.style()),
        (None, Format::Json) => json::json(&SchemaList::new()),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

fn unknown(name: &str) -> CommandError {
    let near = closest(name, SCHEMAS.iter().map(|schema| schema.name));
    CommandError::new(format!("there is no schema `{name}`")).meant(near, "goalpost schema lists them")
}
