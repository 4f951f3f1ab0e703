//! `goalpost blame`: shows who set the present value of each field of a goal, when, and in which commit.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, TableFormat as Format};
use super::goal;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::render::{self, blame, json};
use crate::view::Envelope;
use crate::view::blame::BlameView;

/// Show which commit last set each field of a goal
///
/// Works by field, not by line: moving or renaming the file, reformatting it or reordering its fields does not count as
/// a change. Links, milestones, needs, agreements and log entries are listed one by one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost blame search-success
  goalpost blame search-success --format csv")]
pub(super) struct Args {
    /// Goal to show
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut project = session.open()?;
    let context = session.context(&project)?;
    let (project, snapshot) = session.snapshot(&mut project, &context, HistoryReach::Needed)?;
    let history = goal::require_history(&snapshot)?;
    let ix = goal::find_in_history(session, &snapshot, &args.goal)?;
    let view = BlameView::new(&snapshot, history, ix);
    let text = match format {
        Format::Human => blame::blame(&view, &Session::here(project), session.style()),
        Format::Json => json::json(&Envelope::new("blame", &context, view)),
        Format::Csv => render::csv::blame(&view),
    };
    session.answer(&text)
}
