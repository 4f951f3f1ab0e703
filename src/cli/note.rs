//! `goalpost note`: adds an entry to a goal's log.

use clap::Args as ClapArgs;

use super::day::read_past_day;
use super::error::CommandError;
use super::field_name::{FieldName, known_field};
use super::member::find_person_or_team;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::words::word_parser;
use super::writing::{Speaker, Work, Writing, find_own, next_step};
use crate::author::{NewLogEntry, resolve_obstacle};
use crate::model::{LogKind, Scope};

/// Add an entry to a goal's log
///
/// The entry goes where the newest ones are. An obstacle names who can remove it (--to) and whether it is internal or
/// external (--scope), and stays open until --resolve closes it. A decision explains a moved goalpost. Keep feedback on
/// people out of open repositories: git never forgets it.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost note search-success \"prices agreed\" --kind decision
  goalpost note picking-time \"no second scanner\" --kind obstacle --to karim
  goalpost note lean-stock --resolve 1")]
pub(super) struct Args {
    /// Goal to add the entry to
    #[arg(value_name = "GOAL")]
    goal: String,
    /// Text of the entry
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// Kind of entry
    #[arg(long, value_name = "KIND", default_value = "note", value_parser = word_parser(&LogKind::WORDS))]
    kind: LogKind,
    /// Person or team that it is addressed to; repeatable
    #[arg(long, value_name = "WHO")]
    to: Vec<String>,
    /// Field that it explains, such as metric.target; repeatable
    #[arg(long, value_name = "FIELD", value_parser = FieldName, hide_possible_values = true)]
    about: Vec<String>,
    /// Origin of an obstacle
    #[arg(long, value_name = "SCOPE", value_parser = word_parser(&Scope::WORDS))]
    scope: Option<Scope>,
    /// Mark an obstacle as resolved, by its text, part of it, or its number among the open ones; repeatable
    #[arg(long, value_name = "OBSTACLE")]
    resolve: Vec<String>,
    /// Link to more information
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    /// Day of the entry, or on which the obstacle was resolved (default: today)
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let (kind, scope) = (args.kind, args.scope);
    if scope.is_some() && kind != LogKind::Obstacle {
        return Err(
            CommandError::usage("only an obstacle can have a scope").hint("add --kind obstacle, or remove --scope")
        );
    }
    let text = match &args.text {
        Some(text) => text.clone(),
        None if !args.resolve.is_empty() => String::new(),
        None => Prompt::terminal().and_then(|mut prompt| prompt.ask_line("text of the entry?")).unwrap_or_default(),
    };
    if text.trim().is_empty() && (args.resolve.is_empty() || args.text.is_some()) {
        return Err(CommandError::usage("no text given").hint(format!("goalpost note {} TEXT", args.goal)));
    }
    for field in &args.about {
        known_field(field)?;
    }
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let ix = find_own(workspace, &args.goal)?;
    let goal = workspace.goal(ix);
    if !crate::model::field("log").is_some_and(|log| log.fits(goal.kind)) {
        return Err(CommandError::usage(format!("`{}` is {}, which has no log", goal.id, goal.kind.in_words()))
            .hint("add the note to an objective, a key result or a development goal"));
    }
    let date = match &args.date {
        Some(text) => read_past_day(text, today, "--date")?,
        None => today,
    };
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let to = args.to.iter().map(|who| find_person_or_team(&opened.project, who)).collect::<Result<Vec<_>, _>>()?;
    let entry = NewLogEntry {
        to,
        about: args.about.clone(),
        scope,
        link: args.link.clone(),
        ..NewLogEntry::new(date, by, kind, &text)
    };
    let mut work = Work::new(&opened);
    let mut edits = Vec::new();
    let mut subject = String::new();
    for name in &args.resolve {
        // A log records what happened; a future day would be a forecast.
        if date > today {
            return Err(CommandError::usage(format!("{date} is in the future")).hint("give a day up to today"));
        }
        let (edit, obstacle) = resolve_obstacle(goal, name, date)?;
        if !edits.contains(&edit) {
            edits.push(edit);
            work.say(format!("{}: resolved on {date}: {}", goal.id, obstacle.text));
            subject = format!("Resolve obstacle of {}: {}", goal.id, obstacle.text);
        }
    }
    if !entry.text.is_empty() {
        if kind == LogKind::Feedback {
            session.note("keep feedback on people in a private root: goalpost explain personal-data-in-open-root");
        }
        edits.push(entry.edit(goal));
        work.say(format!("{}: {} of {date} added", goal.id, kind.word()));
        subject = format!("Note on {}: {}", goal.id, entry.text);
    }
    work.edit(ix, &edits)?;
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "note", args.writing, &subject)
}
