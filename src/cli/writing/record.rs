//! Writes a change to disk and commits it: in one step, or check-in by check-in with one commit at the end.

use std::path::Path;

use super::options::Writing;
use super::work::{NewTag, Work};
use crate::analysis::seals::{SEAL_TRAILER, seal_message};
use crate::author::{Change, RollbackOutcome, RollbackReport, WrittenChange};
use crate::cli::error::CommandError;
use crate::cli::interrupts::Interrupts;
use crate::cli::session::Session;
use crate::git::{GitError, MadeCommit, Repository, short_id};
use crate::model::abridged;
use crate::project::Project;
use crate::render::{clean, shell_word};

/// The most characters of a commit's subject, as git's own manual asks.
const MOST_SUBJECT: usize = 72;

/// Changes that were written one by one, and are not committed yet.
#[derive(Debug)]
pub(in crate::cli) struct Recorded {
    change: Change,
    goals: Vec<String>,
    says: Vec<String>,
}

impl<'p> Work<'p> {
    /// Writes the files and, with `--commit`, commits them; if any step fails, takes back all of them. Returns the
    /// commit.
    pub(in crate::cli) fn write(
        &self,
        session: &Session,
        writing: Writing,
        subject: &str,
    ) -> Result<Option<String>, CommandError> {
        let is_elsewhere = self.elsewhere.iter().any(|change| !change.is_empty());
        if writing.dry_run || self.change.is_empty() && !is_elsewhere {
            return Ok(None);
        }
        let root = &self.project.root;
        let paths = self.paths();
        // What lies outside the goals' root is written, but no part of the commit.
        let repository = if writing.commit && !self.change.is_empty() {
            Some(self.ensure_committable(session, &paths)?)
        } else {
            None
        };
        // Ctrl-C between the first file and the commit takes the change back instead of leaving half of it.
        let interrupts = repository.map(|_| Interrupts::hold());
        let progress = session.progress("writing");
        let mut all: Vec<(&Change, WrittenChange)> = Vec::new();
        for change in std::iter::once(&self.change).chain(&self.elsewhere) {
            match change.write() {
                Ok(written) => all.push((change, written)),
                Err(error) => {
                    let reports = all.iter().flat_map(|(change, written)| change.take_back(written, false));
                    return Err(reports.fold(error.into(), |error, report| match report.outcome {
                        RollbackOutcome::Failed(why) => {
                            error.hint(format!("{} still has the change: {why}", clean(&report.path)))
                        }
                        _ => error,
                    }));
                }
            }
        }
        drop(progress);
        let Some((repository, interrupts)) = repository.zip(interrupts) else { return Ok(None) };
        let stop = || interrupts.is_interrupted();
        let commit = match repository.record(root, &paths, &self.message(subject), &stop) {
            Ok(made) => named(session, made),
            Err(error @ GitError::PartlyRecorded { .. }) => return Err(error.into()),
            Err(error) => {
                let reports = all.iter().flat_map(|(change, written)| change.take_back(written, true)).collect();
                return Err(rollback_error(repository, root, &error, reports));
            }
        };
        for (at, NewTag { name, goals }) in self.tags.iter().enumerate() {
            let message = seal_message(&clean_subject(subject), goals);
            repository.tag(root, name, &commit, &message).map_err(|error| {
                let made: Vec<&str> = self.tags[..at].iter().map(|tag| tag.name.as_str()).collect();
                let failure = CommandError::failed(error.to_string())
                    .hint("the goals are closed and committed; do not close them again")
                    .hint(format!("create only the tag: {}", tag_command(&self.tags[at], &commit)));
                let failure =
                    if made.is_empty() { failure } else { failure.hint(format!("tagged: {}", made.join(", "))) };
                let left = self.tags[at + 1..].iter();
                left.fold(failure, |failure, tag| failure.hint(format!("also missing: {}", tag_command(tag, &commit))))
            })?;
        }
        Ok(Some(commit))
    }

    /// Writes the files, and adds them to those that were written before and are committed together later.
    pub(in crate::cli) fn write_after(
        self,
        before: &mut Option<Recorded>,
        session: &Session,
        writing: Writing,
    ) -> Result<(), CommandError> {
        let known = |path: &String| before.as_ref().is_some_and(|it| it.change.files().contains_key(path));
        let new = self.change.files().keys().filter(|path| !known(path));
        let paths: Vec<String> = new.map(|path| resolve_links(&self.project.root, path)).collect();
        if writing.commit && !paths.is_empty() {
            self.ensure_committable(session, &paths)?;
        }
        self.change.write()?;
        match before {
            Some(done) => {
                done.change.follow(self.change);
                done.goals.extend(self.goals);
                done.says.extend(self.says);
            }
            None => *before = Some(Recorded { change: self.change, goals: self.goals, says: self.says }),
        }
        Ok(())
    }

    /// Adds the changes that were written one by one, and commits them with `--commit`. They stay written if that
    /// fails: taking back what someone typed in answer to ten questions would lose more than it saves.
    pub(in crate::cli) fn commit_recorded(
        &mut self,
        session: &Session,
        done: Recorded,
        writing: Writing,
        subject: &str,
    ) -> Result<Option<String>, CommandError> {
        for goal in &done.goals {
            self.add_goal(goal);
        }
        self.change.follow(done.change);
        self.says.extend(done.says);
        if !writing.commit || self.change.is_empty() {
            return Ok(None);
        }
        let repository = self.project.repository.as_ref()?;
        let interrupts = Interrupts::hold();
        let stop = || interrupts.is_interrupted();
        let made = repository.record(&self.project.root, &self.paths(), &self.message(subject), &stop);
        made.map(|made| Some(named(session, made))).map_err(|error| match error {
            GitError::PartlyRecorded { .. } => error.into(),
            _ => CommandError::failed(error.to_string())
                .hint("the check-ins are written, do not enter them again; to commit them: git commit FILE…"),
        })
    }

    /// Ensures that `--commit` can work before any question is asked.
    pub(in crate::cli) fn ensure_commit_possible(project: &Project, writing: Writing) -> Result<(), CommandError> {
        if !writing.commit {
            return Ok(());
        }
        let repository = project.repository.as_ref()?;
        Ok(repository.can_record(&project.root)?)
    }

    /// Ensures that some files can be committed, and returns the repository.
    fn ensure_committable(&self, session: &Session, paths: &[String]) -> Result<&'p Repository, CommandError> {
        let repository = self.project.repository.as_ref()?;
        repository.can_record(&self.project.root)?;
        for tag in &self.tags {
            repository.can_tag(&self.project.root, &tag.name)?;
        }
        let before = repository.uncommitted(&self.project.root, paths)?;
        for path in before {
            session.note(&format!("{path} already had uncommitted changes, which are committed too"));
        }
        Ok(repository)
    }

    /// Lists the changed files, as git knows them.
    fn paths(&self) -> Vec<String> {
        self.change.files().keys().map(|path| resolve_links(&self.project.root, path)).collect()
    }

    /// Formats the commit message: the subject, a `Goal:` trailer (git-interpret-trailers(1)) for each goal, and a `Seal:`
    /// trailer for each tag, by which a tag that was moved or deleted is noticed.
    fn message(&self, subject: &str) -> String {
        let goals = self.goals.iter().map(|goal| format!("Goal: {goal}"));
        let seals = self.tags.iter().map(|tag| format!("{SEAL_TRAILER}: {}", tag.name));
        let trailers: Vec<String> = goals.chain(seals).collect();
        let between = if trailers.is_empty() { "" } else { "\n\n" };
        format!("{}{between}{}", clean_subject(subject), trailers.join("\n"))
    }
}

/// The name of a commit. What was complained of although it stands is a note.
fn named(session: &Session, made: MadeCommit) -> String {
    if let Some(complaint) = &made.complaint {
        session.note(&format!("commit {} holds the change; after it: {}", short_id(&made.name), clean(complaint)));
    }
    made.name
}

/// The command that makes a tag with the list of the goals that it seals.
fn tag_command(NewTag { name, goals }: &NewTag, commit: &str) -> String {
    let message = seal_message("Seal", goals);
    let paragraphs = message.lines().filter(|line| !line.is_empty()).map(|line| format!("-m {} ", shell_word(line)));
    format!("git tag -a {}{} {commit}", paragraphs.collect::<String>(), shell_word(name))
}

/// A subject without control characters, which could end it early and forge a trailer, cut at 72 characters
/// (git-commit(1) asks for a short one).
fn clean_subject(subject: &str) -> String {
    let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    abridged(&subject, MOST_SUBJECT)
}

/// Creates the error for a commit that failed and whose change was taken back, with a hint for each file that could not
/// simply be restored.
fn rollback_error(
    repository: &Repository,
    root: &Path,
    error: &GitError,
    reports: Vec<RollbackReport>,
) -> CommandError {
    let mut failure = CommandError::failed(error.to_string());
    let mut is_incomplete = false;
    for RollbackReport { path, outcome } in reports {
        let path = clean(&path);
        failure = match outcome {
            RollbackOutcome::Kept => failure.hint(format!("the hook's own changes to {path} were kept")),
            RollbackOutcome::Removed(text) => match repository.store_blob(root, &text) {
                Some(kept) => {
                    failure.hint(format!("the hook's own changes to {path} were removed; to see them: git show {kept}"))
                }
                None => failure.hint(format!("the hook's own changes to {path} were removed")),
            },
            RollbackOutcome::Failed(why) => {
                is_incomplete = true;
                failure.hint(format!("{path} could not be restored and still has the change: {why}"))
            }
        };
    }
    // A retry on top of a change that is still there would apply a relative value (+=3) twice.
    if is_incomplete {
        failure.hint("restore it before you retry; to see the change: git diff")
    } else {
        failure.hint("the change was taken back; retry, or run the command without --commit")
    }
}

/// Resolves a path to the file that git tracks: for a symbolic link, its target.
fn resolve_links(root: &Path, path: &str) -> String {
    let real = root.join(path).canonicalize().ok().zip(root.canonicalize().ok());
    let below = real.and_then(|(file, root)| Some(file.strip_prefix(root).ok()?.to_str()?.to_owned()));
    below.unwrap_or_else(|| path.to_owned())
}
