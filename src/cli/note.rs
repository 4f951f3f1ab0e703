//! `goalpost note`: a line for a goal's log.

use clap::Args as ClapArgs;

use super::day::day;
use super::error::CommandError;
use super::field_name::{FieldName, known_field};
use super::member::person_or_team;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::words::words;
use super::writing::{Speaker, Work, Writing, committable, find_own};
use crate::author::{NewLogEntry, resolution};
use crate::model::{LogKind, Scope};

/// Add an entry to a goal's log
///
/// The line goes where the newest stands. An obstacle says whom it asks (--to) and whether it lies inside the
/// organisation or outside (--scope), and stays open until --resolve says that it is out of the way, with a line about it
/// or without; a decision explains a moved goalpost. Feedback on a person does not belong into an
/// open repository: git forgets nothing.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost note churn \"price change agreed with finance\" --kind decision
  goalpost note failover \"no second region yet\" --kind obstacle --scope internal --to platform
  goalpost note failover --resolve \"second region\"")]
pub(super) struct Args {
    /// The goal's id
    #[arg(value_name = "GOAL")]
    goal: String,
    /// What there is to say
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// What kind of line
    #[arg(long, value_name = "KIND", default_value = "note", value_parser = words(&LogKind::WORDS))]
    kind: LogKind,
    /// Whom it is for: a person or a team; may be given again
    #[arg(long, value_name = "WHO")]
    to: Vec<String>,
    /// Which field it explains, such as metric.target; may be given again
    #[arg(long, value_name = "FIELD", value_parser = FieldName, hide_possible_values = true)]
    about: Vec<String>,
    /// Where an obstacle lies
    #[arg(long, value_name = "WHERE", value_parser = words(&Scope::WORDS))]
    scope: Option<Scope>,
    /// An obstacle that is out of the way: its text, a part of it, or its number among the open ones; may be given again
    #[arg(long, value_name = "OBSTACLE")]
    resolve: Vec<String>,
    /// Where more is to be read
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    /// The day it is about, or since when an obstacle is out of the way; today if not given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let (kind, scope) = (args.kind, args.scope);
    if scope.is_some() && kind != LogKind::Obstacle {
        return Err(CommandError::usage("only an obstacle has a --scope").hint("add --kind obstacle, or leave it out"));
    }
    let text = match &args.text {
        Some(text) => text.clone(),
        None if !args.resolve.is_empty() => String::new(),
        None => Prompt::terminal().and_then(|mut prompt| prompt.line("what is there to say?")).unwrap_or_default(),
    };
    if text.trim().is_empty() && (args.resolve.is_empty() || args.text.is_some()) {
        return Err(CommandError::usage("there is nothing to say").hint(format!("goalpost note {} TEXT", args.goal)));
    }
    for field in &args.about {
        known_field(field)?;
    }
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let ix = find_own(workspace, &args.goal)?;
    let goal = workspace.goal(ix);
    if !crate::model::field("log").is_some_and(|log| log.fits(goal.kind)) {
        return Err(CommandError::usage(format!("{} has no log", goal.kind.in_words())).hint("say it at a goal"));
    }
    let date = match &args.date {
        Some(text) => day(text, "--date")?,
        None => today,
    };
    let by = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let to = args.to.iter().map(|who| person_or_team(workspace, who)).collect::<Result<Vec<_>, _>>()?;
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
        if date > today {
            return Err(CommandError::usage(format!("{date} has not come yet")).hint("give a day up to today"));
        }
        let (edit, obstacle) =
            resolution(goal, name, date).map_err(|it| CommandError::usage(it.message.clone()).hint(it.help.clone()))?;
        if !edits.contains(&edit) {
            edits.push(edit);
            work.say(format!("{}: resolved on {date}: {}", goal.id, obstacle.text));
            subject = format!("Out of the way of {}: {}", goal.id, obstacle.text);
        }
    }
    if !entry.text.is_empty() {
        if kind == LogKind::Feedback {
            session
                .note("feedback on a person belongs into a private root: goalpost explain personal-data-in-open-root");
        }
        edits.push(entry.edit(goal));
        work.say(format!("{}: {} of {date} noted", goal.id, kind.word()));
        subject = format!("Note on {}: {}", goal.id, entry.text);
    }
    work.edit(ix, &edits)?;
    work.next = committable(&opened, args.writing);
    work.finish(session, &opened, "note", args.writing, &subject)
}
