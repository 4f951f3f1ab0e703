//! `goalpost carry-over`: goals that go on into the next period.

use std::collections::BTreeMap;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::scope::named_period;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use super::writing::{Work, Writing, committable, find_own};
use crate::author::{Carried, Decision, carried, carry_over, is_unclosed};
use crate::model::{GoalIx, Kind, Workspace, count_of};

/// Copy unfinished goals into the next period
///
/// Every objective and key result of the old period that was neither achieved nor dropped, and that nothing continues
/// yet, gets a new file: a new id with `continues`, links to what is carried on too, and its last value as baseline. Words
/// that still name the old baseline or period are shown with their lines, for you to rewrite. The old files stay as they
/// are.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost carry-over --from 2026-Q4 --to 2027-Q1 --dry-run
  goalpost carry-over --from current --to next faster-payouts")]
pub(super) struct Args {
    /// Only these goals; an objective's key results go with it
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    /// The period that ends: 2026-Q4, prev, current
    #[arg(long, value_name = "PERIOD")]
    from: String,
    /// The period that begins: 2027-Q1, current, next
    #[arg(long, value_name = "PERIOD")]
    to: String,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let from = named_period(&args.from, &workspace.settings, today)?;
    let to = named_period(&args.to, &workspace.settings, today)?;
    if to.start <= from.start {
        return Err(CommandError::usage(format!("{} does not come after {}", to.name, from.name))
            .hint("--from names the period that ends, --to the one that begins"));
    }
    let named = args.goals.iter().map(|id| find_own(workspace, id)).collect::<Result<Vec<_>, _>>()?;
    let snapshot = session.snapshot(&opened.project, &opened.context, HistoryReach::Whole)?;
    let goals = carried(&snapshot, &from, &named);
    if let Some(left) = named.iter().find(|ix| !goals.contains(ix)) {
        let goal = workspace.goal(*left);
        return Err(CommandError::usage(format!("`{}` does not go on from {}", goal.id, from.name))
            .hint("it was achieved or dropped, is of another period, is continued already, or its objective is closed and stays: make a goal of its own for it (goalpost new key_result)"));
    }
    let files = carry_over(&snapshot, &goals, &named, (&from, &to))
        .map_err(|it| CommandError::usage(it.message).hint(it.help))?;
    let mut work = Work::new(&opened);
    work.takes_over = true;
    let count = |kind: Kind| goals.iter().filter(|ix| workspace.goal(**ix).kind == kind).count();
    let (objectives, results) = (count(Kind::Objective), count(Kind::KeyResult));
    work.say(format!(
        "{} and {} from {} to {}",
        count_of(objectives, "objective"),
        count_of(results, "key result"),
        from.name,
        to.name
    ));
    for file in &files {
        work.create(&file.path, file.text.clone(), &file.id)?;
    }
    // The files are listed below: many of them need no line each here.
    for file in files.iter().filter(|_| files.len() <= MOST_LISTED) {
        work.say(format!("{} continues {}", file.id, workspace.goal(file.from).id));
    }
    if let Some(objective) = goals.iter().find(|ix| !named.is_empty() && is_along(workspace, &named, **ix)) {
        work.say(format!("with them goes their objective: {}", workspace.goal(*objective).id));
    }
    work.says.extend(decisions(&files));
    // A title is its author's: what is wrong in it now is shown, and not rewritten.
    let here = Session::here(&opened.project);
    let stale = files.iter().flat_map(|file| file.stale.iter().map(move |stale| (file, stale)));
    for (file, stale) in stale.clone().take(MOST_LISTED) {
        let path = if here.is_empty() { file.path.clone() } else { format!("{here}/{}", file.path) };
        work.say(format!("look at {path}:{}: {}", stale.line, stale.says));
    }
    if let Some(more) = stale.count().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        work.say(format!(
            "and {more} more texts name the old baseline or period: goalpost carry-over --dry-run shows the files"
        ));
    }
    let open = goals.iter().filter(|ix| is_unclosed(workspace.goal(**ix))).count();
    if open > 0 && !args.writing.dry_run {
        session.note(&format!("{} still open in {}: goalpost close grades them", count_of(open, "goal"), from.name));
    }
    work.next = committable(&opened, args.writing);
    let subject = format!("Carry goals over from {} to {}", from.name, to.name);
    work.finish(session, &opened, "carry-over", args.writing, &subject)
}

/// The most goals and texts that get a line each.
const MOST_LISTED: usize = 5;

/// Whether a goal is an objective that nobody named and that goes along with a key result.
fn is_along(workspace: &Workspace, named: &[GoalIx], ix: GoalIx) -> bool {
    workspace.goal(ix).kind == Kind::Objective && !named.contains(&ix)
}

/// What is to be decided, a line for each kind of decision with the goals that it is about, the most important first.
fn decisions(files: &[Carried]) -> Vec<String> {
    let mut by_kind: BTreeMap<&Decision, (&str, Vec<String>)> = BTreeMap::new();
    for file in files {
        for decision in &file.decisions {
            let detail = decision.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
            let alike = by_kind.iter_mut().find(|(_, (asks, _))| *asks == decision.asks());
            let goal = format!("{}{detail}", file.id);
            match alike {
                Some((_, (_, goals))) => goals.push(goal),
                None => {
                    by_kind.insert(decision, (decision.asks(), vec![goal]));
                }
            }
        }
    }
    let line = |(asks, goals): &(&str, Vec<String>)| {
        let more = goals.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{asks}: {}{more}", goals[..goals.len().min(MOST_LISTED)].join(", "))
    };
    by_kind.values().map(line).collect()
}
