//! `goalpost impact`: shows what a change to a goal would affect, before it is made.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::find;
use super::privacy::Privacy;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;

use crate::render::{impact, json};
use crate::view::Envelope;
use crate::view::impact::GoalImpactView;

/// Show what a change to a goal would affect
///
/// Lists the goals above with the share of their progress that comes from this one, the goals below, the links that a
/// change of a goalpost or of the title's meaning would make suspect, needs, agreements, and whom to ask: owners, leads
/// and dependants, each with the reason.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost impact checkout-uptime
  goalpost impact checkout-uptime --format json
  goalpost impact faster-payouts --format markdown --output impact.md")]
pub(super) struct Args {
    /// Goal that is to be changed
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
    let view = GoalImpactView::new(&snapshot, find(&project.workspace, &args.goal)?);
    let text = match format {
        Format::Human => impact::impact(&view, session.style()),
        Format::Json => json::json(&Envelope::new("impact", &context, view)),
        Format::Markdown => impact::markdown(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
