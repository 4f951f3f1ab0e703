//! `goalpost impact`: shows what a change to a goal would affect, before it is made.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::goal::answer_about;
use super::privacy::Privacy;
use super::session::Session;
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
  goalpost impact search-success
  goalpost impact search-success --format json
  goalpost impact delivery-promise-2026-q4 --format markdown --output impact.md")]
pub(super) struct Args {
    /// Goal that is to be changed
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
    answer_about(session, &args.goal, (&args.privacy, shared), |snapshot, ix, context, _| {
        let view = GoalImpactView::new(snapshot, ix);
        match format {
            Format::Human => impact::impact(&view, session.style()),
            Format::Json => json::json(&Envelope::new("impact", context, view)),
            Format::Markdown => impact::markdown(&view),
        }
    })
}
