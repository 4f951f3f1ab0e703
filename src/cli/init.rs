//! `goalpost init`: a folder becomes a goals repository.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::words::words;
use super::writing::{Opened, Work, Writing};
use crate::author::{
    ATTRIBUTES, Beginner, Change, MERGE_DRIVER, Pipeline, WriteError, editor_files, editor_setting, first_goals, frame,
    hook, pre_commit_entry, shell_word, staged_check, write_program,
};
use crate::git::Repository;
use crate::model::{Period, suggested_id};
use crate::source::{SourceFile, read_regular_text};

/// Create a goals repository
///
/// Nothing that is there is written over. On a terminal it offers the rest as well: a hook that refuses broken goals, a
/// pipeline, merging by field, completion in the editor. Where goals are there already only what is missing is added.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost init okrs --hook --merge-driver
  goalpost init --ci github")]
pub(super) struct Args {
    /// The folder; the current one if not given
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// The organisation's name; else the folder's
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// A hook of git that refuses a commit whose goals are broken
    #[arg(long)]
    hook: bool,
    /// A pipeline that checks goals: github or gitlab
    #[arg(long, value_name = "WHERE", value_parser = words(&Pipeline::WORDS))]
    ci: Option<Pipeline>,
    /// Merging by field: .gitattributes, and git's configuration here
    #[arg(long)]
    merge_driver: bool,
    /// Completion and checks while typing: schemas, and VS Code's settings for them
    #[arg(long)]
    editor: bool,
    #[command(flatten)]
    writing: Writing,
}

/// What is wanted beside the goals.
#[derive(Debug, Clone, Copy, Default)]
struct Extras {
    hook: bool,
    pipeline: Option<Pipeline>,
    merge_driver: bool,
    editor: bool,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let pipeline = args.ci;
    let extras = Extras { hook: args.hook, pipeline, merge_driver: args.merge_driver, editor: args.editor };
    let folder = args.folder.clone().or_else(|| session.named_root()).unwrap_or_else(|| PathBuf::from("."));
    let made = !folder.exists() && !args.writing.dry_run;
    if !folder.exists() {
        if args.writing.dry_run {
            return Err(CommandError::usage(format!("there is no folder `{}` yet", folder.display()))
                .hint("make it, or leave --dry-run out"));
        }
        std::fs::create_dir_all(&folder).map_err(|error| {
            CommandError::failed(format!("cannot make `{}`: {error}", folder.display())).hint("name another folder")
        })?;
    }
    let done = begin(session, args, &folder, extras);
    if done.is_err() && made {
        // Only if nothing is in it.
        let _ = std::fs::remove_dir(&folder);
    }
    done
}

fn begin(session: &Session, args: &Args, folder: &std::path::Path, extras: Extras) -> Result<Verdict, CommandError> {
    let opened = session.open_folder_to_write(folder)?;
    let repository = opened.project.repository.as_ref().ok();
    let extras = offered(extras, repository.is_some());
    if (extras.hook || extras.merge_driver) && repository.is_none() {
        return Err(CommandError::usage("a hook and a merge driver are git's, and this is no git repository")
            .hint("git init first, or leave --hook and --merge-driver out"));
    }
    let beginner = beginner(&opened, args);
    let mut work = Work::new(&opened);
    work.takes_over = true;
    let has = |path: &str| opened.project.root.join(path).symlink_metadata().is_ok();
    let mut kept = Vec::new();
    for (path, text) in frame(&beginner) {
        if has(&path) {
            kept.push(path);
        } else {
            work.add(&path, text)?;
        }
    }
    if opened.project.workspace.goals.is_empty() {
        for (id, path, text) in first_goals(&beginner) {
            if has(&path) {
                kept.push(path);
            } else {
                work.create(&path, text, &id)?;
            }
        }
    }
    work.say(format!("{}: a goals repository", beginner.organization));
    if extras.editor {
        for (path, text) in editor_files() {
            if has(&path) { kept.push(path) } else { work.add(&path, text)? }
        }
    }
    if let Some(pipeline) = extras.pipeline {
        at_the_top(&mut work, &opened, pipeline, &mut kept)?;
    }
    if extras.merge_driver {
        attributes(&mut work, &opened)?;
    }
    for (path, advice) in &advices(&kept, &opened.project.root) {
        work.say(format!("{path} is there and was not changed; it wants: {advice}"));
        kept.retain(|it| it != path);
    }
    if !kept.is_empty() {
        work.say(format!("there already, and left as they are: {}", kept.join(", ")));
    }
    if let Some(repository) = repository {
        git(&mut work, repository, &opened, extras, args.writing)?;
    }
    work.next = Some("write your mission and first objective into their files, then: goalpost check".to_owned());
    work.finish(session, &opened, "init", args.writing, "Begin with goals")
}

/// What is to be pasted into files that are there and do not have it yet.
fn advices(kept: &[String], root: &std::path::Path) -> Vec<(String, String)> {
    let lacks = |path: &String| !read_regular_text(&root.join(path)).is_ok_and(|it| it.contains("goalpost"));
    let wants = |path: &String| match path.as_str() {
        ".vscode/settings.json" => Some(editor_setting()),
        path if path.starts_with(".git") => Some("a step that runs goalpost check".to_owned()),
        _ => None,
    };
    kept.iter().filter(|path| lacks(path)).filter_map(|path| Some((path.clone(), wants(path)?))).collect()
}

/// What is offered on a terminal, where nothing was asked for.
fn offered(mut extras: Extras, in_git: bool) -> Extras {
    let none = !extras.hook && extras.pipeline.is_none() && !extras.merge_driver && !extras.editor;
    let Some(mut prompt) = Prompt::terminal().filter(|_| none) else { return extras };
    if in_git {
        extras.hook = prompt.yes("a hook that refuses a commit whose goals are broken?", true).unwrap_or_default();
        extras.merge_driver = prompt.yes("merge goal files by field, not by line?", true).unwrap_or_default();
        extras.pipeline = prompt
            .until("a pipeline that checks goals? github, gitlab or Enter for none", |line| match line {
                "" => Ok(None),
                _ => Pipeline::WORDS
                    .iter()
                    .find(|(word, _)| *word == line)
                    .map(|(_, pipeline)| Some(*pipeline))
                    .ok_or_else(|| Pipeline::WORDS.map(|(word, _)| word).join(" or ")),
            })
            .flatten();
    }
    extras.editor = prompt.yes("schemas for completion in the editor?", false).unwrap_or_default();
    extras
}

/// A path as it is seen from the current folder.
fn seen(path: &std::path::Path) -> String {
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).unwrap_or_default();
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    real.strip_prefix(here).unwrap_or(&real).display().to_string()
}

fn beginner(opened: &Opened, args: &Args) -> Beginner {
    let repository = opened.project.repository.as_ref().ok();
    let email = repository.and_then(Repository::author_email);
    let name = repository.and_then(Repository::author_name);
    let from_email = email.as_deref().and_then(|it| it.split('@').next()).map(suggested_id);
    let first = name.as_deref().and_then(|it| it.split_whitespace().next()).map(suggested_id);
    let person = first.or(from_email).filter(|it| !it.is_empty()).unwrap_or_else(|| "me".to_owned());
    let folder = opened
        .project
        .root
        .canonicalize()
        .ok()
        .and_then(|it| it.file_name().map(|it| it.to_string_lossy().into_owned()));
    let start = opened.project.workspace.settings.fiscal_year_starts;
    Beginner {
        organization: args.organization.clone().or(folder).unwrap_or_else(|| "our goals".to_owned()),
        name: name.unwrap_or_else(|| person.clone()),
        person,
        email,
        period: Period::quarter_of(opened.context.today, start).name,
    }
}

/// A pipeline is looked for at the top of the repository.
fn at_the_top(
    work: &mut Work<'_>,
    opened: &Opened,
    pipeline: Pipeline,
    kept: &mut Vec<String>,
) -> Result<(), CommandError> {
    let (path, text) = pipeline.file();
    if !matches!(opened.project.root_in_git.as_str(), "." | "") && opened.project.repository.is_ok() {
        return at_another_top(work, opened, path, text);
    }
    if opened.project.root.join(path).symlink_metadata().is_ok() {
        kept.push(path.to_owned());
        return Ok(());
    }
    work.add(path, text.to_owned())
}

/// A pipeline for goals that lie below the top of the repository: it is said where they are.
fn at_another_top(work: &mut Work<'_>, opened: &Opened, path: &str, text: &str) -> Result<(), CommandError> {
    let root = &opened.project.root_in_git;
    let (Ok(repository), true) =
        // What YAML and a shell read as it stands between single quotes.
        (&opened.project.repository, root.chars().all(|c| c.is_alphanumeric() || " ._-/()+,@".contains(c)))
    else {
        return Err(CommandError::usage(format!("`{root}` is no name that a pipeline takes"))
            .hint("leave --ci out, and write it by hand"));
    };
    let top = repository.top();
    let mut change = Change::new(&top);
    match change.add(path, text.replace("goalpost check", &format!("goalpost --root {} check", shell_word(root)))) {
        Ok(()) => {
            work.say(format!("{path} at the top of the repository checks the goals in {root}"));
            work.elsewhere.push(change);
        }
        Err(WriteError::Exists(_)) => work.say(format!("there already, and left as it is: {path}")),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The lines that name the merge driver, behind what stands in `.gitattributes`.
fn attributes(work: &mut Work<'_>, opened: &Opened) -> Result<(), CommandError> {
    const PATH: &str = ".gitattributes";
    let place = opened.project.root.join(PATH);
    if !place.exists() {
        return work.add(PATH, ATTRIBUTES.to_owned());
    }
    let file = SourceFile::read(PATH, &place);
    if file.fault.is_some() {
        return Err(
            CommandError::failed(format!("`{PATH}` cannot be read")).hint(format!("add to it: {}", ATTRIBUTES.trim()))
        );
    }
    if !file.text.contains("merge=goalpost") {
        let end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if file.text.is_empty() || file.text.ends_with('\n') { "" } else { end };
        let text = format!("{}{gap}{}", file.text, ATTRIBUTES.replace('\n', end));
        work.change.set(&file, text);
    }
    Ok(())
}

/// The hook and the configuration, which git keeps for this clone alone.
fn git(
    work: &mut Work<'_>,
    repository: &Repository,
    opened: &Opened,
    extras: Extras,
    writing: Writing,
) -> Result<(), CommandError> {
    if extras.merge_driver {
        let driver = [("name", "goals, field by field"), ("driver", MERGE_DRIVER)];
        for (key, value) in driver {
            let key = format!("merge.goalpost.{key}");
            if writing.dry_run {
                work.say(format!("git config {key} '{value}'"));
            } else {
                repository.configure(&key, value)?;
            }
        }
        if !writing.dry_run {
            work.say("git merges goal files by field in this clone; other clones want: goalpost init --merge-driver");
        }
    }
    if extras.hook {
        for said in pre_commit(repository, opened, writing)? {
            work.say(said);
        }
    }
    Ok(())
}

/// The hook, where git looks for those of this repository alone. Gives what there is to say of it.
fn pre_commit(repository: &Repository, opened: &Opened, writing: Writing) -> Result<Vec<String>, CommandError> {
    let root = &opened.project.root_in_git;
    let settings = repository.top().join(".pre-commit-config.yaml");
    let path = repository.hook("pre-commit");
    let check = staged_check(root);
    let has = |path: &std::path::Path| read_regular_text(path).is_ok_and(|it| it.contains("goalpost check"));
    if has(&settings) || has(&path) {
        return Ok(vec!["there is a hook that looks at what is committed already".to_owned()]);
    }
    if settings.exists() {
        // The pre-commit tool writes the hook itself, from its settings.
        let add = "for the pre-commit tool, add to `repos` in .pre-commit-config.yaml:";
        return Ok(vec![add.to_owned(), pre_commit_entry(root)]);
    }
    if !repository.is_own(&path) {
        let folder = path.parent().unwrap_or(&path).display();
        return Ok(vec![format!(
            "core.hooksPath is {folder}, which is not this repository's alone: no hook is written there; \
             add to its pre-commit, for repositories with goals: {check}"
        )]);
    }
    let there = path.symlink_metadata().is_ok();
    if writing.dry_run && !there {
        return Ok(vec![format!("would be written: {}, with {check}", seen(&path))]);
    }
    if there || !write_program(&path, &hook(root))? {
        return Ok(vec![format!("there is a pre-commit hook already, which is left as it is; add to it: {check}")]);
    }
    Ok(vec![format!("a hook looks at what is committed: {}", seen(&path))])
}
