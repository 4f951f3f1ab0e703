//! `goalpost suggest`: parents that goals might have.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::goal::find;
use super::session::Session;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Kind};
use crate::render::{json, suggest};
use crate::view::Envelope;
use crate::view::suggest::SuggestView;

/// Suggest parents for goals
///
/// By what they are about, the line of teams, the level and the time. Without a goal it looks at those that lead nowhere
/// yet. Likeness of words is a hint, not a proof: `goalpost link CHILD PARENT` is yours to type.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The goals' ids
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// The most goals that are looked at without being named.
const MOST: usize = 20;

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = session.open()?;
    let context = session.context(&project)?;
    let snapshot = Facts::take(&project.workspace, context.today);
    let goals: Vec<GoalIx> = if args.goals.is_empty() {
        lost(&snapshot)
    } else {
        args.goals.iter().map(|id| find(&project.workspace, id)).collect::<Result<_, _>>()?
    };
    if let Some(other) = goals.iter().map(|ix| snapshot.goal(*ix)).find(|goal| !goal.is_work()) {
        return Err(CommandError::usage(format!(
            "`{}` is {}, which supports nothing",
            other.id,
            other.kind.in_words()
        ))
        .hint("ask for an objective, a key result or a development goal"));
    }
    let shown = &goals[..goals.len().min(MOST)];
    if goals.len() > MOST {
        session.note(&format!("{} goals lead nowhere; here are the first {MOST}", goals.len()));
    }
    let view = SuggestView::new(&snapshot, shown, args.goals.is_empty());
    let text = match format {
        Format::Human => suggest::suggest(&view, session.style()),
        Format::Json => json::json(&Envelope::new("suggest", &context, view)),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// The goals that support nothing and measure nothing, and so lead nowhere, by id.
fn lost(snapshot: &Facts<'_>) -> Vec<GoalIx> {
    let mut lost: Vec<GoalIx> = snapshot
        .live_goals()
        .filter(|(ix, goal)| {
            matches!(goal.kind, Kind::Objective | Kind::KeyResult) && snapshot.graph.parents(*ix).next().is_none()
        })
        .map(|(ix, _)| ix)
        .collect();
    lost.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
    lost
}
