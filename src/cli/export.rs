//! `goalpost export`: every goal, for other programs and for another place.

use clap::Args as ClapArgs;

use super::{CommandError, Session, Verdict};
use crate::render::{self, codeowners, json, jsonl};
use crate::view::Envelope;
use crate::view::codeowners::CodeownersView;
use crate::view::export::ExportView;

/// Gives every goal away: as lines of JSON, as a table, or as CODEOWNERS
///
/// A line of JSON is one goal with the fields that its file has, and nothing that is inherited or computed; two more
/// are goalpost.yaml and org.yaml. `goalpost import` makes the same goals of it again. A table (csv) has what fits into
/// cells; codeowners is what GitHub and GitLab ask for approvals by.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: jsonl, csv, json, codeowners")]
pub(super) struct Args {}

#[derive(Debug, Clone, Copy)]
enum Format {
    Jsonl,
    Csv,
    Json,
    Codeowners,
}

/// Runs the command.
pub(super) fn run(session: &Session, _: &Args) -> Result<Verdict, CommandError> {
    let formats =
        [("jsonl", Format::Jsonl), ("csv", Format::Csv), ("json", Format::Json), ("codeowners", Format::Codeowners)];
    let format = session.format("export", &formats)?;
    let project = session.open()?;
    let context = session.context(&project)?;
    if let Format::Codeowners = format {
        if project.workspace.org.is_none() {
            return Err(CommandError::new("without org.yaml nobody has a login or an address")
                .hint("list `people` there, each with `github`, `gitlab` or `email`"));
        }
        let view = CodeownersView::new(&project.workspace, &project.root_in_git, context.today);
        if !view.unknown.is_empty() {
            session.note(&format!(
                "neither login nor address in org.yaml: {} (their goals have no line)",
                view.unknown.join(", ")
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
        Format::Csv => render::csv::export(&view),
        Format::Json => json::json(&Envelope::new("export", &context, view)),
        _ => jsonl::export(&view),
    })?;
    Ok(Verdict::Done)
}
