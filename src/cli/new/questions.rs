//! The questions of `new` on a terminal. An answer takes the place of a missing option, and is validated at once.

use super::args::Args;
use super::links::{find_objective, find_parent};
use super::measure::{given_numbers, read_mean};
use crate::author::{ensure_unit, read_new_number};
use crate::cli::error::CommandError;
use crate::cli::member::{find_person, find_team};
use crate::cli::prompt::Prompt;
use crate::cli::session::Session;
use crate::model::{Goal, Kind, Workspace};

/// The survey questions that the indicator of understanding uses.
const QUESTIONS: [(&str, &str); 3] = [
    ("knows-goals", "mean score, 1 to 5, for `I know our goals`"),
    ("knows-why", "mean score, 1 to 5, for `I know why they matter`"),
    ("sees-contribution", "mean score, 1 to 5, for `I see what I contribute`"),
];

/// Asks for missing options. At the end of the input, the remaining ones stay missing.
pub(super) fn ask_missing(
    session: &Session,
    prompt: &mut Prompt,
    given: &Args,
    kind: Kind,
) -> Result<Args, CommandError> {
    let mut args = given.clone();
    // Opened without the lock, so that other writers need not wait for the answers.
    let project = session.open()?;
    let workspace = &project.workspace;
    let speaker = Session::speaker(&project, args.speaker.by.as_deref())?;
    if kind != Kind::Survey && args.title.as_deref().is_none_or(|it| it.trim().is_empty()) {
        args.title = prompt.ask_until("title?", |line| require(line, "enter a title"));
    }
    let questions = match kind {
        Kind::Mission => ask_mission,
        Kind::Objective => ask_objective,
        Kind::KeyResult => ask_key_result,
        Kind::Kpi => ask_kpi,
        Kind::Development => ask_development,
        Kind::Survey => ask_survey,
    };
    if questions(prompt, workspace, &mut args).is_some()
        && matches!(kind, Kind::Objective | Kind::Development)
        && args.owner.is_none()
        && speaker.is_none()
    {
        args.owner = prompt
            .ask_until("owner? (id of a person, or me; Enter to skip)", |line| {
                optional(line, |line| find_person(&project, line).map_err(|error| error_line(&error)))
            })
            .flatten();
    }
    Ok(args)
}

fn ask_mission(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.statement.is_none() {
        args.statement = non_empty(prompt.ask_line("mission statement, in one sentence? (Enter to use the title)")?);
    }
    Some(())
}

fn ask_objective(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.supports.is_empty() {
        let question = "parent goal? (its id; Enter to skip: goalpost suggest ranks parents later)";
        args.supports.extend(prompt.ask_until(question, |line| {
            optional(line, |line| {
                find_parent(workspace, line).map(|goal| goal.id.clone()).map_err(|error| error_line(&error))
            })
        })?);
    }
    Some(())
}

fn ask_key_result(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.measures.is_none() {
        say_objectives(prompt, workspace);
        args.measures = Some(prompt.ask_until("objective that it measures? (its id)", |line| {
            let line = require(line, "enter the id of an objective")?;
            find_objective(workspace, &line).map(|goal| goal.id.clone()).map_err(|error| error_line(&error))
        })?);
    }
    let numbers = [&args.baseline, &args.target, &args.at_least, &args.at_most];
    let measured = args.metric.is_some() || args.kpi.is_some() || numbers.iter().any(|it| it.is_some());
    if measured || args.unit.is_some() || !args.milestone.is_empty() {
        return Some(());
    }
    args.metric = non_empty(prompt.ask_line("name of the metric? (Enter to skip)")?);
    if args.metric.is_some() {
        args.unit = non_empty(ask_unit(prompt)?);
        args.baseline = non_empty(ask_number(prompt, "value now?", args)?);
        args.target = non_empty(ask_number(prompt, "target value?", args)?);
    }
    Some(())
}

/// The most objectives that are listed before a question.
const MOST_OBJECTIVES: usize = 9;

/// Lists the open objectives, if they are few enough to choose from.
fn say_objectives(prompt: &mut Prompt, workspace: &Workspace) {
    let is_one = |goal: &&Goal| goal.kind == Kind::Objective && goal.is_open() && workspace.is_own(goal.document);
    let open: Vec<&Goal> = workspace.goals.iter().map(Box::as_ref).filter(is_one).collect();
    for goal in open.iter().filter(|_| open.len() <= MOST_OBJECTIVES) {
        prompt.say(&format!("  {}  {}", goal.id, goal.title));
    }
}

fn ask_kpi(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.unit.is_none() {
        args.unit = non_empty(ask_unit(prompt)?);
    }
    if args.at_least.is_none() && args.at_most.is_none() {
        args.at_least = non_empty(ask_number(prompt, "lower bound? (Enter for none)", args)?);
        args.at_most = non_empty(ask_number(prompt, "upper bound? (Enter for none)", args)?);
    }
    Some(())
}

fn ask_development(prompt: &mut Prompt, _: &Workspace, args: &mut Args) -> Option<()> {
    if args.competency.is_none() {
        args.competency = non_empty(prompt.ask_line("competency to build? (Enter to skip)")?);
    }
    Some(())
}

fn ask_survey(prompt: &mut Prompt, workspace: &Workspace, args: &mut Args) -> Option<()> {
    if args.team.is_none() {
        args.team = Some(prompt.ask_until("team? (its id)", |line| {
            find_team(workspace, &require(line, "enter the id of a team")?).map_err(|error| error_line(&error))
        })?);
    }
    if args.respondents.is_none() {
        let read = |line: &str| line.parse::<u64>().map_err(|_| "enter a whole number".to_owned());
        args.respondents = Some(prompt.ask_until("number of respondents?", read)?);
    }
    if args.score.is_empty() {
        for (name, question) in QUESTIONS {
            let mean = prompt.ask_until(&format!("{question}? (Enter if not asked)"), |line| {
                optional(line, |line| match read_mean(line) {
                    Some(mean) if (1.0..=5.0).contains(&mean) => Ok(mean),
                    _ => Err("enter the mean of the answers, from 1 to 5".to_owned()),
                })
            })?;
            args.score.extend(mean.map(|mean| format!("{name}={mean}")));
        }
    }
    Some(())
}

/// Asks for a unit. An empty line gives an empty text.
fn ask_unit(prompt: &mut Prompt) -> Option<String> {
    prompt.ask_until("unit?", |line| {
        ensure_unit(line).map_err(|wrong| format!("{wrong}: {}; or press Enter to skip", wrong.help))?;
        Ok(line.to_owned())
    })
}

/// Asks for an optional number in the unit that was given. An empty line gives an empty text.
fn ask_number(prompt: &mut Prompt, question: &str, args: &Args) -> Option<String> {
    let beside: Vec<&str> = given_numbers(args).collect();
    prompt.ask_until(question, |line| {
        if line.is_empty() {
            return Ok(String::new());
        }
        let read = read_new_number(line, args.unit.as_deref(), &beside);
        read.map(|it| it.written).map_err(|wrong| format!("{wrong}: {}; or press Enter to skip", wrong.help))
    })
}

fn non_empty(line: String) -> Option<String> {
    Some(line).filter(|line| !line.is_empty())
}

fn require(line: &str, what: &str) -> Result<String, String> {
    if line.is_empty() { Err(what.to_owned()) } else { Ok(line.to_owned()) }
}

fn optional<T>(line: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if line.is_empty() { Ok(None) } else { read(line).map(Some) }
}

/// Formats an error with its first hint on one line.
fn error_line(error: &CommandError) -> String {
    match error.hints().first() {
        Some(hint) => format!("{error}: {hint}"),
        None => error.to_string(),
    }
}
