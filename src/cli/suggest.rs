//! `goalpost suggest`: suggests parents for goals.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::goal::find_asked;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Kind};
use crate::render::{json, suggest};
use crate::view::Envelope;
use crate::view::suggest::SuggestView;

/// Suggest parents for goals
///
/// Ranks possible parents by wording, team hierarchy, level, period and ids. Without GOAL, covers all goals without a
/// parent. Similar wording is only a hint: nothing is linked until you run `goalpost link CHILD PARENT`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost suggest
  goalpost suggest search-success")]
pub(super) struct Args {
    /// Goals to find a parent for
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// How many goals are covered if none is named.
const MOST: usize = 20;

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut project = session.open()?;
    let context = session.context(&project)?;
    // A named goal may be one of an old quarter.
    let reach = if args.goals.is_empty() { HistoryReach::Recent } else { HistoryReach::Whole };
    let (_, snapshot) = session.snapshot(&mut project, &context, reach)?;
    let goals: Vec<GoalIx> = if args.goals.is_empty() {
        unlinked_goals(&snapshot)
    } else {
        args.goals.iter().map(|id| find_asked(session, &snapshot, id)).collect::<Result<_, _>>()?
    };
    if let Some(other) = goals.iter().map(|ix| snapshot.goal(*ix)).find(|goal| !goal.is_work()) {
        return Err(CommandError::usage(format!(
            "`{}` is {}, which cannot have a parent",
            other.id,
            other.kind.in_words()
        ))
        .hint("name an objective, a key result or a development goal"));
    }
    let shown = &goals[..goals.len().min(MOST)];
    if goals.len() > MOST {
        session.note(&format!("{} goals have no parent; showing the first {MOST}", goals.len()));
    }
    let view = SuggestView::new(&snapshot, shown, args.goals.is_empty());
    let text = match format {
        Format::Human => suggest::suggest(&view, session.style()),
        Format::Json => json::json(&Envelope::new("suggest", &context, view)),
    };
    session.answer(&text)
}

/// Lists the goals without a parent, by id.
fn unlinked_goals(snapshot: &Facts<'_>) -> Vec<GoalIx> {
    let mut unlinked: Vec<GoalIx> = snapshot
        .live_goals()
        .filter(|(ix, goal)| {
            matches!(goal.kind, Kind::Objective | Kind::KeyResult) && snapshot.graph.parents(*ix).next().is_none()
        })
        .map(|(ix, _)| ix)
        .collect();
    unlinked.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
    unlinked
}
