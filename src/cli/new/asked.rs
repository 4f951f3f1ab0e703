//! What `new` asks for on a terminal: an answer stands for the option that was not given, and is looked at at once.

use super::args::Args;
use super::links::{objective, parent};
use super::measure::mean_of;
use crate::author::read_number;
use crate::cli::error::CommandError;
use crate::cli::member::{person, team};
use crate::cli::prompt::Prompt;
use crate::cli::session::Session;
use crate::model::{Kind, KnownValues, Workspace};
use crate::syntax::Notation;

/// The questions of a survey that an indicator reads.
const QUESTIONS: [(&str, &str); 3] = [
    ("knows-goals", "1 to 5: they know the goals"),
    ("knows-why", "1 to 5: they know why"),
    ("sees-contribution", "1 to 5: they see what they contribute"),
];

/// The options with what was answered. At the end of the input the rest stays as it is.
pub(super) fn complete(session: &Session, prompt: &mut Prompt, given: &Args, kind: Kind) -> Result<Args, CommandError> {
    let mut args = given.clone();
    // Nothing is locked as long as someone thinks.
    let project = session.open()?;
    let workspace = &project.workspace;
    let speaker = Session::speaker(&project, args.speaker.by.as_deref())?;
    if kind != Kind::Survey && args.title.as_deref().is_none_or(|it| it.trim().is_empty()) {
        let question =
            format!("what is {} called?", kind.in_words().replacen("a ", "the ", 1).replacen("an ", "the ", 1));
        args.title = prompt.until(&question, |line| needed(line, "a few words"));
    }
    let questions = match kind {
        Kind::Mission => mission,
        Kind::Objective => aims,
        Kind::KeyResult => result,
        Kind::Kpi => indicator,
        Kind::Development => growth,
        Kind::Survey => survey,
    };
    if questions(prompt, workspace, &mut args).is_some()
        && matches!(kind, Kind::Objective | Kind::Development)
        && args.owner.is_none()
        && speaker.is_none()
    {
        args.owner = prompt
            .until("who is accountable? (a person's id; Enter: later)", |line| {
                optional(line, |line| person(workspace, line).map_err(|error| told(&error)))
            })
            .flatten();
    }
    Ok(args)
}

fn mission(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.statement.is_none() {
        args.statement = some(prompt.line("why are you here, in one sentence? (Enter: its title)")?);
    }
    Some(())
}

fn aims(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.supports.is_empty() {
        let question = "which goal does it serve? (its id; Enter: goalpost suggest ranks some later)";
        args.supports.extend(prompt.until(question, |line| {
            optional(line, |line| parent(workspace, line).map(|goal| goal.id.clone()).map_err(|error| told(&error)))
        })?);
    }
    Some(())
}

fn result(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.measures.is_none() {
        args.measures = Some(prompt.until("which objective does it measure? (its id)", |line| {
            let line = needed(line, "the id of an objective")?;
            objective(workspace, &line).map(|goal| goal.id.clone()).map_err(|error| told(&error))
        })?);
    }
    let numbers = [&args.baseline, &args.target, &args.at_least, &args.at_most];
    let measured = args.metric.is_some() || args.kpi.is_some() || numbers.iter().any(|it| it.is_some());
    if measured || args.unit.is_some() || !args.milestone.is_empty() {
        return Some(());
    }
    args.metric = some(prompt.line("what is counted? (Enter: later)")?);
    if args.metric.is_some() {
        args.unit = some(prompt.line("in what unit?")?);
        args.baseline = some(number(prompt, "where does it stand now?", args.unit.as_deref())?);
        args.target = some(number(prompt, "where is it to end?", args.unit.as_deref())?);
    }
    Some(())
}

fn indicator(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.unit.is_none() {
        args.unit = some(prompt.line("in what unit?")?);
    }
    if args.at_least.is_none() && args.at_most.is_none() {
        args.at_least = some(number(prompt, "what must it not fall below? (Enter: nothing)", args.unit.as_deref())?);
        args.at_most = some(number(prompt, "what must it not rise above? (Enter: nothing)", args.unit.as_deref())?);
    }
    Some(())
}

fn growth(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.competency.is_none() {
        args.competency = some(prompt.line("which competency does it build? (Enter: later)")?);
    }
    Some(())
}

fn survey(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.team.is_none() {
        args.team = Some(prompt.until("which team was asked? (its id)", |line| {
            team(workspace, &needed(line, "the id of a team")?).map_err(|error| told(&error))
        })?);
    }
    if args.respondents.is_none() {
        let read = |line: &str| line.parse::<u64>().map_err(|_| "a whole number".to_owned());
        args.respondents = Some(prompt.until("how many answered?", read)?);
    }
    if args.score.is_empty() {
        for (name, question) in QUESTIONS {
            let mean = prompt.until(&format!("{question}? (Enter: not asked)"), |line| {
                optional(line, |line| match mean_of(line) {
                    Some(mean) if (1.0..=5.0).contains(&mean) => Ok(mean),
                    _ => Err("the mean of the answers, from 1 to 5".to_owned()),
                })
            })?;
            args.score.extend(mean.map(|mean| format!("{name}={mean}")));
        }
    }
    Some(())
}

/// Asks for a number, which may be left out; an empty text then.
fn number(prompt: &mut Prompt, question: &str, unit: Option<&str>) -> Option<String> {
    prompt.until(question, |line| {
        if line.is_empty() {
            return Ok(String::new());
        }
        let read = read_number(line, unit, &KnownValues::default(), Notation::Code);
        read.map(|it| it.written).map_err(|wrong| format!("{wrong}: {}; Enter leaves it out", wrong.help))
    })
}

fn some(line: String) -> Option<String> {
    Some(line).filter(|line| !line.is_empty())
}

fn needed(line: &str, what: &str) -> Result<String, String> {
    if line.is_empty() { Err(what.to_owned()) } else { Ok(line.to_owned()) }
}

fn optional<T>(line: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if line.is_empty() { Ok(None) } else { read(line).map(Some) }
}

/// An error on one line, with what to do.
fn told(error: &CommandError) -> String {
    match error.hints().first() {
        Some(hint) => format!("{error}: {hint}"),
        None => error.to_string(),
    }
}
