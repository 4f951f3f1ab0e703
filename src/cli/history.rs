//! `goalpost history`: what a goal's values were, day by day, and which goalposts moved.

use clap::Args as ClapArgs;

use super::rollup::find;
use super::session::Reach;
use super::{CommandError, Session, Verdict};
use crate::model::{GoalIx, Kind};
use crate::render::json;
use crate::view::Envelope;
use crate::view::history::HistoryView;

/// Shows a goal's values over time, from git, and every goalpost that moved
///
/// Each commit that changed a value, its day, the confidence or a done mark is one observation. A moved target,
/// baseline, bound, deadline or weight is shown with its price: progress against what was promised at first.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json")]
pub(super) struct Args {
    /// The goals
    #[arg(value_name = "GOAL", required_unless_present = "all")]
    goals: Vec<String>,
    /// Every goal
    #[arg(long, conflicts_with = "goals")]
    all: bool,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    session.format("history", &[("json", ())])?;
    let project = session.open()?;
    let context = session.context(&project)?;
    let goals: Vec<GoalIx> = if args.all {
        let kinds = |kind| !matches!(kind, Kind::Mission | Kind::Survey);
        project.workspace.iter().filter(|(_, goal)| kinds(goal.kind)).map(|(ix, _)| ix).collect()
    } else {
        args.goals.iter().map(|id| find(&project.workspace, id)).collect::<Result<_, _>>()?
    };
    let snapshot = session.snapshot(&project, &context, Reach::Needed)?;
    let Some(chronicle) = snapshot.timeline.chronicle() else {
        return Err(CommandError::new("there is no history").hint("commit your goals first"));
    };
    let view = HistoryView::new(&snapshot, chronicle, &goals);
    session.answer(&json::json(&Envelope::new("history", &context, view)))?;
    Ok(Verdict::Done)
}
