//! `goalpost show`: shows one goal in detail.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::find_asked;
use super::privacy::Privacy;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;

use crate::render::{card, json, markdown};
use crate::view::Envelope;
use crate::view::show::ShowView;

/// Show one goal in detail
///
/// Shows the contents of the goal's file and its relations: key results, supporting goals, needs and missing
/// agreements. Former ids work too. -v shows the whole log.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost show checkout-uptime
  goalpost show checkout-uptime --at 2026-10-01")]
pub(super) struct Args {
    /// Goal to show, by id, the start of it, its file or words of its title
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
    let mut project = args.privacy.guard_if(passed_around, session, session.open()?, named)?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Whole)?;
    let ix = find_asked(session, &project.workspace, &args.goal)?;
    let view = ShowView::new(&snapshot, ix);
    let all = session.is_verbose();
    let text = match format {
        Format::Human => card::card(&view, &Session::here(project), context.today, all, session.style()),
        Format::Json => json::json(&Envelope::new("show", &context, view)),
        Format::Markdown => markdown::show(&view, context.today, all),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
