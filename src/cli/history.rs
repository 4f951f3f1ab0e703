//! `goalpost history`: shows a goal's values over time and its moved goalposts.

use std::mem::ManuallyDrop;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, TableFormat as Format};
use super::goal;
use super::privacy::Privacy;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::history::GoalHistory;
use crate::model::{GoalIx, Kind};
use crate::render::{self, history, json};
use crate::view::Envelope;
use crate::view::history::HistoryView;
use crate::view::history_summary::HistorySummary;

/// Show a goal's check-ins and moved goalposts over time
///
/// Each commit that changed a value, its day, the confidence or a done milestone is one observation. A moved target,
/// baseline, bound, deadline or weight is shown with its effect: the progress against the original goalpost.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost history checkout-uptime
  goalpost history --all --format csv")]
pub(super) struct Args {
    /// Goals to show
    #[arg(value_name = "GOAL", required_unless_present = "all")]
    goals: Vec<String>,
    /// Show every goal
    #[arg(long, conflicts_with = "goals")]
    all: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    // `ManuallyDrop`: the program ends with the answer, and freeing a large history would only delay it.
    let passed_around = matches!(format, Format::Csv);
    let mut project = args.privacy.guard_if(passed_around, session, session.open()?, &args.goals)?;
    let context = session.context(&project)?;
    let past = session.past(&mut project, &context, HistoryReach::Needed)?;
    let project = ManuallyDrop::new(project);
    let snapshot = ManuallyDrop::new(past.snapshot(&project));
    let history: &GoalHistory = goal::require_history(&snapshot)?;
    let goals: Vec<GoalIx> = if args.all {
        let kinds = |kind| !matches!(kind, Kind::Mission | Kind::Survey);
        project.workspace.own_and_included().filter(|(_, goal)| kinds(goal.kind)).map(|(ix, _)| ix).collect()
    } else {
        args.goals.iter().map(|id| goal::find_in_history(&snapshot, history, id)).collect::<Result<_, _>>()?
    };
    let view = HistoryView::new(&snapshot, history, &goals);
    let text = match format {
        Format::Human => {
            let summaries: Vec<HistorySummary> = view
                .goals
                .iter()
                .filter_map(|it| Some(HistorySummary::new(&snapshot, it.goal?, it, !args.all)))
                .collect();
            if args.all {
                history::overview(&summaries, context.today, session.style())
            } else {
                history::summaries(&summaries, session.style())
            }
        }
        Format::Json => json::json(&Envelope::new("history", &context, view)),
        Format::Csv => render::csv::history(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
