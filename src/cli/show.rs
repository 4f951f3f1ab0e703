//! `goalpost show`: shows one goal in detail.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::answer_about;
use super::privacy::Privacy;
use super::session::Session;
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
  goalpost show search-success
  goalpost show search-success --at 2026-10-01")]
pub(super) struct Args {
    /// Goal to show, by id, the start of it, its file or words of its title
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let shared = matches!(format, Format::Markdown);
    answer_about(session, &args.goal, (&args.privacy, shared), |snapshot, ix, context, project| {
        let view = ShowView::new(snapshot, ix);
        let all = session.is_verbose();
        match format {
            Format::Human => card::card(&view, &Session::here(project), context.today, all, session.style()),
            Format::Json => json::json(&Envelope::new("show", context, view)),
            Format::Markdown => markdown::show(&view, context.today, all),
        }
    })
}
