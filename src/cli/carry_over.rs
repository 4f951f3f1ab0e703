//! `goalpost carry-over`: copies unfinished goals into the next period.

use std::collections::BTreeMap;

use clap::Args as ClapArgs;

use super::carry_answers::{CarryAnswers, ask_period};
use super::error::CommandError;
use super::other_periods::other_periods;
use super::scope::parse_period;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use super::writing::{Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::author::{CarriedGoal, Decision, carry_over, is_unclosed, select_carried};
use crate::model::{Goal, GoalIx, Kind, Period, Workspace, count_of};

/// Copy unfinished goals into the next period
///
/// Creates a file for every objective, key result and development goal of the old period that was neither achieved nor
/// dropped and has no continuation yet: with a new id, `continues`, links to the other copies, and its last value as
/// baseline. What is unclear (a target that is passed, a parent that has ended, a baseline without a value) is asked for on a
/// terminal, and listed elsewhere. Lists texts that still mention the old baseline or period, with their lines. The old
/// files do not change.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost carry-over --from 2026-Q4 --to 2027-Q1 --dry-run
  goalpost carry-over --from current --to next delivery-promise-2026-q4
  goalpost carry-over --from current --to next --target late-parcels-2026-q4=4")]
pub(super) struct Args {
    /// Carry over only these goals; an objective brings its key results
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
    /// Period that ends: 2026-Q4, prev, current (asked for on a terminal)
    #[arg(long, value_name = "PERIOD")]
    from: Option<String>,
    /// Period that starts: 2027-Q1, current, next (asked for on a terminal)
    #[arg(long, value_name = "PERIOD")]
    to: Option<String>,
    #[command(flatten)]
    answers: CarryAnswers,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let mut opened = session.open_to_write()?;
    let past = session.past(&mut opened.project, &opened.context, HistoryReach::Whole)?;
    let workspace = &opened.project.workspace;
    let named = args.goals.iter().map(|id| find_own(workspace, id)).collect::<Result<Vec<_>, _>>()?;
    let snapshot = past.snapshot(&opened.project);
    let (from, to) = periods(&snapshot, args)?;
    if to.start <= from.start {
        return Err(CommandError::usage(format!("{} does not start after {}", to.name, from.name))
            .hint("--from names the period that ends, --to the one that starts"));
    }
    let goals = select_carried(&snapshot, &from, &named);
    if let Some(left) = named.iter().find(|ix| !goals.contains(ix)) {
        let goal = workspace.goal(*left);
        return Err(CommandError::usage(format!("`{}` cannot be carried over from {}", goal.id, from.name))
            .hint("it was achieved or dropped, belongs to another period, is already continued, or its objective is closed")
            .hint("to continue a key result of a closed objective: goalpost new key-result --measures OBJECTIVE"));
    }
    if goals.is_empty() {
        let goes_on = |goal: &Goal| goal.is_work() && goal.is_open();
        let other = other_periods(workspace, &from, goes_on).map(|other| format!("; {other}"));
        session.note(&format!("no goals of {} to carry over{}", from.name, other.unwrap_or_default()));
    }
    let mut files = carry_over(&snapshot, &goals, &named, (&from, &to))
        .map_err(|it| CommandError::usage(it.message).hint(it.help))?;
    args.answers.settle(&snapshot, &mut files, &to)?;
    let mut work = Work::new(&opened);
    // The copies keep the faults of the originals, which `check` reports; they do not block the next period.
    work.allows_errors = true;
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
    // The answer lists the written files anyway, so only a few goals get a line each.
    for file in files.iter().filter(|_| files.len() <= MOST_LISTED) {
        work.say(format!("{} continues {}", file.id, workspace.goal(file.from).id));
    }
    if let Some(objective) = goals.iter().find(|ix| !named.is_empty() && is_brought_along(workspace, &named, **ix)) {
        work.say(format!("their objective is carried over too: {}", workspace.goal(*objective).id));
    }
    work.says.extend(describe_decisions(&files));
    // Titles and reasons are people's words: outdated ones are listed, never rewritten.
    let here = Session::here(&opened.project);
    let stale = files.iter().flat_map(|file| file.stale.iter().map(move |stale| (file, stale)));
    let most = if session.is_verbose() { usize::MAX } else { MOST_LISTED };
    for (file, stale) in stale.clone().take(most) {
        work.say(format!("review {}:{}: {}", here.path(&file.path), stale.line, stale.says));
    }
    if let Some(more) = stale.count().checked_sub(most).filter(|more| *more > 0) {
        work.say(format!(
            "and {more} more texts that mention the old baseline or period, listed by: goalpost carry-over --from {} --to {} --dry-run -v",
            from.name, to.name
        ));
    }
    let open = goals.iter().filter(|ix| is_unclosed(workspace.goal(**ix))).count();
    if open > 0 && !args.writing.dry_run {
        session.note(&format!(
            "{} still open in {}; to grade them: goalpost close {}",
            count_of(open, "goal"),
            from.name,
            if from.end < opened.context.today { format!("--period {}", from.name) } else { "GOAL".to_owned() }
        ));
    }
    work.next = next_step(&opened, args.writing);
    let subject = format!("Carry goals over from {} to {}", from.name, to.name);
    work.finish(session, &opened, "carry-over", args.writing, &subject)
}

/// The period that ends and the one that starts: given, or asked for on a terminal.
fn periods(snapshot: &Facts<'_>, args: &Args) -> Result<(Period, Period), CommandError> {
    let (settings, today) = (snapshot.settings(), snapshot.today);
    let read = |text: &str| parse_period(text, settings, today);
    let missing = |option: &str| {
        CommandError::usage(format!("{option} is missing"))
            .hint("for example: goalpost carry-over --from current --to next --dry-run")
    };
    let from = if let Some(text) = &args.from {
        read(text)?
    } else {
        // Soon after a quarter its goals go on; later those of the present one.
        let quarter = Period::quarter_of(today, settings.fiscal_year_starts);
        let before = quarter.beside(-1, settings.fiscal_year_starts);
        let default = if select_carried(snapshot, &before, &[]).is_empty() { quarter } else { before };
        ask_period("which period ends?", &default, read).ok_or_else(|| missing("--from PERIOD"))?
    };
    let to = if let Some(text) = &args.to {
        read(text)?
    } else {
        let default = from.beside(1, settings.fiscal_year_starts);
        ask_period("which period starts?", &default, read).ok_or_else(|| missing("--to PERIOD"))?
    };
    Ok((from, to))
}

/// How many goals and texts are listed one by one.
const MOST_LISTED: usize = 5;

/// Whether a goal is an objective that was not named and comes with one of its key results.
fn is_brought_along(workspace: &Workspace, named: &[GoalIx], ix: GoalIx) -> bool {
    workspace.goal(ix).kind == Kind::Objective && !named.contains(&ix)
}

/// Describes the open decisions, one line for each kind with its goals, the most important first.
fn describe_decisions(files: &[CarriedGoal]) -> Vec<String> {
    let mut by_kind: BTreeMap<&Decision, (&str, Vec<String>)> = BTreeMap::new();
    for file in files {
        for decision in &file.decisions {
            let detail = decision.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
            let same_kind = by_kind.iter_mut().find(|(_, (instruction, _))| *instruction == decision.instruction());
            let goal = format!("{}{detail}", file.id);
            match same_kind {
                Some((_, (_, goals))) => goals.push(goal),
                None => {
                    by_kind.insert(decision, (decision.instruction(), vec![goal]));
                }
            }
        }
    }
    let line = |(instruction, goals): &(&str, Vec<String>)| {
        let more = goals.len().saturating_sub(MOST_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{instruction}: {}{more}", goals[..goals.len().min(MOST_LISTED)].join(", "))
    };
    by_kind.values().map(line).collect()
}
