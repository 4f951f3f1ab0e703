//! Sets up what stands beside the goals: the pipeline, the merge driver, the hook. Nothing that exists is overwritten.

use super::extras::Extras;
use crate::author::{
    ATTRIBUTES, Change, MERGE_DRIVER, Pipeline, PipelineFile, WriteError, create_program, editor_setting, hook,
    pre_commit_entry, staged_check,
};
use crate::cli::error::CommandError;
use crate::cli::instructions::skill;
use crate::cli::writing::{Opened, Work, Writing};
use crate::git::Repository;
use crate::render::shell_word;
use crate::source::{SourceFile, read_regular_text};
use crate::syntax::Content;

/// Lists existing files that lack what goalpost needs in them, with the text to add.
pub(super) fn missing_content(kept: &[String], root: &std::path::Path) -> Vec<(String, String)> {
    let lacks = |path: &String| !read_regular_text(&root.join(path)).is_ok_and(|it| it.contains("goalpost"));
    let content = |path: &String| match path.as_str() {
        ".vscode/settings.json" => Some(editor_setting()),
        path if path.starts_with(".git") => Some("a step that runs `goalpost pull --commit`".to_owned()),
        _ => None,
    };
    kept.iter().filter(|path| lacks(path)).filter_map(|path| Some((path.clone(), content(path)?))).collect()
}

/// Returns a path relative to the current folder.
fn display_path(path: &std::path::Path) -> String {
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).unwrap_or_default();
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    real.strip_prefix(here).unwrap_or(&real).display().to_string()
}

/// Adds the pipeline that checks goals, and what goes with it. Beside a file of others in its place it says what to add to
/// that file, and leaves out what waits for ours.
pub(super) fn add_pipelines(
    work: &mut Work<'_>,
    opened: &Opened,
    (pipeline, more, pulls): (Pipeline, &[PipelineFile], bool),
    kept: &mut Vec<String>,
) -> Result<(), CommandError> {
    let Some(((path, text), beside)) = pipeline.files().split_first() else { return Ok(()) };
    // Of the files that GitLab reads, one is included in the other.
    let text = if pulls && *path == GITLAB_CI {
        text.replacen("include:\n", &format!("include:\n  - local: {GITLAB_PULL}\n"), 1)
    } else {
        (*text).to_owned()
    };
    let place = top_of(opened).join(path);
    let is_foreign =
        place.symlink_metadata().is_ok() && !read_regular_text(&place).is_ok_and(|there| there.contains("goalpost"));
    if is_foreign {
        work.say(format!("{path} already exists and was not changed; add to it:"));
        let text = published(&text);
        let text = folder_in_git(opened).map_or_else(|| text.clone(), |root| pipeline_for(&text, root));
        work.says.extend(entries_to_add(&text));
    } else {
        add_pipeline(work, opened, (*path, &text), kept)?;
        for file in beside {
            add_pipeline(work, opened, *file, kept)?;
        }
    }
    for file in more {
        add_pipeline(work, opened, *file, kept)?;
    }
    Ok(())
}

/// The pipeline of GitLab, which runs what it includes alone, and where the values are pulled.
const GITLAB_CI: &str = ".gitlab-ci.yml";
const GITLAB_PULL: &str = ".gitlab/goals-pull.yml";

/// The folder where services look for pipelines.
fn top_of(opened: &Opened) -> std::path::PathBuf {
    match (folder_in_git(opened), &opened.project.repository) {
        (Some(_), Ok(repository)) => repository.top(),
        _ => opened.project.root.clone(),
    }
}

/// Says what pipelines that are written still need: a comment in a file that nobody opens does not tell them.
pub(super) fn say_unfinished(work: &mut Work<'_>, opened: &Opened, extras: Extras) {
    let check_ins = extras.pipeline.filter(|_| extras.check_ins).map(Pipeline::check_in_files).unwrap_or_default();
    let files = extras.pipeline.map(Pipeline::files).unwrap_or_default().iter().chain(check_ins).copied();
    let top = top_of(opened);
    let files = files.chain(extras.pull.map(Pipeline::nightly_file));
    let written: Vec<PipelineFile> = files.filter(|(path, _)| top.join(path).symlink_metadata().is_err()).collect();
    let is_written = |path: &str| written.iter().any(|(it, _)| *it == path);
    let examples: Vec<&str> =
        written.iter().filter(|(_, text)| published(text).contains(PLACEHOLDER)).map(|(path, _)| *path).collect();
    if !examples.is_empty() {
        work.say(format!(
            "before it runs, replace {PLACEHOLDER} with goalpost's own repository in {}",
            examples.join(", ")
        ));
    }
    if is_written(GITLAB_PULL) {
        if !is_written(GITLAB_CI) {
            work.say(format!(
                "include {GITLAB_PULL} in {GITLAB_CI}, or it does not run: include: [{{local: {GITLAB_PULL}}}]"
            ));
        }
        work.say("values are pulled by a pipeline schedule of the main branch, with the variable GOALS_PUSH_TOKEN");
    }
}

/// The project of goalpost in the templates: on GitHub ours, on GitLab a mirror of it, whose place everybody has to fill in.
const PLACEHOLDER: &str = "example/goalpost";

/// A template with the action of goalpost's own repository on GitHub.
fn published(text: &str) -> String {
    let Some(own) = env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/") else { return text.to_owned() };
    let (placeholder, own) = (format!("uses: {PLACEHOLDER}@"), format!("uses: {own}@"));
    let line = |line: &str| match line.split_once(&placeholder) {
        Some((before, rest)) => format!("{before}{own}{}\n", rest.split("  #").next().unwrap_or(rest).trim_end()),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// What another pipeline needs of ours, each on a line that keeps its meaning when it is wrapped: the steps that check
/// goals, or what is included.
fn entries_to_add(text: &str) -> Vec<String> {
    let value = |key: &str| {
        let lines = text.lines().map(|line| line.trim_start_matches([' ', '-']));
        let found =
            lines.filter_map(|line| line.strip_prefix(key)).find(|value| value.contains("goalpost") || key != "uses:");
        found.map(|value| value.split(" #").next().unwrap_or(value).trim()).unwrap_or_default()
    };
    let with = format!("{{root: {}, version: {}}}", value("root:"), value("version:"));
    match value("component:") {
        "" => vec![
            "- {uses: actions/checkout@v4, with: {fetch-depth: 0}}".to_owned(),
            format!("- {{uses: {}, with: {with}}}", value("uses:")),
        ],
        component => vec![format!("include: [{{component: {component}, inputs: {with}}}]")],
    }
}

/// Adds the pipeline at the top of the repository, where GitHub and GitLab look for it.
pub(super) fn add_pipeline(
    work: &mut Work<'_>,
    opened: &Opened,
    (path, text): (&str, &str),
    kept: &mut Vec<String>,
) -> Result<(), CommandError> {
    let text = &published(text);
    match folder_in_git(opened) {
        // Characters that need no escaping in YAML and in single quotes of a shell.
        Some(root) if !root.chars().all(|c| c.is_alphanumeric() || " ._-/()+,@".contains(c)) => {
            Err(CommandError::usage(format!("cannot write the folder name `{root}` into a pipeline"))
                .hint("remove --ci, and write the pipeline by hand"))
        }
        Some(root) => add_above(work, opened, path, pipeline_for(text, root)),
        None => add_here(work, opened, path, text.to_owned(), kept),
    }
}

/// Where agents look for skills, from the top of the repository: Claude Code, and others that follow agentskills.io.
const SKILLS: [&str; 2] = [".claude/skills/goalpost/SKILL.md", ".agents/skills/goalpost/SKILL.md"];

/// Adds the instructions for agents at the top of the repository.
pub(super) fn add_skill(work: &mut Work<'_>, opened: &Opened, kept: &mut Vec<String>) -> Result<(), CommandError> {
    for path in SKILLS {
        match folder_in_git(opened) {
            Some(root) => {
                let place = format!("\nThe goals are in `{root}`: run the commands there, or with `--root`.\n");
                add_above(work, opened, path, skill() + &place)?;
            }
            None => add_here(work, opened, path, skill(), kept)?,
        }
    }
    Ok(())
}

/// The goals' folder below the top of the repository; none if they are at the top, or outside git.
fn folder_in_git(opened: &Opened) -> Option<&str> {
    let root = opened.project.root_in_git.as_str();
    (!matches!(root, "." | "") && opened.project.repository.is_ok()).then_some(root)
}

/// Adds a file to the goals' folder, unless one is there.
fn add_here(
    work: &mut Work<'_>,
    opened: &Opened,
    path: &str,
    text: String,
    kept: &mut Vec<String>,
) -> Result<(), CommandError> {
    if opened.project.root.join(path).symlink_metadata().is_ok() {
        kept.push(path.to_owned());
        return Ok(());
    }
    work.add(path, text)
}

/// The text of a pipeline for goals in a subfolder: every command and every input names it.
fn pipeline_for(text: &str, root: &str) -> String {
    let option = format!(" --root {}", shell_word(root));
    let text = text.replace("goalpost check", &format!("goalpost{option} check"));
    let text = text.replace("goalpost pull --commit", &format!("goalpost{option} pull --commit"));
    let text = text.replace("goalpost report", &format!("goalpost{option} report"));
    text.replace("root: .\n", &format!("root: {}\n", Content::text(root).line()))
}

/// Adds a file for goals in a subfolder at the top of the repository, unless one is there.
fn add_above(work: &mut Work<'_>, opened: &Opened, path: &str, text: String) -> Result<(), CommandError> {
    let root = &opened.project.root_in_git;
    let Ok(repository) = &opened.project.repository else { return Ok(()) };
    let top = repository.top();
    let mut change = Change::new(&top);
    match change.add(path, text) {
        Ok(()) => {
            work.say(format!("added {path} at the top of the repository, for the goals in {root}"));
            work.elsewhere.push(change);
        }
        Err(WriteError::Exists(_)) => work.say(format!("already existed, not changed: {path}")),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Appends the lines for the merge driver to `.gitattributes` (gitattributes(5)).
pub(super) fn add_attributes(work: &mut Work<'_>, opened: &Opened) -> Result<(), CommandError> {
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
pub(super) fn configure_git(
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
    if there || !create_program(&path, &hook(root))? {
        return Ok(vec!["a pre-commit hook already exists and was not changed; add to it:".to_owned(), check]);
    }
    Ok(vec![format!("installed the pre-commit hook {}", display_path(&path))])
}
