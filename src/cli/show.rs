//! `goalpost show`: one goal, with all there is to say of it.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::find;
use super::privacy::Privacy;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;

use crate::render::{card, json, markdown};
use crate::view::Envelope;
use crate::view::show::ShowView;

/// Show one goal in detail
///
/// Everything that stands in the goal's file, and what other goals say of it: its key results, what supports it, who
/// needs it, whose agreement is missing. An id that the goal had before is as good. -v shows the log in full.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The goal's id
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let passed_around = matches!(format, Format::Markdown);
    let named = std::slice::from_ref(&args.goal);
    let project = args.privacy.guard_if(passed_around, session, session.open()?, named)?;
    let context = session.context(&project)?;
    let ix = find(&project.workspace, &args.goal)?;
    let snapshot = session.snapshot(&project, &context, HistoryReach::Whole)?;
    let view = ShowView::new(&snapshot, ix);
    let all = session.is_verbose();
    let text = match format {
        Format::Human => card::card(&view, &Session::here(&project), context.today, all, session.style()),
        Format::Json => json::json(&Envelope::new("show", &context, view)),
        Format::Markdown => markdown::show(&view, context.today, all),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
