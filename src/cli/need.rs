//! `goalpost need`: asks another team for something, or answers what was asked.

use clap::Args as ClapArgs;

use super::day::read_coming_day;
use super::error::CommandError;
use super::goal::find_by_id;
use super::guard::apply_change;
use super::member::{ensure_stands, find_team};
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Speaker, Work, Writing, find_own, next_step};
use crate::analysis::facts::Facts;
use crate::author::{NeedRequest, NewLogEntry, answer_need, ask_need, find_need};
use crate::model::{Goal, LogKind, NeedState, Workspace, brief};
use crate::render::shell_word;
use crate::syntax::Edit;
use crate::view::diff::describe_fields;

/// Record or answer a need between teams
///
/// Asks a team for something that the goal needs, or records the team's answer. What is asked for is named by its words
/// or a part of them; if the goal asked the team for one thing only, or only one waits for an answer, the team is enough.
#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("answer").args(["agree", "decline", "met"]))]
#[command(after_help = "\
Examples:
  goalpost need paying-is-calm \"a rehearsal\" --from warehouse --due 2026-12-04
  goalpost need paying-is-calm --from delivery --agree
  goalpost need paying-is-calm --from delivery --decline --note \"in spring\"
  goalpost need records-without-typing --from search --met --commit")]
pub(super) struct Args {
    /// Goal that needs it
    #[arg(value_name = "GOAL")]
    goal: String,
    /// What is needed, in a few words
    #[arg(value_name = "WHAT")]
    what: Option<String>,
    /// Team that is asked
    #[arg(long, value_name = "TEAM")]
    from: String,
    /// The team agrees
    #[arg(long)]
    agree: bool,
    /// The team declines
    #[arg(long)]
    decline: bool,
    /// It was delivered
    #[arg(long)]
    met: bool,
    /// Day it is needed by: 2026-12-01, tomorrow
    #[arg(long, value_name = "DATE", conflicts_with = "answer")]
    due: Option<String>,
    /// Effort for the team, in person-weeks
    #[arg(long, value_name = "N", allow_hyphen_values = true, conflicts_with = "answer")]
    effort: Option<String>,
    /// Goal of the team in which it is done
    #[arg(id = "within", long = "goal", value_name = "GOAL", conflicts_with_all = ["decline", "met"])]
    within: Option<String>,
    /// Add a line to the goal's log
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Ensures that a goal can deliver what is asked of a team: it is open, and the team's, or that of a team above or below it.
fn ensure_delivers(workspace: &Workspace, goal: &Goal, from: &str) -> Result<(), CommandError> {
    if !goal.is_open() {
        return Err(CommandError::usage(format!("`{}` is {}", goal.id, goal.state.word()))
            .hint("name an open goal with --goal, in which it is done"));
    }
    let (Some(org), Some(own)) = (&workspace.org, workspace.team_of(goal)) else { return Ok(()) };
    let is_in_line = |team: &str| org.is_within(team, from) || org.is_within(from, team);
    if is_in_line(own) || goal.contributors.iter().any(|team| is_in_line(team)) {
        return Ok(());
    }
    Err(CommandError::usage(format!("`{}` is a goal of {own}, and {from} is asked", goal.id))
        .hint(format!("name a goal of {from} with --goal, or ask {own}: --from {own}")))
}

/// Who says it. A need has its day in `by`, so that people type one here, where it would be lost.
fn speaker(opened: &Opened, args: &Args) -> Result<Option<String>, CommandError> {
    let by = args.speaker.by.as_deref();
    let is_known = |by: &str| opened.project.workspace.org.as_ref().is_some_and(|org| org.knows_person(by));
    if let Some(day) = by.filter(|by| !is_known(by) && read_coming_day(by, opened.context.today, "--by").is_ok()) {
        return Err(CommandError::usage(format!("--by names a person, and `{day}` is a day"))
            .hint(format!("the day that it is needed by: --due {}", shell_word(day))));
    }
    Session::speaker(&opened.project, by)
}

/// Whether edits change what a team has agreed to.
fn changes_agreed(goal: &Goal, edits: &[Edit]) -> bool {
    let agreed = goal.needs.iter().filter(|need| need.state == NeedState::Agreed);
    let mut routes = agreed.map(|need| format!("needs[{}].", need.index));
    routes.any(|start| edits.iter().any(|edit| matches!(edit, Edit::Set { route, .. } if route.starts_with(&start))))
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let ix = find_own(workspace, &args.goal)?;
    let goal = workspace.goal(ix);
    let from = find_team(workspace, &args.from)?;
    let by = speaker(&opened, args)?;
    let facts = Facts::take(workspace, today);
    let within = args.within.as_deref().map(|id| find_by_id(workspace, id)).transpose()?;
    if let Some(within) = within.map(|ix| workspace.goal(ix)) {
        ensure_delivers(workspace, within, &from)?;
    }
    let within = within.map(|ix| workspace.goal(ix).id.clone());
    let answer = match (args.agree, args.decline, args.met) {
        (true, ..) => Some((NeedState::Agreed, "agrees to")),
        (_, true, _) => Some((NeedState::Declined, "declines")),
        (.., true) => Some((NeedState::Met, "delivered")),
        _ => None,
    };
    let (edits, subject) = match (answer, &args.what) {
        (Some((state, verb)), what) => {
            let need = find_need(&facts, goal, &from, what.as_deref())?;
            (
                answer_need(need, state, within.as_deref())?,
                format!("{from} {verb} {} for {}", brief(&need.what), goal.id),
            )
        }
        (None, Some(what)) if !what.trim().is_empty() => {
            if !goal.is_open() {
                return Err(
                    CommandError::usage(format!("`{}` is {}", goal.id, goal.state.word())).hint("name an open goal")
                );
            }
            ensure_stands(workspace, &from, today, "--from")?;
            let due = args.due.as_deref().map(|text| read_coming_day(text, today, "--due")).transpose()?;
            let asked = NeedRequest { due, effort: args.effort.clone(), goal: within };
            (ask_need(&facts, ix, (&from, what), &asked)?, format!("{} needs {} from {from}", goal.id, brief(what)))
        }
        (None, _) => {
            return Err(CommandError::usage("neither what is needed nor an answer is given")
                .hint(format!("to ask: goalpost need {} WHAT --from {from}", goal.id))
                .hint("to answer: --agree, --decline or --met"));
        }
    };
    let mut work = Work::new(&opened);
    work.edit(ix, &edits)?;
    let after = Workspace::read(apply_change(workspace.sources.clone(), &work.change));
    let changed = describe_fields(&facts, &Facts::take(&after, today), &goal.id);
    let is_agreed = changed.is_some() && answer.is_none() && changes_agreed(goal, &edits);
    work.say(format!("{}: {}", goal.id, changed.unwrap_or_else(|| "its needs are like that already".to_owned())));
    let due =
        args.due.as_deref().filter(|_| answer.is_none()).and_then(|text| read_coming_day(text, today, "--due").ok());
    if let Some(due) = due.filter(|due| *due < today) {
        work.say(format!("{due} is past: this need is late from the start"));
    }
    if is_agreed {
        work.say(format!("{from} agreed before this change; ask them whether they still do"));
    }
    if let Some(text) = args.note.as_deref().filter(|text| !text.trim().is_empty()) {
        let entry = NewLogEntry::new(today, by, LogKind::Note, text);
        work.edit(ix, &[NewLogEntry { about: vec!["needs".to_owned()], ..entry }.edit(goal)])?;
        work.say(format!("note: {}", text.trim()));
    }
    work.next = next_step(&opened, args.writing).filter(|_| !work.change.is_empty());
    work.finish(session, &opened, "need", args.writing, &subject)
}
