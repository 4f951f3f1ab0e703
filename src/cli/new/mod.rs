//! `goalpost new`: a goal's file, written from what is known of it.

mod args;
mod asked;
mod file;
mod id;
mod links;
mod measure;

use super::day::day;
use super::error::CommandError;
use super::member::{person, team};
use super::prompt::Prompt;
use super::scope::named_period;
use super::session::Session;
use super::validate::validate;
use super::verdict::Verdict;
use super::writing::{Opened, Work, committable};
use crate::author::Scaffold;
use crate::model::Kind;
use crate::syntax::closest;
pub(in crate::cli) use args::Args;
use file::files;
use id::{id, named_after};
use links::links;
use measure::{Answers, metric, milestone, survey};

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let kind = kind_of(&args.kind)?;
    if args.key_results.is_some() && kind != Kind::Objective {
        return Err(CommandError::usage("only an objective has key results").hint("leave --key-results out"));
    }
    let answered = match Prompt::terminal() {
        Some(mut prompt) => Some(asked::complete(session, &mut prompt, args, kind)?),
        None => None,
    };
    let args = answered.as_ref().unwrap_or(args);
    let title = title(args, kind)?;
    let metric = metric(args, kind)?;
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let id = id(workspace, args.id.as_deref(), &named_after(args, kind, &title, today))?;
    let people = Assignment::of(&opened, args, kind)?;
    let links = links(workspace, kind, args)?;
    let answers = if kind == Kind::Survey { survey(args, people.team.as_deref(), today)? } else { Answers::default() };
    let scaffold = Scaffold {
        id,
        title,
        metric,
        owner: people.owner,
        team: people.team,
        period: period(&opened, args, kind)?,
        supports: links.supports,
        measures: links.measures,
        draft: args.draft,
        how: args.how.clone(),
        why: args.why.clone(),
        statement: args.statement.clone(),
        commitment: args.commitment.map(|it| it.word().to_owned()),
        competency: args.competency.clone(),
        milestones: args.milestone.iter().map(|text| milestone(text)).collect::<Result<_, _>>()?,
        deadline: args.deadline.as_deref().map(|text| day(text, "--deadline")).transpose()?,
        date: answers.date,
        respondents: answers.respondents,
        scores: answers.scores,
        ..Scaffold::default()
    };
    let mut work = Work::new(&opened);
    for (path, kind, file) in files(workspace, args, kind, scaffold.clone()) {
        let text = file.text(kind);
        validate(workspace, &path, &text)?;
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
        _ => {
            let kinds = || Kind::WORDS.iter().map(|(word, _)| *word);
            let all = format!("it is one of {}", kinds().collect::<Vec<_>>().join(", "));
            return Kind::WORDS.iter().find(|(word, _)| *word == plain).map(|(_, kind)| *kind).ok_or_else(|| {
                CommandError::usage(format!("`{plain}` is no kind of goal")).meant(closest(&plain, kinds()), all)
            });
        }
    };
    Err(CommandError::usage(format!("`{text}` is no kind of goal")).hint(meant))
}

fn title(args: &Args, kind: Kind) -> Result<String, CommandError> {
    match args.title.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        Some(title) => Ok(title.to_owned()),
        None if kind == Kind::Survey => Ok(String::new()),
        None => Err(CommandError::usage(format!("{} has a title", kind.in_words())).hint("give it: --title TEXT")),
    }
}

/// Who has a new goal.
struct Assignment {
    owner: Option<String>,
    team: Option<String>,
}

impl Assignment {
    /// Owner and team: as given, else the speaker and theirs.
    fn of(opened: &Opened, args: &Args, kind: Kind) -> Result<Self, CommandError> {
        let (workspace, today) = (&opened.project.workspace, opened.context.today);
        let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
        let result = kind == Kind::KeyResult;
        let owner = match &args.owner {
            Some(owner) => Some(person(workspace, owner)?),
            // A key result has its objective's owner, if nobody else is named.
            None if result || matches!(kind, Kind::Survey | Kind::Mission) => None,
            None => speaker.clone(),
        };
        let org = workspace.org.as_ref();
        let team = match &args.team {
            Some(name) => Some(team(workspace, name)?),
            None if result || kind == Kind::Mission => None,
            None => {
                let who = owner.as_ref().or(speaker.as_ref());
                who.and_then(|owner| org?.person(owner)?.team_on(today)).map(str::to_owned)
            }
        };
        if kind == Kind::Development && owner.is_none() {
            return Err(CommandError::usage("whose growth goal is it?").hint("say it with --owner PERSON"));
        }
        Ok(Self { owner, team })
    }
}

/// The period: as given, else this quarter for what has one.
fn period(opened: &Opened, args: &Args, kind: Kind) -> Result<Option<String>, CommandError> {
    let settings = &opened.project.workspace.settings;
    let timed = matches!(kind, Kind::Objective | Kind::Development);
    let name = args.period.as_deref().or(timed.then_some("current"));
    name.map(|name| Ok(named_period(name, settings, opened.context.today)?.name)).transpose()
}
