//! `goalpost reopen`: reopens closed goals.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::reason::facts_with_past;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing, find_own, next_step};
use crate::analysis::text::grade_words;
use crate::author::reopen;
use crate::graph::Graph;
use crate::model::{GoalIx, Kind};

/// Reopen a closed goal
///
/// Removes the grade, the state and the closing day from the goal's file and adds the reason. The old grade stays in
/// git's history. Key results of a reopened objective stay closed; name those to reopen as well.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost reopen late-parcels --reason \"the last invoices were missing\"
  goalpost reopen late-parcels --reason \"closed by mistake\" --commit")]
pub(super) struct Args {
    /// Goals to reopen
    #[arg(value_name = "GOAL", required = true)]
    goals: Vec<String>,
    /// Why the goals are reopened
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let workspace = &opened.project.workspace;
    let named: Vec<GoalIx> = args.goals.iter().map(|id| find_own(workspace, id)).collect::<Result<_, _>>()?;
    let graph = Graph::build(workspace);
    let facts = facts_with_past(&opened.project, opened.context.today);
    let mut work = Work::new(&opened);
    for ix in &named {
        let goal = workspace.goal(*ix);
        let edits = reopen(&facts, *ix, &args.reason, Session::speaker(&opened.project, None)?)?;
        work.edit(*ix, &edits)?;
        let grade = goal.grade.as_ref().map(|it| format!(", grade {} removed", grade_words(it.score)));
        work.say(format!("{}: reopened{} · {}", goal.id, grade.unwrap_or_default(), goal.title));
        let still_closed = |part: &GoalIx| !workspace.goal(*part).is_open() && !named.contains(part);
        let parts: Vec<GoalIx> = graph.key_results(*ix).map(|part| part.goal).filter(still_closed).collect();
        if let Some(first) = parts.first() {
            let ids: Vec<&str> = parts.iter().map(|part| workspace.goal(*part).id.as_str()).collect();
            work.say(format!(
                "still closed: {} · to reopen one: goalpost reopen {} --reason TEXT",
                ids.join(", "),
                workspace.goal(*first).id
            ));
        }
        let objective = goal.measures.as_deref().and_then(|id| workspace.find(id));
        if let Some(objective) = objective.filter(|it| workspace.goal(*it).kind == Kind::Objective && still_closed(it))
        {
            work.say(format!("its objective {} stays closed and keeps its grade", workspace.goal(objective).id));
        }
    }
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "reopen", args.writing, &format!("Reopen {}", super::goal::ids(workspace, &named)))
}
