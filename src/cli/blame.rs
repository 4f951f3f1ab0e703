//! `goalpost blame`: who set the present value of each field of a goal, when, and in which commit.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, TableFormat as Format};
use super::goal;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use crate::render::{self, blame, json};
use crate::view::Envelope;
use crate::view::blame::BlameView;

/// Show which commit last set each field of a goal
///
/// By field and not by line: a moved or renamed file, new indentation or another order of fields set nothing. Links,
/// milestones, needs, agreements and log entries are told item by item.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The goal
    #[arg(value_name = "GOAL")]
    goal: String,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = session.open()?;
    let context = session.context(&project)?;
    let snapshot = session.snapshot(&project, &context, HistoryReach::Needed)?;
    let history = goal::history_of(&snapshot)?;
    let ix = goal::find_in_history(&snapshot, history, &args.goal)?;
    let view = BlameView::new(&snapshot, history, ix);
    let text = match format {
        Format::Human => blame::blame(&view, &Session::here(&project), session.style()),
        Format::Json => json::json(&Envelope::new("blame", &context, view)),
        Format::Csv => render::csv::blame(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
