//! `goalpost init`: creates a goals repository.

mod answers;
mod args;
mod description;
mod extras;
mod findings;
mod objectives;
mod people;
mod questions;
mod setup;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CommandError;
use super::gaps::PRIVATE;
use super::prompt::Prompt;
use super::scope::parse_period;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Work};
use crate::author::{Folders, editor_files, first_goals, settings_files};
use crate::git::{GitError, Repository, create_repository, ensure_no_git};
use crate::render::{clean, shell_word};
use crate::source::{ORG_FILE, SETTINGS_FILE};
use answers::Answers;
pub(in crate::cli) use args::Args;
use description::{describe_repository, folder_name};
use extras::Extras;
use findings::describe_check;
use people::{people_of_log, speaker};
use setup::{add_attributes, add_pipeline, add_pipelines, add_skill, configure_git, missing_content, say_unfinished};
use table::NamedInTable;

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let answers = Answers::from_options(args)?;
    let folder = args.folder.clone().or_else(|| session.global().root.clone()).unwrap_or_else(|| PathBuf::from("."));
    let there = if folder.exists() {
        Some(session.open_folder_to_write(&folder)?)
    } else if args.writing.dry_run {
        return Err(CommandError::usage(format!("`{}` does not exist yet", folder.display()))
            .hint("create the folder, or remove --dry-run"));
    } else {
        None
    };
    if let Some(opened) = &there {
        Answers::ensure_usable(args, &opened.project)?;
    }
    let (answers, extras, creates) = ask_missing(session, args, (&folder, there.as_ref()), answers)?;
    if let Some(opened) = there.filter(|_| !creates) {
        return write_files(session, args, (&folder, &opened), answers, extras).map_err(|(error, _)| error);
    }
    // Only now, so that Ctrl-C during the questions leaves nothing behind.
    let folders = Folders::of(&folder)?;
    let repository = if creates { create_repository(&folder) } else { Ok(()) };
    let done = repository.map_err(|error| (error.into(), false)).and_then(|()| {
        let done = session
            .open_folder_to_write(&folder)
            .map_err(|error| (error, false))
            .and_then(|opened| write_files(session, args, (&folder, &opened), answers, extras));
        // The repository was created above, in a folder that had none, and holds nothing.
        if creates && matches!(done, Err((_, false))) {
            let _ = fs::remove_dir_all(folder.join(".git"));
        }
        done
    });
    done.map_err(|(error, _)| {
        folders.remove();
        error
    })
}

/// Asks on a terminal for what is not given: the goals of a repository that has none, the optional parts, and whether to
/// create a git repository. Writes nothing.
fn ask_missing(
    session: &Session,
    args: &Args,
    (folder, there): (&Path, Option<&Opened>),
    answers: Answers,
) -> Result<(Answers, Extras, bool), CommandError> {
    let extras = Extras {
        hook: args.hook,
        pipeline: args.ci,
        pull: args.pull,
        check_ins: args.check_ins,
        agents: args.agents,
        merge_driver: args.merge_driver,
        editor: args.editor,
    };
    let around = if there.is_none() { Some(Repository::open(folder)) } else { None };
    let Some(repository) = there.map(|opened| &opened.project.repository).or(around.as_ref()) else {
        return Ok((answers, extras, false));
    };
    let is_outside = matches!(repository, Err(GitError::NoRepository(_)));
    let free = if is_outside { ensure_no_git(folder) } else { Ok(()) };
    if let Err(error) = &free {
        if args.git || args.hook || args.merge_driver {
            return Err(error.into());
        }
        session.note(&format!("{error}; {}", error.hint()));
    }
    let mut prompt = Prompt::terminal();
    let can_create = is_outside && free.is_ok() && !args.writing.dry_run;
    // The end of the input ends the conversation as Ctrl-C does: nothing is written.
    let ended = || CommandError::refused("the input ended before the last question").hint("nothing was written");
    let mut ask = || match &mut prompt {
        Some(prompt) => prompt.confirm(questions::REPOSITORY, true).ok_or_else(ended),
        None => Ok(false),
    };
    let creates = can_create && (args.git || ask()?);
    let Some(prompt) = &mut prompt else { return Ok((answers, extras, creates)) };
    let workspace = there.map(|opened| &opened.project.workspace);
    let is_new = workspace.is_none_or(|it| it.goals.is_empty() && it.org.is_none());
    let repository = repository.as_ref().ok();
    let answers = if is_new {
        let today = there.map_or_else(|| session.today(None), |opened| Ok(opened.context.today))?;
        let (emails, offered) = people_of_log(repository, &speaker(repository), today);
        let answers = Answers { emails, ..answers };
        questions::ask_goals(prompt, &answers, (&folder_name(folder), today), &offered).ok_or_else(ended)?
    } else {
        answers
    };
    let extras = questions::ask_extras(prompt, extras, creates || repository.is_some()).ok_or_else(ended)?;
    Ok((answers, extras, creates))
}

/// Writes the files. An error comes with whether they are written all the same, because only the answer failed.
fn write_files(
    session: &Session,
    args: &Args,
    (folder, opened): (&Path, &Opened),
    answers: Answers,
    extras: Extras,
) -> Result<Verdict, (CommandError, bool)> {
    let work = plan_files(session, args, (folder, opened), answers, extras).map_err(|error| (error, false))?;
    let new: Vec<(PathBuf, String)> =
        work.change.files().iter().map(|(path, draft)| (opened.project.root.join(path), draft.new.clone())).collect();
    // Git's configuration and the hook come last: a failure before leaves none of them.
    let done =
        work.finish_then(session, opened, "init", (args.writing, "Create goals repository"), |work| {
            match &opened.project.repository {
                Ok(repository) => configure_git(work, repository, opened, extras, args.writing),
                Err(_) => Ok(()),
            }
        });
    let is_written = || new.iter().any(|(path, text)| fs::read_to_string(path).is_ok_and(|it| it == *text));
    done.map_err(|error| (error, is_written()))
}

/// Collects the files to write.
fn plan_files<'o>(
    session: &Session,
    args: &Args,
    (folder, opened): (&Path, &'o Opened),
    mut answers: Answers,
    extras: Extras,
) -> Result<Work<'o>, CommandError> {
    let repository = opened.project.repository.as_ref().ok();
    let is_empty = opened.project.workspace.goals.is_empty();
    if (extras.hook || extras.merge_driver) && repository.is_none() {
        // One that is there and cannot be read, such as another user's, is not mended by `--git`.
        if let Err(error) = &opened.project.repository
            && !matches!(error, GitError::NoRepository(_))
        {
            return Err(CommandError::failed(error.to_string()).hint(error.hint()));
        }
        return Err(CommandError::usage("--hook and --merge-driver need a git repository")
            .hint("add --git to create one, or remove these options"));
    }
    let (settings, today) = (&opened.project.workspace.settings, opened.context.today);
    let period = answers.period.as_deref().map(|name| parse_period(name, settings, today)).transpose()?;
    let table = answers.table.take().map(|table| table.with_period(period.map(|period| period.name)));
    let mut new = describe_repository(opened, answers, speaker(repository));
    // Goals without a period would be errors, each of them, in a repository that begins with this one. The import tells of it.
    let lacks_period = table.as_ref().is_some_and(|table| is_empty && table.without_period(today) > 0);
    let table = if lacks_period { table.map(|it| it.with_period(Some(new.period.clone()))) } else { table };
    let has = |path: &str| opened.project.root.join(path).symlink_metadata().is_ok();
    if has(SETTINGS_FILE) {
        new.exclude.clear();
    }
    session.note_outer_root(
        &clean(&folder.to_string_lossy()),
        folder,
        &format!("move it elsewhere, or name it in `include` there, {PRIVATE}"),
    );
    let mut work = Work::new(opened);
    // The examples have placeholders on purpose, and an existing repository may have errors of its own.
    work.allows_errors = true;
    let mut added = NamedInTable::default();
    if let Some(table) = table.as_ref().filter(|_| is_empty && !has(ORG_FILE)) {
        added = table.unknown_names(&new, opened.context.today)?;
        new.people.extend(added.people.iter().cloned());
        new.more_teams.extend(added.teams.iter().cloned());
    }
    let mut kept = Vec::new();
    for (path, text) in settings_files(&new) {
        if has(&path) {
            kept.push(path);
        } else {
            work.add(&path, text)?;
        }
    }
    if let Some(table) = table.as_ref().filter(|_| is_empty) {
        table.add(session, &mut work, &new, opened.context.today)?;
    } else if is_empty {
        for (id, path, text) in first_goals(&new, opened.context.today) {
            if has(&path) {
                kept.push(path);
            } else {
                work.create(&path, text, &id)?;
            }
        }
    }
    let nothing_new = kept.len() == KEPT_ALWAYS && work.change.is_empty();
    work.say(if nothing_new && !is_empty {
        "this goals repository is set up already".to_owned()
    } else {
        format!("{}: goals repository set up", new.organization)
    });
    let people: Vec<&str> = added.people.iter().map(|person| person.id.as_str()).collect();
    let teams: Vec<&str> = added.teams.iter().map(|(id, _)| id.as_str()).collect();
    for (what, ids) in [("people", people), ("teams", teams)].into_iter().filter(|(_, ids)| !ids.is_empty()) {
        work.say(format!("{what} in the table, now in org.yaml: {}", ids.join(", ")));
    }
    // What was there before is no goal, whatever it is; what is written now is one.
    let is_excluded = |path: &str| !new.exclude.is_empty() && opened.project.workspace.sources.by_path(path).is_some();
    if !new.exclude.is_empty() {
        work.say(format!("no goals, left out by `exclude` in goalpost.yaml: {}", new.exclude.join(", ")));
    }
    let has_own_goals = is_empty && (!new.objectives.is_empty() || table.is_some());
    let drafts: Vec<&str> =
        new.objectives.iter().flat_map(|it| &it.results).filter(|it| it.is_draft()).map(|it| it.id.as_str()).collect();
    if has_own_goals && table.is_none() && !drafts.is_empty() {
        work.say(format!("drafts until they have a target: {}", drafts.join(", ")));
    }
    let checked = if has_own_goals { describe_check(session, opened, &work.change, is_excluded) } else { Vec::new() };
    // The hook refuses a commit with errors, and there is no commit before this one that could have them.
    let is_refused = extras.hook && checked.iter().any(|line| line.trim_start().split(' ').nth(1) == Some("error"));
    work.says.extend(checked);
    if extras.editor {
        for (path, text) in editor_files() {
            if has(&path) { kept.push(path) } else { work.add(&path, text)? }
        }
    }
    if let Some(pipeline) = extras.pipeline {
        let more = if extras.check_ins { pipeline.check_in_files() } else { &[] };
        if extras.check_ins && more.is_empty() {
            return Err(CommandError::usage("--check-ins needs --ci github: check-ins by comments exist there alone")
                .hint("remove --check-ins"));
        }
        let pulls = extras.pull == Some(pipeline);
        add_pipelines(&mut work, opened, (pipeline, more, pulls), &mut kept)?;
    }
    if let Some(pipeline) = extras.pull {
        add_pipeline(&mut work, opened, pipeline.nightly_file(), &mut kept)?;
        work.say("pull asks what `sources` in goalpost.yaml name: goalpost explain numbers");
    }
    say_unfinished(&mut work, opened, extras);
    if extras.agents {
        add_skill(&mut work, opened, &mut kept)?;
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
    let is_example = |path: &&str| match *path {
        "mission.yaml" => new.mission.is_none(),
        path => path.ends_with("/first-objective.yaml") && new.objectives.is_empty(),
    };
    let examples: Vec<&str> = work
        .change
        .files()
        .keys()
        .rev()
        .map(String::as_str)
        .filter(|path| !has_own_goals && is_example(path))
        .collect();
    work.next = next_command(args, folder, (&examples, has_own_goals, is_refused), repository.is_some());
    Ok(work)
}

/// How many settings files there are: without a new one there was nothing to set up but the optional parts.
const KEPT_ALWAYS: usize = 2;

/// The one command to run next, with the example files to edit before; none where nothing was added to run it for.
fn next_command(
    args: &Args,
    folder: &Path,
    (examples, has_own_goals, is_refused): (&[&str], bool, bool),
    in_git: bool,
) -> Option<String> {
    let here = folder == Path::new(".");
    let cd = if here { String::new() } else { format!("cd {} && ", shell_word(&folder.to_string_lossy())) };
    let place = |path: &&str| if here { shell_word(path) } else { shell_word(&folder.join(path).to_string_lossy()) };
    if !has_own_goals {
        let files: Vec<String> = examples.iter().map(place).collect();
        return (!files.is_empty()).then(|| format!("edit {}, then run: {cd}goalpost check", files.join(" and ")));
    }
    if !in_git || args.writing.commit {
        return Some(format!("see where you stand: {cd}goalpost rollup"));
    }
    let (past, option) =
        if is_refused { (", past the hook, which refuses the errors above", " --no-verify") } else { ("", "") };
    Some(format!("history begins with a commit{past}: {cd}git add . && git commit{option} -m \"Set our goals\""))
}
