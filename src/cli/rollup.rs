//! `goalpost rollup`: shows progress and health of all goals as a tree.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, GoalsFormat as Format};
use super::goal::find_asked;
use super::scope::ScopeArgs;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::words::word_parser;
use crate::analysis::facts::Facts;
use crate::model::GoalIx;
use crate::render::{self, explanation, json, markdown, tree};
use crate::view::explanation::ExplainedRollup;
use crate::view::group::{GoalGroupView, GroupBy};
use crate::view::rollup::RollupView;
use crate::view::selection::Selection;
use crate::view::unreadable::unreadable_words;
use crate::view::{Context, Envelope};

/// Show progress and health of all goals as a tree
///
/// The tree starts at the mission and shows progress, planned progress for today, and health. Without --period: the
/// goals whose period contains today, and open goals past their period or without one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost rollup
  goalpost rollup --team checkout --depth 2
  goalpost rollup --by team
  goalpost rollup --explain search-success")]
pub(super) struct Args {
    /// Show only this goal and the goals that support it
    #[arg(value_name = "GOAL")]
    goal: Option<String>,
    /// Number of levels to show
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// Show where each number comes from: formulas, inputs with their lines, and what does not count. With GOAL, for
    /// the goal and its direct contributions, unless --depth is given
    #[arg(long)]
    explain: bool,
    /// Show one row per team, perspective or area: goals, progress, health, check-ins, moved goalposts
    #[arg(long, value_name = "GROUP", value_parser = word_parser(&GroupBy::WORDS), conflicts_with_all = ["explain", "depth"])]
    by: Option<GroupBy>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    if args.explain && format.is_passed_around() {
        return Err(CommandError::usage("--explain needs --format human or json")
            .hint("remove --explain, or choose one of these"));
    }
    let privacy = &args.scope.privacy;
    let mut read = privacy.guard_if(format.is_passed_around(), session, session.open()?, args.goal.as_slice())?;
    let context = session.context(&read)?;
    // A named goal may have ended long ago, so all of its history is needed.
    // So do the moved goalposts and check-ins of groups.
    let reach = if args.goal.is_some() || args.by.is_some() {
        HistoryReach::Whole
    } else {
        args.scope.reach(HistoryReach::Trends)
    };
    let (project, snapshot) = session.snapshot(&mut read, &context, reach)?;
    let (selection, heading) = args.scope.select(project, context.today)?;
    let of = args.goal.as_deref().map(|id| find_asked(session, &snapshot, id)).transpose()?;
    // Explanations follow the tree, whoever reads them.
    let view = match format {
        Format::Json | Format::Csv if !args.explain => RollupView::new(&snapshot, &selection, of),
        Format::Human | Format::Markdown | Format::Json | Format::Csv => {
            RollupView::for_people(&snapshot, &selection, of, args.depth)
        }
    };
    let text = if let Some(by) = args.by {
        grouped(session, &context, (&snapshot, &selection), view, (by, &heading, format))
    } else if args.explain {
        let goals = match of.filter(|_| args.depth.is_none()) {
            Some(goal) => ExplainedRollup::with_parts(&snapshot, goal),
            None => ExplainedRollup::in_tree(&snapshot, &view),
        };
        let view = ExplainedRollup::new(&snapshot, view, &goals);
        if let Format::Json = format {
            json::json(&Envelope::new("rollup", &context, view))
        } else {
            let here = Session::here(project);
            let heading = Some(heading.as_str()).filter(|_| of.is_none());
            let explanations = view.explanations.unwrap_or_default();
            let unread = unreadable_words(&view.rollup.unreadable);
            let (today, style) = (context.today, session.style());
            explanation::explanations(&explanations, (heading, &selection, unread.as_deref()), today, &here, style)
        }
    } else {
        match format {
            Format::Human => tree::tree(&view, (&heading, &selection), context.today, session.style()),
            Format::Json => json::json(&Envelope::new("rollup", &context, ExplainedRollup::plain(view))),
            Format::Markdown => markdown::rollup(&view, &heading),
            Format::Csv => render::csv::rollup(&view),
        }
    };
    let answered = session.answer(&text);
    session.leave(snapshot);
    session.leave(read);
    answered
}

/// The goals of a rollup, summed up.
fn grouped(
    session: &Session,
    context: &Context,
    (snapshot, selection): (&Facts<'_>, &Selection),
    view: RollupView,
    (by, heading, format): (GroupBy, &str, Format),
) -> String {
    let goals: Vec<GoalIx> = view.goals.iter().filter_map(|goal| snapshot.workspace.find(&goal.id)).collect();
    let groups = GoalGroupView::all(snapshot, selection, &goals, by);
    let unread = unreadable_words(&view.unreadable);
    match format {
        Format::Human => render::groups::groups(&groups, by, (heading, selection), unread.as_deref(), session.style()),
        Format::Json => json::json(&Envelope::new("rollup", context, ExplainedRollup::grouped(view, by, groups))),
        Format::Markdown => markdown::groups(&groups, by, heading, unread.as_deref()),
        Format::Csv => render::csv::groups(&groups, by),
    }
}
