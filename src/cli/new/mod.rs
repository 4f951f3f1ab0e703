//! `goalpost new`: creates a goal file.

mod args;
mod file;
mod id;
mod links;
pub(super) mod measure;
mod questions;

use super::day::read_coming_day;
use super::error::CommandError;
use super::member::{find_person, find_team};
use super::prompt::Prompt;
use super::scope::parse_period;
use super::session::Session;
use super::validate::validate;
use super::verdict::Verdict;
use super::writing::{Opened, Work, next_step};
use crate::author::{Scaffold, ensure_title};
use crate::model::Kind;
use crate::syntax::closest;
pub(in crate::cli) use args::Args;
use file::new_files;
use id::{choose_id, id_source};
use links::find_parents;
use measure::{SurveyAnswers, read_metric, read_milestone, read_survey};

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let kind = parse_kind(&args.kind)?;
    if args.key_results.is_some() && kind != Kind::Objective {
        return Err(CommandError::usage("only an objective can have key results").hint("remove --key-results"));
    }
    let answered = match Prompt::terminal() {
        Some(mut prompt) => Some(questions::ask_missing(session, &mut prompt, args, kind)?),
        None => None,
    };
    let args = answered.as_ref().unwrap_or(args);
    let title = require_title(args, kind)?;
    let metric = read_metric(args, kind)?;
    let opened = session.open_to_write()?;
    let (workspace, today) = (&opened.project.workspace, opened.context.today);
    let id = choose_id(workspace, args.id.as_deref(), kind, &id_source(args, kind, &title, today))?;
    let people = Assignment::of(&opened, args, kind)?;
    let parents = find_parents(workspace, kind, args)?;
    let answers = match kind {
        Kind::Survey => read_survey(args, people.team.as_deref(), today)?,
        _ => SurveyAnswers::default(),
    };
    let scaffold = Scaffold {
        id,
        title,
        metric,
        owner: people.owner,
        team: people.team,
        period: choose_period(&opened, args, kind)?,
        supports: parents.supports,
        measures: parents.measures,
        draft: args.draft,
        how: args.how.clone(),
        why: args.why.clone(),
        statement: args.statement.clone(),
        commitment: args.commitment.map(|it| it.word().to_owned()),
        competency: args.competency.clone(),
        milestones: args.milestone.iter().map(|text| read_milestone(text, today)).collect::<Result<_, _>>()?,
        deadline: args.deadline.as_deref().map(|text| read_coming_day(text, today, "--deadline")).transpose()?,
        date: answers.date,
        respondents: answers.respondents,
        scores: answers.scores,
        ..Scaffold::default()
    };
    let mut work = Work::new(&opened);
    for (path, kind, file) in new_files(workspace, args, kind, scaffold.clone()) {
        let text = file.text(kind);
        validate(workspace, &path, &text)?;
        work.create(&path, text, &file.id)?;
        let title = if file.title.is_empty() { String::new() } else { format!(" · {}", file.title) };
        work.say(format!("{}: {}{title}", file.id, kind.in_words()));
    }
    work.next = Some(match kind {
        Kind::Objective if scaffold.supports.is_empty() => {
            format!("to find a parent: goalpost suggest {}", scaffold.id)
        }
        _ => next_step(&opened, args.writing).unwrap_or_else(|| "review: goalpost check".to_owned()),
    });
    let subject = format!("Add {}: {}", scaffold.id, scaffold.title);
    work.finish(session, &opened, "new", args.writing, &subject)
}

/// Parses a kind in any spelling. Terms of other tools get a hint on the matching kind instead of a guess.
fn parse_kind(text: &str) -> Result<Kind, CommandError> {
    let plain = text.trim().to_lowercase().replace(['-', ' '], "_");
    let meant = match plain.as_str() {
        "initiative" | "project" | "epic" | "task" => {
            "use an objective that supports the goal: goalpost new objective --supports GOAL"
        }
        "strategic" | "strategic_goal" | "strategy" | "goal" | "okr" => {
            "use objective; a strategic one has a long period, such as --period 2026..2028"
        }
        "kr" | "result" | "target" => "use key-result",
        "growth" | "growth_goal" | "learning" => "use development",
        "pulse" => "use survey",
        "vision" => "use mission; its file has a `vision` field",
        "metric" | "indicator" => "use kpi for a permanent metric, key-result for one of an objective",
        _ => {
            let kinds = || Kind::WORDS.iter().map(|(word, _)| *word);
            let all = format!("the kinds are {}", kinds().collect::<Vec<_>>().join(", "));
            return Kind::of_word(&plain).ok_or_else(|| {
                CommandError::usage(format!("`{plain}` is not a kind of goal"))
                    .did_you_mean(closest(&plain, kinds()), all)
            });
        }
    };
    Err(CommandError::usage(format!("`{text}` is not a kind of goal")).hint(meant))
}

fn require_title(args: &Args, kind: Kind) -> Result<String, CommandError> {
    match args.title.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        Some(title) => {
            ensure_title(title)?;
            Ok(title.to_owned())
        }
        None if kind == Kind::Survey => Ok(String::new()),
        None => Err(CommandError::usage(format!("{} needs a title", kind.in_words())).hint("add --title TEXT")),
    }
}

/// The owner and team of a new goal.
struct Assignment {
    owner: Option<String>,
    team: Option<String>,
}

impl Assignment {
    /// Chooses owner and team: the given ones, else the speaker and the speaker's team.
    fn of(opened: &Opened, args: &Args, kind: Kind) -> Result<Self, CommandError> {
        let (workspace, today) = (&opened.project.workspace, opened.context.today);
        let speaker = Session::speaker(&opened.project, args.speaker.by.as_deref())?;
        let result = kind == Kind::KeyResult;
        let owner = match &args.owner {
            Some(owner) => Some(find_person(&opened.project, owner)?),
            // A key result inherits its objective's owner.
            None if result || matches!(kind, Kind::Survey | Kind::Mission) => None,
            None => speaker.clone(),
        };
        let org = workspace.org.as_ref();
        let team = match &args.team {
            Some(name) => Some(find_team(workspace, name)?),
            None if result || kind == Kind::Mission => None,
            None => {
                let who = owner.as_ref().or(speaker.as_ref());
                who.and_then(|owner| org?.person(owner)?.team_on(today)).map(str::to_owned)
            }
        };
        if kind == Kind::Development && owner.is_none() {
            return Err(CommandError::usage("a development goal needs an owner").hint("add --owner PERSON"));
        }
        Ok(Self { owner, team })
    }
}

/// Chooses the period: the given one, else the current quarter for a goal that has one. A key result inherits its
/// objective's.
fn choose_period(opened: &Opened, args: &Args, kind: Kind) -> Result<Option<String>, CommandError> {
    let settings = &opened.project.workspace.settings;
    let timed = matches!(kind, Kind::Objective | Kind::Development);
    let name = args.period.as_deref().or(timed.then_some("current"));
    name.map(|name| Ok(parse_period(name, settings, opened.context.today)?.name)).transpose()
}
