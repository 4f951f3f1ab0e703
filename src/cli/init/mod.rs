//! `goalpost init`: creates a goals repository.

mod answers;
mod extras;
mod questions;
mod setup;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::guard::apply_change;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::words::word_parser;
use super::writing::{Opened, Work, Writing};
use crate::analysis::facts::Facts;
use crate::author::{NewPerson, NewRepository, Pipeline, editor_files, first_goals, settings_files};
use crate::git::{GitError, Repository, Searching, create_repository};
use crate::lint::{self, Lint};
use crate::model::{Day, Period, Workspace, plus_days, short_id, suggested_id};
use crate::render::{check_table, clean, shell_word};
use crate::rules::RULES;
use crate::view::check::CheckView;
use answers::{Answers, read_key_result, read_person};
use extras::Extras;
use setup::{add_attributes, add_pipeline, configure_git, missing_content};

/// Create a goals repository
///
/// Creates goalpost.yaml, org.yaml and goals. On a terminal, asks for the mission, the team, one objective and its key
/// results, and offers a git repository, a pre-commit hook, a CI pipeline, the merge driver and editor support; each answer
/// has an option. Without answers, the goals are examples to edit. Existing files are never overwritten; in a repository
/// with goals, only missing files are added.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost init okrs --hook --merge-driver
  goalpost init --ci github
  goalpost init --team Ovens --objective \"Bread that people queue for\" \\
    --key-result \"Sell more loaves: 100 to 400 loaves, now 250\"")]
pub(super) struct Args {
    /// Folder to set up (default: the current folder)
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Name of the organization (default: the folder's name)
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// Mission, in one sentence
    #[arg(long, value_name = "TEXT")]
    mission: Option<String>,
    /// Name of your team (default: everyone)
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Another person of the team, as NAME or "NAME <ADDRESS>"; repeatable
    #[arg(long, value_name = "PERSON")]
    person: Vec<String>,
    /// First objective
    #[arg(long, value_name = "TITLE")]
    objective: Option<String>,
    /// Key result of the objective: TITLE, or "TITLE: START to TARGET UNIT, now VALUE"; repeatable
    #[arg(long, value_name = "TEXT", requires = "objective")]
    key_result: Vec<String>,
    /// Create a git repository if the folder is in none
    #[arg(long)]
    git: bool,
    /// Install a pre-commit hook that refuses commits with errors in goals
    #[arg(long)]
    hook: bool,
    /// Add a CI pipeline that checks goals
    #[arg(long, value_name = "SERVICE", value_parser = word_parser(&Pipeline::WORDS))]
    ci: Option<Pipeline>,
    /// Set up the merge driver in .gitattributes and in the configuration of this clone
    #[arg(long)]
    merge_driver: bool,
    /// Add JSON Schemas and VS Code settings, for completion and checks while typing
    #[arg(long)]
    editor: bool,
    #[command(flatten)]
    writing: Writing,
}

/// The most people of git's log that are offered.
const MOST_OFFERED: usize = 9;

/// How far back git's log is searched for people, in days.
const RECENT: i64 = 365;

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let answers = given(args)?;
    let folder = args.folder.clone().or_else(|| session.named_root()).unwrap_or_else(|| PathBuf::from("."));
    let is_new = !folder.exists() && !args.writing.dry_run;
    if !folder.exists() {
        if args.writing.dry_run {
            return Err(CommandError::usage(format!("`{}` does not exist yet", folder.display()))
                .hint("create the folder, or remove --dry-run"));
        }
        std::fs::create_dir_all(&folder).map_err(|error| {
            CommandError::failed(format!("cannot create `{}`: {error}", folder.display())).hint("name another folder")
        })?;
    }
    let done = initialize(session, args, &folder, answers);
    if done.is_err() && is_new {
        // `remove_dir` removes the folder only if it is empty.
        let _ = std::fs::remove_dir(&folder);
    }
    done
}

/// Reads the answers that options give.
fn given(args: &Args) -> Result<Answers, CommandError> {
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    Ok(Answers {
        organization: text(&args.organization),
        mission: text(&args.mission),
        team: text(&args.team),
        people: args.person.iter().map(|it| read_person(it)).collect::<Result<_, _>>()?,
        objective: text(&args.objective),
        results: args.key_result.iter().map(|it| read_key_result(it)).collect::<Result<_, _>>()?,
    })
}

/// Asks what is not given, creates a git repository if one is wanted, and writes the files.
fn initialize(session: &Session, args: &Args, folder: &Path, answers: Answers) -> Result<Verdict, CommandError> {
    let opened = session.open_folder_to_write(folder)?;
    let mut prompt = Prompt::terminal();
    let is_outside = matches!(opened.project.repository, Err(GitError::NoRepository(_)));
    let question = "this folder is not in a git repository, which keeps the history of goals; create one here?";
    let mut ask = || prompt.as_mut().and_then(|prompt| prompt.confirm(question, true)).unwrap_or_default();
    let creates = is_outside && !args.writing.dry_run && (args.git || ask());
    let given = Extras { hook: args.hook, pipeline: args.ci, merge_driver: args.merge_driver, editor: args.editor };
    let (answers, extras) = match &mut prompt {
        Some(prompt) => ask_missing(prompt, &opened, answers, (given, creates)),
        None => (answers, given),
    };
    if !creates {
        return write_files(session, args, (folder, &opened), answers, extras);
    }
    // Only now, so that Ctrl-C during the questions leaves nothing behind.
    drop(opened);
    create_repository(folder)?;
    let opened = session.open_folder_to_write(folder)?;
    let done = write_files(session, args, (folder, &opened), answers, extras);
    if done.is_err() {
        let _ = std::fs::remove_dir_all(folder.join(".git"));
    }
    done
}

/// Asks for the goals of a repository that has none, and for the optional parts.
fn ask_missing(
    prompt: &mut Prompt,
    opened: &Opened,
    answers: Answers,
    (given, creates): (Extras, bool),
) -> (Answers, Extras) {
    let (project, repository) = (&opened.project, opened.project.repository.as_ref().ok());
    let is_new = project.workspace.goals.is_empty() && project.workspace.org.is_none();
    let answers = if is_new {
        let offered = people_of_log(repository, &speaker(repository), opened.context.today);
        questions::ask_goals(prompt, &answers, &folder_name(opened), &offered)
    } else {
        answers
    };
    (answers, questions::ask_extras(prompt, given, creates || repository.is_some()))
}

fn write_files(
    session: &Session,
    args: &Args,
    (folder, opened): (&Path, &Opened),
    answers: Answers,
    extras: Extras,
) -> Result<Verdict, CommandError> {
    let repository = opened.project.repository.as_ref().ok();
    let is_empty = opened.project.workspace.goals.is_empty();
    if (extras.hook || extras.merge_driver) && repository.is_none() {
        return Err(CommandError::usage("--hook and --merge-driver need a git repository")
            .hint("add --git to create one, or remove these options"));
    }
    let new = describe_repository(opened, answers, speaker(repository));
    session.note_outer_root(&clean(&folder.to_string_lossy()), folder);
    let mut work = Work::new(opened);
    // The examples have placeholders on purpose, and an existing repository may have errors of its own.
    work.allows_errors = true;
    let has = |path: &str| opened.project.root.join(path).symlink_metadata().is_ok();
    let mut kept = Vec::new();
    for (path, text) in settings_files(&new) {
        if has(&path) {
            kept.push(path);
        } else {
            work.add(&path, text)?;
        }
    }
    if is_empty {
        for (id, path, text) in first_goals(&new, opened.context.today) {
            if has(&path) {
                kept.push(path);
            } else {
                work.create(&path, text, &id)?;
            }
        }
    }
    work.say(format!("{}: goals repository set up", new.organization));
    let has_own_goals = is_empty && new.objective.is_some();
    if has_own_goals {
        work.says.extend(describe_check(opened, &work));
    }
    if extras.editor {
        for (path, text) in editor_files() {
            if has(&path) { kept.push(path) } else { work.add(&path, text)? }
        }
    }
    if let Some(pipeline) = extras.pipeline {
        add_pipeline(&mut work, opened, pipeline, &mut kept)?;
    }
    if extras.merge_driver {
        add_attributes(&mut work, opened)?;
    }
    for (path, content) in &missing_content(&kept, &opened.project.root) {
        work.say(format!("{path} already exists and was not changed; add to it: {content}"));
        kept.retain(|it| it != path);
    }
    if !kept.is_empty() {
        work.say(format!("already existed, not changed: {}", kept.join(", ")));
    }
    if let Some(repository) = repository {
        configure_git(&mut work, repository, opened, extras, args.writing)?;
    }
    work.next = Some(next_command(args, folder, has_own_goals, repository.is_some()));
    work.finish(session, opened, "init", args.writing, "Create goals repository")
}

/// The one command to run next.
fn next_command(args: &Args, folder: &Path, has_own_goals: bool, in_git: bool) -> String {
    let here = folder == Path::new(".");
    let cd = if here { String::new() } else { format!("cd {} && ", shell_word(&folder.to_string_lossy())) };
    match (has_own_goals, in_git && !args.writing.commit) {
        (false, _) => "edit mission.yaml and the first objective, then run: goalpost check".to_owned(),
        (true, true) => format!("history begins with a commit: {cd}git add . && git commit -m \"Set our goals\""),
        (true, false) => format!("see where you stand: {cd}goalpost rollup"),
    }
}

/// What `check` will find in the new goals, by rule.
fn describe_check(opened: &Opened, work: &Work<'_>) -> Vec<String> {
    let workspace = Workspace::read(apply_change(opened.project.workspace.sources.clone(), &work.change));
    let facts = Facts::take(&workspace, opened.context.today);
    let findings = lint::run(&Lint { rules: RULES, ..Lint::default() }, &facts).findings;
    check_table::describe(&CheckView::new(&workspace, &lint::fold_batches(findings)))
}

/// The person who runs the command, by git's configuration.
fn speaker(repository: Option<&Repository>) -> NewPerson {
    let email = repository.and_then(Repository::author_email);
    let name = repository.and_then(Repository::author_name);
    let from_email = email.as_deref().and_then(|it| it.split('@').next()).map(suggested_id);
    let first = name.as_deref().and_then(|it| it.split_whitespace().next()).map(suggested_id);
    let id = first.or(from_email).filter(|it| !it.is_empty()).unwrap_or_else(|| "me".to_owned());
    NewPerson { name: name.unwrap_or_else(|| id.clone()), id, email }
}

/// The people of git's log besides the speaker, those with the most commits first.
fn people_of_log(repository: Option<&Repository>, you: &NewPerson, today: Day) -> Vec<NewPerson> {
    let Some(repository) = repository else { return Vec::new() };
    let mut counts: HashMap<String, (usize, String)> = HashMap::new();
    let searching = Searching { since: Some(plus_days(today, -RECENT)), ..Searching::default() };
    // Without a commit there is nobody to offer; a damaged history is reported when it is needed.
    let _ = repository.messages(&searching, |message| {
        let it = counts.entry(message.author.email.to_lowercase()).or_insert_with(|| (0, message.author.name.clone()));
        it.0 += 1;
    });
    let is_person = |email: &str, name: &str| {
        let bot = name.contains("[bot]") || email.contains("[bot]");
        !bot && email.contains('@') && you.email.as_ref().is_none_or(|own| !own.eq_ignore_ascii_case(email))
    };
    let mut found: Vec<_> = counts.into_iter().filter(|(email, (_, name))| is_person(email, name)).collect();
    found.sort_by(|(a, (most, _)), (b, (other, _))| other.cmp(most).then_with(|| a.cmp(b)));
    let person =
        |(email, (_, name)): (String, (usize, String))| NewPerson { id: String::new(), name, email: Some(email) };
    found.into_iter().take(MOST_OFFERED).map(person).filter(|it| !suggested_id(&it.name).is_empty()).collect()
}

/// The name of the folder that becomes the goals' root.
fn folder_name(opened: &Opened) -> String {
    let real = opened.project.root.canonicalize().ok();
    let name = real.and_then(|it| it.file_name().map(|it| it.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| "our goals".to_owned())
}

/// Gives everyone and everything an id.
fn describe_repository(opened: &Opened, answers: Answers, you: NewPerson) -> NewRepository {
    let start = opened.project.workspace.settings.fiscal_year_starts;
    let mut taken = vec![you.id.clone(), "everyone".to_owned()];
    let team = answers.team.map(|name| (free_id(&short_id(&name), "team", &mut taken), name));
    let mut people = vec![you];
    for person in answers.people {
        let first = person.name.split_whitespace().next().map(suggested_id).unwrap_or_default();
        let id = if taken.contains(&first) { suggested_id(&person.name) } else { first };
        let id = free_id(&id, "person", &mut taken);
        people.push(NewPerson { id, ..person });
    }
    let mut goals = vec!["mission".to_owned()];
    let objective = answers.objective.map(|title| (free_id(&short_id(&title), "objective", &mut goals), title));
    let mut results = answers.results;
    for result in &mut results {
        result.id = free_id(&short_id(&result.title), "key-result", &mut goals);
    }
    NewRepository {
        organization: answers.organization.unwrap_or_else(|| folder_name(opened)),
        people,
        team,
        mission: answers.mission,
        objective,
        results,
        period: Period::quarter_of(opened.context.today, start).name,
    }
}

/// An id that nothing has yet, numbered if need be.
fn free_id(wanted: &str, otherwise: &str, taken: &mut Vec<String>) -> String {
    let stem = if wanted.is_empty() { otherwise } else { wanted };
    let numbered = (2_u32..).map(|number| format!("{stem}-{number}"));
    let free = std::iter::once(stem.to_owned()).chain(numbered).find(|id| !taken.contains(id));
    let id = free.expect("numbers do not run out");
    taken.push(id.clone());
    id
}
