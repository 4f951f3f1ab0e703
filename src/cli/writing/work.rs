//! A change in progress: the files to edit and add, the messages about it, and the answer.

use std::collections::HashSet;

use super::opened::Opened;
use super::options::Writing;
use crate::author::{Change, count_lines};
use crate::cli::error::CommandError;
use crate::cli::format::PlainFormat as Format;
use crate::cli::guard;
use crate::cli::session::Session;
use crate::cli::verdict::Verdict;
use crate::git::Repository;
use crate::model::GoalIx;
use crate::project::Project;
use crate::render::{clean_block, json, written};
use crate::source::{Discovery, SkipReason, SourceFile};
use crate::syntax::Edit;
use crate::view::Envelope;
use crate::view::written::{Rejected, WrittenFile, WrittenGrade, WrittenView};

/// A tag that seals the goals that a commit closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct NewTag {
    /// Its name.
    pub(in crate::cli) name: String,
    /// The ids of the goals that it seals.
    pub(in crate::cli) goals: Vec<String>,
}

/// A change in progress, with its messages.
#[derive(Debug)]
pub(in crate::cli) struct Work<'p> {
    pub(super) project: &'p Project,
    pub(in crate::cli) change: Change,
    pub(super) goals: Vec<String>,
    touched: HashSet<String>,
    /// Messages on what was done.
    pub(in crate::cli) says: Vec<String>,
    /// The suggested next step.
    pub(in crate::cli) next: Option<String>,
    /// Changes outside the goals' root, which `--commit` leaves out.
    pub(in crate::cli) elsewhere: Vec<Change>,
    /// The tags for the commit.
    pub(in crate::cli) tags: Vec<NewTag>,
    /// The goals that are closed.
    pub(in crate::cli) closed: Vec<WrittenGrade>,
    /// Rows of the input that were rejected.
    pub(in crate::cli) rejected: Vec<Rejected>,
    /// The summary, if each check-in was reported when it was written.
    pub(in crate::cli) tally: Option<String>,
    /// Whether the change may bring new errors, because its contents come from elsewhere.
    pub(in crate::cli) allows_errors: bool,
}

impl<'p> Work<'p> {
    pub(in crate::cli) fn new(opened: &'p Opened) -> Self {
        let (project, change) = (&opened.project, Change::new(&opened.project.root));
        let change = change.with_journal(opened.lock.journal.as_ref());
        Self {
            project,
            change,
            goals: Vec::new(),
            touched: HashSet::new(),
            says: Vec::new(),
            next: None,
            elsewhere: Vec::new(),
            tags: Vec::new(),
            closed: Vec::new(),
            rejected: Vec::new(),
            tally: None,
            allows_errors: false,
        }
    }

    /// Edits a goal's file.
    pub(in crate::cli) fn edit(&mut self, ix: GoalIx, edits: &[Edit]) -> Result<(), CommandError> {
        let goal = self.project.workspace.goal(ix);
        let file = self.project.workspace.file(goal.document);
        self.edit_file(file, edits)?;
        self.add_goal(&goal.id);
        Ok(())
    }

    /// Edits a file.
    pub(in crate::cli) fn edit_file(&mut self, file: &SourceFile, edits: &[Edit]) -> Result<(), CommandError> {
        if !file.is_own() {
            return Err(CommandError::refused(format!("`{}` belongs to another root", file.path))
                .hint("run the command there, or name that root with --root DIR"));
        }
        guard::ensure_unambiguous(&self.project.workspace, file)?;
        self.change.edit(file, edits).map_err(|error| {
            let hint = error.error.hint();
            CommandError::refused(error.to_string()).hint(hint)
        })
    }

    /// Adds a goal to those that the change is about; each gets a `Goal:` trailer.
    pub(in crate::cli) fn add_goal(&mut self, id: &str) {
        if self.touched.insert(id.to_owned()) {
            self.goals.push(id.to_owned());
        }
    }

    /// The goals that the change is about.
    pub(in crate::cli) fn goals(&self) -> &[String] {
        &self.goals
    }

    /// Tells whether the change is about a goal.
    pub(in crate::cli) fn is_about(&self, id: &str) -> bool {
        self.touched.contains(id)
    }

    /// Adds a goal file.
    pub(in crate::cli) fn create(&mut self, path: &str, text: String, goal: &str) -> Result<(), CommandError> {
        if let Some((reason, help)) = self.exclusion_of(path) {
            return Err(CommandError::refused(reason).hint(help));
        }
        let hidden = |repository: &crate::git::Repository| repository.hides(&self.project.root, path);
        if self.project.repository.as_ref().is_ok_and(hidden) {
            return Err(CommandError::refused(format!(
                "`{path}` exists in git but is not part of this sparse checkout"
            ))
            .hint(
                "nothing was overwritten; add it with git sparse-checkout add, or choose another path with --file PATH",
            ));
        }
        self.change.create(path, text)?;
        self.add_goal(goal);
        Ok(())
    }

    /// Returns why a goal would not be read from a path and what to do, if it is excluded.
    pub(in crate::cli) fn exclusion_of(&self, path: &str) -> Option<(String, String)> {
        let discovery = Discovery::new(&self.project.root, Repository::tracked_below)
            .exclude(&self.project.workspace.settings.left_out());
        let (by, help) = match discovery.leaves_out(path)? {
            SkipReason::Ignored => (".gitignore excludes it", "remove it from .gitignore"),
            SkipReason::Excluded => ("`exclude` or `include` in goalpost.yaml excludes it", "remove it there"),
        };
        Some((format!("`{path}` would not be read: {by}"), format!("{help}, or choose another path with --file PATH")))
    }

    /// Adds a file that is not a goal file.
    pub(in crate::cli) fn add(&mut self, path: &str, text: String) -> Result<(), CommandError> {
        Ok(self.change.add(path, text)?)
    }

    /// Adds a message on what was done.
    pub(in crate::cli) fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Writes the change, commits it with `--commit`, and answers.
    pub(in crate::cli) fn finish(
        self,
        session: &Session,
        opened: &Opened,
        command: &str,
        writing: Writing,
        subject: &str,
    ) -> Result<Verdict, CommandError> {
        self.finish_then(session, opened, command, (writing, subject), |_| Ok(()))
    }

    /// As [`Work::finish`], with something done between writing and answering, which is not undone.
    pub(in crate::cli) fn finish_then(
        mut self,
        session: &Session,
        opened: &Opened,
        command: &str,
        (writing, subject): (Writing, &str),
        then: impl FnOnce(&mut Self) -> Result<(), CommandError>,
    ) -> Result<Verdict, CommandError> {
        if !self.allows_errors {
            guard::ensure_no_new_errors(&self.project.workspace, &self.change, opened.context.today)?;
        }
        let commit = self.write(session, writing, subject)?;
        then(&mut self)?;
        self.answer(session, opened, command, writing, commit)
    }

    /// Prints what was done.
    pub(in crate::cli) fn answer(
        self,
        session: &Session,
        opened: &Opened,
        command: &str,
        writing: Writing,
        commit: Option<String>,
    ) -> Result<Verdict, CommandError> {
        let format = writing.format;
        let wrote = !writing.dry_run && !self.change.is_empty();
        // Rejected rows give exit code 1, even though the others are written.
        let verdict = if self.rejected.is_empty() { Verdict::Done } else { Verdict::Failed };
        let tally = self.tally.clone();
        let mut view = self.view(writing, commit);
        let text = match format {
            Format::Json => {
                view.says.extend(tally);
                json::json(&Envelope::new(command, &opened.context, view))
            }
            Format::Human if writing.dry_run => {
                for sentence in &view.says {
                    session.note(sentence);
                }
                written::rejected(&view, session.style()) + &clean_block(view.diff.as_deref().unwrap_or_default())
            }
            Format::Human if tally.is_some() => written::recorded(&view, &tally.unwrap_or_default(), session.style()),
            Format::Human => written::written(&view, &Session::here(&opened.project), session.style()),
        };
        session.answer(&text).map_err(|error| {
            let done = "the change itself is written; do not repeat the command";
            if wrote { error.hint(done) } else { error }
        })?;
        Ok(verdict)
    }

    /// The changed files, with how many lines change.
    pub(in crate::cli) fn written_files(&self) -> Vec<WrittenFile> {
        let file = |(path, draft): (&String, &crate::author::Draft)| {
            let (added, removed) = count_lines(draft.old.as_deref(), &draft.new);
            WrittenFile { path: path.clone(), created: draft.old.is_none(), added, removed }
        };
        self.change.files().iter().map(file).collect()
    }

    fn view(self, writing: Writing, commit: Option<String>) -> WrittenView {
        WrittenView {
            files: self.written_files(),
            goals: self.goals,
            dry_run: writing.dry_run,
            diff: writing.dry_run.then(|| self.change.diff()),
            commit,
            says: self.says,
            closed: self.closed,
            rejected: self.rejected,
            next: self.next,
        }
    }
}
