//! `goalpost new`: a goal's file, written from what is known of it.

use clap::Args as ClapArgs;

use super::ask::Asking;
use super::goal::find;
use super::note::word;
use super::scope::named_period;
use super::writing::{Opened, Speaker, Work, Writing, committable, find_own, person, team};
use super::{CommandError, Session, Verdict};
use crate::author::{Like, Measured, Scaffold, place_of};
use crate::model::{Commitment, Day, Kind, Workspace, id_problem, parse_day, suggested_id};
use crate::source::{SETTINGS_FILE, SourceSet};
use crate::syntax::parse_number;

/// Writes the file of a new goal; what is not known yet stands there as a comment
///
/// On a terminal it asks for what is missing. The file goes where the goal's like are: beside its objective, or where its
/// team has its goals of that time. Nothing is written over.
#[derive(Debug, ClapArgs)]
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
    let kind = word(&args.kind.replace('-', "_"), &Kind::WORDS, "kind of goal")?;
    if args.key_results.is_some() && kind != Kind::Objective {
        return Err(CommandError::new("only an objective has key results").hint("leave --key-results out"));
    }
    let mut asking = Asking::terminal();
    let title = title(args, kind, asking.as_mut())?;
    let measures = match &args.measures {
        None if kind == Kind::KeyResult => {
            asking.as_mut().and_then(|it| it.line("which objective does it measure?")).filter(|it| !it.is_empty())
        }
        given => given.clone(),
    };
    let supports = match (&args.supports, kind, asking.as_mut()) {
        (given, Kind::Objective, Some(asking)) if given.is_empty() => {
            let line = asking.line("which goal does it serve? (Enter: goalpost suggest ranks some later)");
            line.filter(|it| !it.is_empty()).into_iter().collect()
        }
        (given, ..) => given.clone(),
    };
    let metric = metric(args, kind, asking.as_mut())?;
    drop(asking);
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
    links(workspace, kind, measures.as_deref(), &supports, &mut scaffold)?;
    if let Some(commitment) = &args.commitment {
        word(commitment, &Commitment::WORDS, "commitment")?;
        scaffold.commitment = Some(commitment.clone());
    }
    if kind == Kind::Survey {
        survey(args, opened.context.today, &mut scaffold)?;
    }
    let mut work = Work::new(&opened);
    let mut files = vec![(kind, scaffold.clone())];
    files.extend((1..=args.key_results.unwrap_or(0)).map(|number| (Kind::KeyResult, key_result(&scaffold, number))));
    for (kind, file) in &files {
        let like =
            Like { team: file.team.as_deref(), period: scaffold.period.as_deref(), measures: file.measures.as_deref() };
        let path = match &args.file {
            Some(path) if *kind != Kind::KeyResult || files.len() == 1 => yaml(path),
            Some(path) => format!(
                "{}{}.yaml",
                path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default(),
                file.id
            ),
            None if *kind == Kind::KeyResult && files.len() > 1 => beside(&work, &file.id),
            None => place_of(workspace, *kind, &file.id, &like),
        };
        let text = file.text(*kind);
        sound(workspace, &path, &text)?;
        work.create(&path, text, &file.id)?;
        work.say(format!("{}: {} · {}", file.id, kind.in_words(), file.title));
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

fn title(args: &Args, kind: Kind, asking: Option<&mut Asking<'_>>) -> Result<String, CommandError> {
    if let Some(title) = args.title.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
        return Ok(title.to_owned());
    }
    if kind == Kind::Survey {
        return Ok(String::new());
    }
    let question = format!("what is {} called?", kind.in_words().replacen("a ", "the ", 1).replacen("an ", "the ", 1));
    let asked = asking.and_then(|asking| {
        asking
            .until(&question, |line| if line.is_empty() { Err("a few words".to_owned()) } else { Ok(line.to_owned()) })
    });
    asked.ok_or_else(|| CommandError::new(format!("{} has a title", kind.in_words())).hint("give it: --title TEXT"))
}

/// What an id is made from: the title; of a survey its team and month.
fn named_after(args: &Args, kind: Kind, title: &str, today: Day) -> String {
    if kind != Kind::Survey || !title.is_empty() {
        return title.to_owned();
    }
    let day = args.date.as_deref().and_then(parse_day).unwrap_or(today);
    format!("pulse {} {}", args.team.as_deref().unwrap_or_default(), &day.to_string()[..7])
}

/// The id that was given, or one made from the title that is free.
fn id(workspace: &Workspace, given: Option<&str>, title: &str) -> Result<String, CommandError> {
    let taken = |id: &str| workspace.document_with(id);
    if let Some(id) = given {
        if let Some(problem) = id_problem(id) {
            let meant = suggested_id(id);
            let hint = if meant.is_empty() {
                "lower-case letters, digits, `.`, `_` and `-`".to_owned()
            } else {
                format!("for example `{meant}`")
            };
            return Err(CommandError::new(problem).hint(hint));
        }
        return match taken(id) {
            None => Ok(id.to_owned()),
            Some(document) => Err(CommandError::new(format!("`{id}` is taken, by {}", workspace.file(document).path))
                .hint("an id is one goal's for good: choose another")),
        };
    }
    let stem: String = suggested_id(title).chars().take(48).collect();
    let stem = stem.trim_end_matches(['-', '.', '_']);
    if stem.is_empty() {
        return Err(CommandError::new("no id can be made from that").hint("name one: --id ID"));
    }
    let numbered = (2..1000).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.to_owned())
        .chain(numbered)
        .find(|id| taken(id).is_none())
        .ok_or_else(|| CommandError::new(format!("`{stem}` is taken")).hint("name another: --id ID"))
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

/// The goals above it, which have to be there.
fn links(
    workspace: &Workspace,
    kind: Kind,
    measures: Option<&str>,
    supports: &[String],
    scaffold: &mut Scaffold,
) -> Result<(), CommandError> {
    match (kind, measures) {
        (Kind::KeyResult, Some(id)) => {
            let objective = workspace.goal(find_own(workspace, id)?);
            if objective.kind != Kind::Objective {
                return Err(CommandError::new(format!(
                    "`{id}` is {}, and a key result measures an objective",
                    objective.kind.in_words()
                ))
                .hint("name an objective with --measures"));
            }
            scaffold.measures = Some(objective.id.clone());
        }
        (Kind::KeyResult, None) => {
            return Err(CommandError::new("which objective does it measure?").hint("say it with --measures GOAL"));
        }
        (_, Some(_)) => {
            return Err(CommandError::new("only a key result measures an objective").hint("link it with --supports"));
        }
        _ => {}
    }
    if !supports.is_empty() && !matches!(kind, Kind::Objective | Kind::Development) {
        return Err(CommandError::new(format!("{} supports nothing", kind.in_words())).hint("leave --supports out"));
    }
    for id in supports {
        let parent = workspace.goal(find(workspace, id)?);
        if !matches!(parent.kind, Kind::Mission | Kind::Objective | Kind::KeyResult) {
            return Err(CommandError::new(format!("nothing supports `{id}`: it is {}", parent.kind.in_words()))
                .hint("name the mission, an objective or a key result"));
        }
        scaffold.supports.push(parent.id.clone());
    }
    Ok(())
}

/// What is measured, asked for where someone is there to say it.
fn metric(args: &Args, kind: Kind, asking: Option<&mut Asking<'_>>) -> Result<Measured, CommandError> {
    let number = |text: &Option<String>, name: &str| -> Result<Option<f64>, CommandError> {
        let Some(text) = text else { return Ok(None) };
        parse_number(text.trim()).filter(|it| it.is_finite()).map(Some).ok_or_else(|| {
            CommandError::new(format!("`{text}` is no number")).hint(format!("{name} takes one such as 42 or 99.5"))
        })
    };
    let mut metric = Measured {
        name: args.metric.clone(),
        unit: args.unit.clone(),
        kpi: args.kpi.clone(),
        baseline: number(&args.baseline, "--baseline")?,
        target: number(&args.target, "--target")?,
        at_least: number(&args.at_least, "--at-least")?,
        at_most: number(&args.at_most, "--at-most")?,
    };
    if metric != Measured::default() && !matches!(kind, Kind::KeyResult | Kind::Kpi) {
        return Err(CommandError::new(format!("{} has no metric", kind.in_words())).hint("give it to a key result"));
    }
    if kind == Kind::KeyResult
        && metric == Measured::default()
        && args.milestone.is_empty()
        && let Some(asking) = asking
    {
        metric.name = asking.line("what is counted? (Enter: later)").filter(|it| !it.is_empty());
        if metric.name.is_some() {
            metric.unit = asking.line("in what unit?").filter(|it| !it.is_empty());
            let read = |line: &str| match line {
                "" => Ok(None),
                _ => parse_number(line).map(Some).ok_or_else(|| "a number, or Enter".to_owned()),
            };
            metric.baseline = asking.until("where does it stand now?", read).flatten();
            metric.target = asking.until("where is it to end?", read).flatten();
        }
    }
    Ok(metric)
}

fn milestone(text: &str) -> Result<(String, Option<Day>), CommandError> {
    match text.rsplit_once('=') {
        Some((title, due)) if due.starts_with(|c: char| c.is_ascii_digit()) => {
            Ok((title.to_owned(), Some(day(due, "the day of --milestone")?)))
        }
        _ => Ok((text.to_owned(), None)),
    }
}

fn day(text: &str, what: &str) -> Result<Day, CommandError> {
    parse_day(text)
        .ok_or_else(|| CommandError::new(format!("`{text}` is no day")).hint(format!("write {what} as YYYY-MM-DD")))
}

fn survey(args: &Args, today: Day, scaffold: &mut Scaffold) -> Result<(), CommandError> {
    scaffold.date = Some(args.date.as_deref().map(|text| day(text, "--date")).transpose()?.unwrap_or(today));
    if scaffold.team.is_none() || args.respondents.is_none() {
        return Err(CommandError::new("a survey is of a team, and a number of people answered it")
            .hint("say both: --team TEAM --respondents N"));
    }
    scaffold.respondents = args.respondents;
    for score in &args.score {
        let pair =
            score.split_once('=').and_then(|(question, mean)| Some((question.trim(), parse_number(mean.trim())?)));
        let (question, mean) = pair
            .filter(|(question, _)| !question.is_empty())
            .ok_or_else(|| CommandError::new(format!("`{score}` is no score")).hint("write it as knows-why=4.2"))?;
        scaffold.scores.push((question.to_owned(), mean));
    }
    Ok(())
}

/// A draft of a key result of a new objective.
fn key_result(objective: &Scaffold, number: u8) -> Scaffold {
    let stem: String = objective.id.chars().take(76).collect();
    Scaffold {
        id: format!("{stem}-{number}"),
        title: format!("Key result {number} of {}", objective.title),
        measures: Some(objective.id.clone()),
        team: None,
        draft: true,
        ..Scaffold::default()
    }
}

/// The file of a key result that is new with its objective: beside that.
fn beside(work: &Work<'_>, id: &str) -> String {
    let folder = work.change.files().keys().find_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder);
    folder.map_or_else(|| format!("{id}.yaml"), |folder| format!("{folder}/{id}.yaml"))
}

fn yaml(path: &str) -> String {
    let named = std::path::Path::new(path).extension().is_some_and(|it| it == "yaml" || it == "yml");
    if named { path.to_owned() } else { format!("{path}.yaml") }
}

/// Whether a new file reads as a goal without a fault, whatever was put into it.
pub(super) fn sound(workspace: &Workspace, path: &str, text: &str) -> Result<(), CommandError> {
    let mut texts = vec![(path.to_owned(), text.to_owned())];
    let settings = workspace.sources.by_path(SETTINGS_FILE).map(|file| workspace.sources.file(file).text.clone());
    texts.extend(settings.map(|text| (SETTINGS_FILE.to_owned(), text)));
    let read = Workspace::read(SourceSet::from_texts(texts));
    let fault =
        read.documents.iter().filter(|it| read.sources.file(it.file).path == path).find_map(|it| it.faults.first());
    match fault {
        Some(fault) => {
            let error = CommandError::new(format!("the goal would not be sound: {}", fault.message));
            Err(match &fault.help {
                Some(help) => error.hint(help.clone()),
                None => error.hint("give it another value"),
            })
        }
        None => Ok(()),
    }
}
