//! `goalpost rollup`: how far every goal has come, against its plan.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, GoalsFormat as Format};
use super::goal::find;
use super::scope::ScopeArgs;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use crate::render::{self, explanation, json, markdown, tree};
use crate::view::Envelope;
use crate::view::explanation::ExplainedRollup;
use crate::view::rollup::RollupView;

/// Show progress and health of all goals as a tree
///
/// A tree from the mission down: progress, what the plan asks for today, health. Without --period: the goals whose
/// period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Only this goal and all that serves it
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// How many steps down from the top
    #[arg(long, value_name = "STEPS")]
    depth: Option<usize>,
    /// Say where each number came from: formulas, inputs with their lines, what was left out. With GOAL: of the goal and
    /// what counts in it, unless --depth says more or less
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    if args.explain && format.is_passed_around() {
        return Err(CommandError::usage("rollup --explain has no such format").hint("it has human, json"));
    }
    let privacy = &args.scope.privacy;
    let project = privacy.guard_if(format.is_passed_around(), session, session.open()?, args.goal.as_slice())?;
    let context = session.context(&project)?;
    // A goal that is named may be old.
    let reach = if args.goal.is_some() { HistoryReach::Whole } else { args.scope.reach(HistoryReach::Trends) };
    let snapshot = session.snapshot(&project, &context, reach)?;
    let (selection, heading) = args.scope.select(&project, context.today)?;
    let of = args.goal.as_deref().map(|id| find(&project.workspace, id)).transpose()?;
    let view = RollupView::new(&snapshot, &selection, of, args.depth);
    let text = if args.explain {
        let goals = match of.filter(|_| args.depth.is_none()) {
            Some(goal) => ExplainedRollup::with_parts(&snapshot, goal),
            None => ExplainedRollup::in_tree(&snapshot, &view),
        };
        let view = ExplainedRollup::new(&snapshot, view, &goals);
        if let Format::Json = format {
            json::json(&Envelope::new("rollup", &context, view))
        } else {
            let here = Session::here(&project);
            let heading = Some(heading.as_str()).filter(|_| of.is_none());
            let explanations = view.explanations.unwrap_or_default();
            explanation::explanations(&explanations, heading, context.today, &here, session.style())
        }
    } else {
        match format {
            Format::Human => tree::tree(&view, &heading, context.today, session.style()),
            Format::Json => json::json(&Envelope::new("rollup", &context, ExplainedRollup::plain(view))),
            Format::Markdown => markdown::rollup(&view, &heading),
            Format::Csv => render::csv::rollup(&view),
        }
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
