//! `goalpost scorecard`: scores goals against SMART and FAST.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, GoalsFormat as Format};
use super::goal::find_asked;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::model::GoalIx;
use crate::render::{self, json, markdown, scorecard};
use crate::rules::{GoalScores, RULES, run_criteria};
use crate::view::Envelope;
use crate::view::scorecard::ScorecardView;

/// Score goals against SMART and FAST
///
/// Shows a row for every objective, key result and development goal: ✓ if a criterion is met, ✗ if a rule has a finding
/// against it at any level, – if it does not apply, a comment allows the finding, or the goal is closed. Named goals
/// are shown with their findings. `goalpost explain smart` describes the criteria.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost scorecard
  goalpost scorecard --team checkout
  goalpost scorecard search-success")]
pub(super) struct Args {
    /// Score only these goals
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let privacy = &args.scope.privacy;
    let mut project = privacy.guard_if(format.is_passed_around(), session, session.open()?, &args.goals)?;
    let context = session.context(&project)?;
    let named = !args.goals.is_empty();
    let reach = if named { HistoryReach::Whole } else { args.scope.reach(HistoryReach::Recent) };
    let (project, snapshot) = session.snapshot(&mut project, &context, reach)?;
    let (selection, heading) = args.scope.select(project, context.today)?;
    let chosen: Vec<GoalIx> = if named {
        args.goals.iter().map(|id| find_scored(session, &snapshot, id)).collect::<Result<_, _>>()?
    } else {
        snapshot.goals().filter(|(_, goal)| selection.covers(&snapshot, goal)).map(|(ix, _)| ix).collect()
    };
    let outcome = run_criteria(RULES, &snapshot);
    let view = ScorecardView::new(
        &snapshot,
        &GoalScores::read(RULES, &snapshot, &outcome),
        chosen,
        !named && selection.is_filtered(),
    );
    let text = match format {
        Format::Human => {
            scorecard::scorecard(&view, (&heading, &selection), &Session::here(project), named, session.style())
        }
        Format::Json => json::json(&Envelope::new("scorecard", &context, view)),
        Format::Markdown => markdown::scorecard(&view, &heading),
        Format::Csv => render::csv::scorecard(&view),
    };
    session.answer(&text)
}

/// Finds a goal that can be scored.
fn find_scored(session: &Session, snapshot: &Facts<'_>, id: &str) -> Result<GoalIx, CommandError> {
    let ix = find_asked(session, snapshot, id)?;
    let goal = snapshot.goal(ix);
    if goal.is_work() {
        return Ok(ix);
    }
    Err(CommandError::usage(format!("`{id}` is {}, which is not scored", goal.kind.in_words()))
        .hint("name an objective, a key result or a development goal"))
}
