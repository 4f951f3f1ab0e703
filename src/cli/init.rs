//! `goalpost init`: creates a goals repository.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;
use super::verdict::Verdict;
use super::words::word_parser;
use super::writing::{Opened, Work, Writing};
use crate::author::{
    ATTRIBUTES, Change, MERGE_DRIVER, NewRepository, Pipeline, WriteError, editor_files, editor_setting, example_goals,
    hook, pre_commit_entry, settings_files, staged_check, write_program,
};
use crate::git::Repository;
use crate::model::{Period, suggested_id};
use crate::render::{clean, shell_word};
use crate::source::{SourceFile, read_regular_text};

/// Create a goals repository
///
/// Creates goalpost.yaml, org.yaml and example goals. Existing files are never overwritten; in a repository with goals,
/// only missing files are added. On a terminal, offers to set up a pre-commit hook, a CI pipeline, the merge driver and
/// editor support.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost init okrs --hook --merge-driver
  goalpost init --ci github")]
pub(super) struct Args {
    /// Folder to set up (default: the current folder)
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Name of the organization (default: the folder's name)
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
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

/// The optional parts of a goals repository.
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
    let done = initialize(session, args, &folder, extras);
    if done.is_err() && is_new {
        // `remove_dir` removes the folder only if it is empty.
        let _ = std::fs::remove_dir(&folder);
    }
    done
}

fn initialize(
    session: &Session,
    args: &Args,
    folder: &std::path::Path,
    extras: Extras,
) -> Result<Verdict, CommandError> {
    let opened = session.open_folder_to_write(folder)?;
    let repository = opened.project.repository.as_ref().ok();
    let extras = ask_extras(extras, repository.is_some());
    if (extras.hook || extras.merge_driver) && repository.is_none() {
        return Err(CommandError::usage("--hook and --merge-driver need a git repository")
            .hint("run git init first, or remove these options"));
    }
    let new = describe_repository(&opened, args);
    session.note_outer_root(&clean(&folder.to_string_lossy()), folder);
    let mut work = Work::new(&opened);
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
    if opened.project.workspace.goals.is_empty() {
        for (id, path, text) in example_goals(&new) {
            if has(&path) {
                kept.push(path);
            } else {
                work.create(&path, text, &id)?;
            }
        }
    }
    work.say(format!("{}: goals repository set up", new.organization));
    if extras.editor {
        for (path, text) in editor_files() {
            if has(&path) { kept.push(path) } else { work.add(&path, text)? }
        }
    }
    if let Some(pipeline) = extras.pipeline {
        add_pipeline(&mut work, &opened, pipeline, &mut kept)?;
    }
    if extras.merge_driver {
        add_attributes(&mut work, &opened)?;
    }
    for (path, content) in &missing_content(&kept, &opened.project.root) {
        work.say(format!("{path} already exists and was not changed; add to it: {content}"));
        kept.retain(|it| it != path);
    }
    if !kept.is_empty() {
        work.say(format!("already existed, not changed: {}", kept.join(", ")));
    }
    if let Some(repository) = repository {
        configure_git(&mut work, repository, &opened, extras, args.writing)?;
    }
    work.next = Some("edit mission.yaml and the first objective, then run: goalpost check".to_owned());
    work.finish(session, &opened, "init", args.writing, "Create goals repository")
}

/// Lists existing files that lack what goalpost needs in them, with the text to add.
fn missing_content(kept: &[String], root: &std::path::Path) -> Vec<(String, String)> {
    let lacks = |path: &String| !read_regular_text(&root.join(path)).is_ok_and(|it| it.contains("goalpost"));
    let content = |path: &String| match path.as_str() {
        ".vscode/settings.json" => Some(editor_setting()),
        path if path.starts_with(".git") => Some("a step that runs `goalpost check`".to_owned()),
        _ => None,
    };
    kept.iter().filter(|path| lacks(path)).filter_map(|path| Some((path.clone(), content(path)?))).collect()
}

/// Asks for the optional parts on a terminal, unless an option names one.
fn ask_extras(mut extras: Extras, in_git: bool) -> Extras {
    let none = !extras.hook && extras.pipeline.is_none() && !extras.merge_driver && !extras.editor;
    let Some(mut prompt) = Prompt::terminal().filter(|_| none) else { return extras };
    if in_git {
        extras.hook = prompt
            .confirm("install a pre-commit hook that refuses commits with errors in goals?", true)
            .unwrap_or_default();
        extras.merge_driver = prompt
            .confirm("set up the merge driver, which merges goal files by field instead of by line?", true)
            .unwrap_or_default();
        extras.pipeline = prompt
            .ask_until("add a CI pipeline that checks goals? github, gitlab or Enter for none", |line| match line {
                "" => Ok(None),
                _ => Pipeline::WORDS
                    .iter()
                    .find(|(word, _)| *word == line)
                    .map(|(_, pipeline)| Some(*pipeline))
                    .ok_or_else(|| format!("enter {}", Pipeline::WORDS.map(|(word, _)| word).join(" or "))),
            })
            .flatten();
    }
    extras.editor = prompt.confirm("add JSON Schemas for completion in the editor?", false).unwrap_or_default();
    extras
}

/// Returns a path relative to the current folder.
fn display_path(path: &std::path::Path) -> String {
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).unwrap_or_default();
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    real.strip_prefix(here).unwrap_or(&real).display().to_string()
}

/// Fills in the names in the first files: from the options, git's user and the folder.
fn describe_repository(opened: &Opened, args: &Args) -> NewRepository {
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
    NewRepository {
        organization: args.organization.clone().or(folder).unwrap_or_else(|| "our goals".to_owned()),
        name: name.unwrap_or_else(|| person.clone()),
        person,
        email,
        period: Period::quarter_of(opened.context.today, start).name,
    }
}

/// Adds the pipeline at the top of the repository, where GitHub and GitLab look for it.
fn add_pipeline(
    work: &mut Work<'_>,
    opened: &Opened,
    pipeline: Pipeline,
    kept: &mut Vec<String>,
) -> Result<(), CommandError> {
    let (path, text) = pipeline.file();
    if !matches!(opened.project.root_in_git.as_str(), "." | "") && opened.project.repository.is_ok() {
        return add_pipeline_above(work, opened, path, text);
    }
    if opened.project.root.join(path).symlink_metadata().is_ok() {
        kept.push(path.to_owned());
        return Ok(());
    }
    work.add(path, text.to_owned())
}

/// Adds the pipeline for goals in a subfolder of the repository, with `--root`.
fn add_pipeline_above(work: &mut Work<'_>, opened: &Opened, path: &str, text: &str) -> Result<(), CommandError> {
    let root = &opened.project.root_in_git;
    let (Ok(repository), true) =
        // Characters that need no escaping in YAML and in single quotes of a shell.
        (&opened.project.repository, root.chars().all(|c| c.is_alphanumeric() || " ._-/()+,@".contains(c)))
    else {
        return Err(CommandError::usage(format!("cannot write the folder name `{root}` into a pipeline"))
            .hint("remove --ci, and write the pipeline by hand"));
    };
    let top = repository.top();
    let mut change = Change::new(&top);
    match change.add(path, text.replace("goalpost check", &format!("goalpost --root {} check", shell_word(root)))) {
        Ok(()) => {
            work.say(format!("added {path} at the top of the repository, which checks the goals in {root}"));
            work.elsewhere.push(change);
        }
        Err(WriteError::Exists(_)) => work.say(format!("already existed, not changed: {path}")),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Appends the lines for the merge driver to `.gitattributes` (gitattributes(5)).
fn add_attributes(work: &mut Work<'_>, opened: &Opened) -> Result<(), CommandError> {
    const PATH: &str = ".gitattributes";
    let place = opened.project.root.join(PATH);
    if !place.exists() {
        return work.add(PATH, ATTRIBUTES.to_owned());
    }
    let file = SourceFile::read(PATH, &place);
    if file.fault.is_some() {
        return Err(CommandError::failed(format!("`{PATH}` cannot be read"))
            .hint(format!("add these lines by hand: {}", ATTRIBUTES.trim().replace('\n', ", "))));
    }
    if !file.text.contains("merge=goalpost") {
        let end = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
        let gap = if file.text.is_empty() || file.text.ends_with('\n') { "" } else { end };
        let text = format!("{}{gap}{}", file.text, ATTRIBUTES.replace('\n', end));
        work.change.set(&file, text);
    }
    Ok(())
}

/// Sets up the parts that git keeps for this clone only: the driver's command and the hook. git does not take either
/// from a commit, as they run programs.
fn configure_git(
    work: &mut Work<'_>,
    repository: &Repository,
    opened: &Opened,
    extras: Extras,
    writing: Writing,
) -> Result<(), CommandError> {
    if extras.merge_driver {
        let driver = [("name", "merge goal files by field"), ("driver", MERGE_DRIVER)];
        for (key, value) in driver {
            let key = format!("merge.goalpost.{key}");
            if writing.dry_run {
                work.say(format!("would run: git config {key} '{value}'"));
            } else {
                repository.configure(&key, value)?;
            }
        }
        if !writing.dry_run {
            work.say("merge driver set up in this clone; in other clones run: goalpost init --merge-driver");
        }
    }
    if extras.hook {
        for message in install_hook(repository, opened, writing)? {
            work.say(message);
        }
    }
    Ok(())
}

/// Installs the pre-commit hook, and returns messages about it. An existing hook is never changed, and none is written
/// to a `core.hooksPath` that other repositories share.
fn install_hook(repository: &Repository, opened: &Opened, writing: Writing) -> Result<Vec<String>, CommandError> {
    let root = &opened.project.root_in_git;
    let settings = repository.top().join(".pre-commit-config.yaml");
    let path = repository.hook("pre-commit");
    let check = staged_check(root);
    let has = |path: &std::path::Path| read_regular_text(path).is_ok_and(|it| it.contains("goalpost check"));
    if has(&settings) || has(&path) {
        return Ok(vec!["a pre-commit hook already runs goalpost check".to_owned()]);
    }
    if settings.exists() {
        // The pre-commit tool generates the hook from its settings, and would overwrite ours.
        let add = "this repository uses the pre-commit tool; add to `repos` in .pre-commit-config.yaml:";
        return Ok(vec![add.to_owned(), pre_commit_entry(root)]);
    }
    if !repository.is_own(&path) {
        let folder = path.parent().unwrap_or(&path).display();
        return Ok(vec![format!(
            "no hook installed, as core.hooksPath is {folder}, which other repositories may share; \
             add to its pre-commit, for repositories with goals: {check}"
        )]);
    }
    let there = path.symlink_metadata().is_ok();
    if writing.dry_run && !there {
        return Ok(vec![format!("would install the pre-commit hook {}, which runs: {check}", display_path(&path))]);
    }
    if there || !write_program(&path, &hook(root))? {
        return Ok(vec!["a pre-commit hook already exists and was not changed; add to it:".to_owned(), check]);
    }
    Ok(vec![format!("installed the pre-commit hook {}", display_path(&path))])
}
