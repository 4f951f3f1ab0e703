//! `goalpost export`: every goal, for other programs and for another place.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::session::Session;
use super::verdict::Verdict;
use super::words::words;
use crate::render::export::ExportTable;
use crate::render::{self, codeowners, json, jsonl};
use crate::view::Envelope;
use crate::view::codeowners::CodeownersView;
use crate::view::export::ExportView;

/// Export goals as JSON Lines, CSV or CODEOWNERS
///
/// A line of JSON is one goal with the fields that its file has, and nothing that is inherited or computed; two more
/// are goalpost.yaml and org.yaml. `goalpost import` makes the same goals of it again. A table (csv) has a row a goal, or
/// with --what a row for each thing that a goal has several of; codeowners is what GitHub and GitLab ask for approvals by.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost export > goals.jsonl
  goalpost export --format csv --output goals.csv
  goalpost export --format csv --what log > log.csv")]
#[command(after_long_help = columns())]
pub(super) struct Args {
    /// What a table has rows for
    #[arg(long, value_name = "THINGS", value_parser = words(&ExportTable::WORDS))]
    what: Option<ExportTable>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// The help's last part: what the columns are.
fn columns() -> String {
    let mut text = "\
Examples:
  goalpost export > goals.jsonl
  goalpost export --format csv --output goals.csv
  goalpost export --format csv --what log > log.csv

Columns of the tables, named as in goal files; lists are joined by `; `:
"
    .to_owned();
    for (name, table) in ExportTable::WORDS {
        let mut line = format!("  {name}:");
        for (at, column) in table.columns().iter().enumerate() {
            let more = format!("{}{column}", if at == 0 { " " } else { ", " });
            if line.len() + more.len() > 79 {
                text.push_str(&format!("{line},\n"));
                line = format!("    {column}");
            } else {
                line.push_str(&more);
            }
        }
        text.push_str(&format!("{line}\n"));
    }
    text + "\
In agreements, `link` is the goal whose support was agreed to; it is empty for
the goal itself. In needs, `in_goal` is the goal in which the other team does
it. Cells that a spreadsheet would take for a formula begin with an apostrophe,
which `goalpost import` takes off again."
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// A line of JSON a goal, without loss
    #[default]
    Jsonl,
    /// A table
    Csv,
    /// One document
    Json,
    /// Who approves changes of which file, for GitHub and GitLab
    Codeowners,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let what = args.what;
    if what.is_some() && !matches!(format, Format::Csv) {
        return Err(CommandError::usage("--what is for tables: every other format has it all")
            .hint("add --format csv, or leave --what out"));
    }
    let project = session.open()?;
    let context = session.context(&project)?;
    if let Format::Codeowners = format {
        if project.workspace.org.is_none() {
            return Err(CommandError::usage("without org.yaml nobody has a login or an address")
                .hint("list `people` there, each with `github`, `gitlab` or `email`"));
        }
        let view = CodeownersView::new(&project.workspace, &project.root_in_git, context.today);
        if !view.unknown.is_empty() {
            session.note(&format!(
                "neither login nor address in org.yaml: {} (their goals have no line)",
                view.unknown.join(", ")
            ));
        }
        if !view.departed.is_empty() {
            session.note(&format!(
                "left, and org.yaml names nobody above who is here: {} (their goals have no line)",
                view.departed.join(", ")
            ));
        }
        if !view.by_address.is_empty() {
            session.note(&format!(
                "no login in org.yaml: {} (named by address, which a service knows only from their account)",
                view.by_address.join(", ")
            ));
        }
        session.answer(&codeowners::codeowners(&view))?;
        return Ok(Verdict::Done);
    }
    let view = ExportView::new(&project.workspace);
    if view.unread > 0 {
        session
            .note(&format!("left out: {} files that cannot be read as goals (goalpost check says why)", view.unread));
    }
    if view.included > 0 {
        session.note(&format!("left out: {} goals of included roots; export there", view.included));
    }
    session.answer(&match format {
        Format::Csv => render::export::table(&view, what.unwrap_or(ExportTable::Goals)),
        Format::Json => json::json(&Envelope::new("export", &context, view)),
        _ => jsonl::export(&view),
    })?;
    Ok(Verdict::Done)
}
