//! `goalpost new`: a goal's file, written from what is known of it.

mod asked;
mod file;
mod id;
mod links;
mod measure;

use clap::Args as ClapArgs;

use super::ask::Asking;
use super::day::day;
use super::member::{person, team};
use super::note::word;
use super::scope::named_period;
use super::sound::sound;
use super::writing::{Opened, Speaker, Work, Writing, committable};
use super::{CommandError, Session, Verdict};
use crate::author::Scaffold;
use crate::model::{Commitment, Kind};
use file::files;
use id::{id, named_after};
use links::links;
use measure::{metric, milestone, survey};

/// Create a goal file
///
/// On a terminal it asks for what is missing. The file goes where the goal's like are: beside its objective, or where its
/// team has its goals of that time. Nothing is written over.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost new objective --title \"Win the checkout\" --supports three-markets --key-results 3
  goalpost new key_result --title \"Cut churn from 3 to 2 %\" --measures win --unit % --baseline 3 --target 2

Formats: human, json")]
pub(super) struct Args {
    /// mission, objective, key-result, kpi, development or survey
    #[arg(value_name = "KIND")]
    kind: String,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What it is known by; else made from the title
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Who is accountable; else you
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Its team; else the owner's
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    /// Its time: 2026-Q4, 2027, current, next; this quarter if not given
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// The day it ends, inside its period
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// A goal that it serves; may be given again
    #[arg(long, value_name = "GOAL")]
    supports: Vec<String>,
    /// How it helps there, in a sentence
    #[arg(long, value_name = "TEXT", requires = "supports")]
    how: Option<String>,
    /// The objective that a key result measures
    #[arg(long, value_name = "GOAL")]
    measures: Option<String>,
    /// committed or aspirational
    #[arg(long, value_name = "WORD")]
    commitment: Option<String>,
    /// Why it matters, in a sentence
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// A mission's sentence
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// What is measured
    #[arg(long, value_name = "NAME")]
    metric: Option<String>,
    /// In what it is measured
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// The KPI that is measured
    #[arg(long, value_name = "GOAL")]
    kpi: Option<String>,
    /// Where it stands now
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    baseline: Option<String>,
    /// Where it is to end
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    target: Option<String>,
    /// What it must not fall below
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    at_least: Option<String>,
    /// What it must not rise above
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    at_most: Option<String>,
    /// A step on the way, with its day behind `=` if it has one; may be given again
    #[arg(long, value_name = "TITLE[=DATE]")]
    milestone: Vec<String>,
    /// What a growth goal builds
    #[arg(long, value_name = "TEXT")]
    competency: Option<String>,
    /// A survey's day; today if not given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// How many answered a survey
    #[arg(long, value_name = "N")]
    respondents: Option<u64>,
    /// A survey's mean of a question, 1 to 5; may be given again
    #[arg(long, value_name = "QUESTION=MEAN")]
    score: Vec<String>,
    /// With an objective: so many drafts of key results
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u8).range(0..=9))]
    key_results: Option<u8>,
    /// A proposal that counts in plans and not in progress
    #[arg(long)]
    draft: bool,
    /// The file, from the root; else where its like are
    #[arg(long, value_name = "PATH")]
    file: Option<String>,
    #[command(flatten)]
    speaker: Speaker,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    session.written_format("new")?;
    let kind = kind_of(&args.kind)?;
    if args.key_results.is_some() && kind != Kind::Objective {
        return Err(CommandError::new("only an objective has key results").hint("leave --key-results out"));
    }
    let answered = match Asking::terminal() {
        Some(mut asking) => Some(asked::complete(session, &mut asking, args, kind)?),
        None => None,
    };
    let args = answered.as_ref().unwrap_or(args);
    let title = title(args, kind)?;
    let metric = metric(args, kind)?;
    let opened = session.open_to_write()?;
    let workspace = &opened.project.workspace;
    let mut scaffold = Scaffold {
        id: id(workspace, args.id.as_deref(), &named_after(args, kind, &title, opened.context.today))?,
        title,
        metric,
        draft: args.draft,
        how: args.how.clone(),
        why: args.why.clone(),
        statement: args.statement.clone(),
        competency: args.competency.clone(),
        milestones: args.milestone.iter().map(|text| milestone(text)).collect::<Result<_, _>>()?,
        deadline: args.deadline.as_deref().map(|text| day(text, "--deadline")).transpose()?,
        ..Scaffold::default()
    };
    who(&opened, args, kind, &mut scaffold)?;
    links(workspace, kind, args, &mut scaffold)?;
    if let Some(commitment) = &args.commitment {
        word(commitment, &Commitment::WORDS, "commitment")?;
        scaffold.commitment = Some(commitment.clone());
    }
    if kind == Kind::Survey {
        survey(args, opened.context.today, &mut scaffold)?;
    }
    let mut work = Work::new(&opened);
    for (path, kind, file) in files(workspace, args, kind, scaffold.clone()) {
        let text = file.text(kind);
        sound(workspace, &path, &text)?;
        work.create(&path, text, &file.id)?;
        let title = if file.title.is_empty() { String::new() } else { format!(" · {}", file.title) };
        work.say(format!("{}: {}{title}", file.id, kind.in_words()));
    }
    work.next = Some(match kind {
        Kind::Objective if scaffold.supports.is_empty() => {
            format!("what it might serve: goalpost suggest {}", scaffold.id)
        }
        _ => committable(&opened, args.writing).unwrap_or_else(|| "see it: goalpost check".to_owned()),
    });
    let subject = format!("Add {}: {}", scaffold.id, scaffold.title);
    work.finish(session, &opened, "new", args.writing, &subject)
}

/// A kind by its name, however it is written.
fn kind_of(text: &str) -> Result<Kind, CommandError> {
    let plain = text.trim().to_lowercase().replace(['-', ' '], "_");
    let meant = match plain.as_str() {
        "initiative" | "project" | "epic" | "task" => "work that serves a goal is an objective that supports it",
        "strategic" | "strategic_goal" | "strategy" | "goal" | "okr" => {
            "it is an objective; a strategic one has a long --period, such as 2026..2028"
        }
        "kr" | "result" | "target" => "it is a key-result",
        "growth" | "growth_goal" | "learning" => "it is a development goal: development",
        "pulse" => "it is a survey",
        "vision" => "it stands in the mission's file: mission",
        "metric" | "indicator" => "one that lasts is a kpi; one of an objective is a key-result",
        _ => return word(&plain, &Kind::WORDS, "kind of goal"),
    };
    Err(CommandError::new(format!("`{text}` is no kind of goal")).hint(meant))
}

fn title(args: &Args, kind: Kind) -> Result<String, CommandError> {
    match args.title.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        Some(title) => Ok(title.to_owned()),
        None if kind == Kind::Survey => Ok(String::new()),
        None => Err(CommandError::new(format!("{} has a title", kind.in_words())).hint("give it: --title TEXT")),
    }
}

/// Owner, team and period: as given, else the speaker's, theirs, and this quarter.
fn who(opened: &Opened, args: &Args, kind: Kind, scaffold: &mut Scaffold) -> Result<(), CommandError> {
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
    let result = kind == Kind::KeyResult;
    scaffold.owner = match &args.owner {
        Some(owner) => Some(person(workspace, owner)?),
        // A key result has its objective's owner, if nobody else is named.
        None if result || matches!(kind, Kind::Survey | Kind::Mission) => None,
        None => speaker.clone(),
    };
    let org = workspace.org.as_ref();
    scaffold.team = match &args.team {
        Some(name) => Some(team(workspace, name)?),
        None if result || kind == Kind::Mission => None,
        None => {
            let who = scaffold.owner.as_ref().or(speaker.as_ref());
            who.and_then(|owner| org?.person(owner)?.team_on(today)).map(str::to_owned)
        }
    };
    let timed = matches!(kind, Kind::Objective | Kind::Development);
    scaffold.period = match &args.period {
        Some(name) => Some(named_period(name, &workspace.settings, today)?.name),
        None if timed => Some(named_period("current", &workspace.settings, today)?.name),
        None => None,
    };
    if kind == Kind::Development && scaffold.owner.is_none() {
        return Err(CommandError::new("whose growth goal is it?").hint("say it with --owner PERSON"));
    }
    Ok(())
}
