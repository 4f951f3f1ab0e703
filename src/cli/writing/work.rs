//! A change on its way: files edited and added, what is said of it, and the answer.

use std::collections::HashSet;

use super::opened::Opened;
use super::options::Writing;
use crate::author::{Change, counts};
use crate::cli::error::CommandError;
use crate::cli::format::PlainFormat as Format;
use crate::cli::guard;
use crate::cli::session::Session;
use crate::cli::verdict::Verdict;
use crate::model::GoalIx;
use crate::project::Project;
use crate::render::{clean_block, json, written};
use crate::source::{Discovery, SkipReason, SourceFile};
use crate::syntax::Edit;
use crate::view::Envelope;
use crate::view::written::{Rejected, WrittenFile, WrittenView};

/// A change on its way, and what is said of it.
#[derive(Debug)]
pub(in crate::cli) struct Work<'p> {
    pub(super) project: &'p Project,
    pub(in crate::cli) change: Change,
    pub(super) goals: Vec<String>,
    touched: HashSet<String>,
    /// What was done, in sentences.
    pub(in crate::cli) says: Vec<String>,
    /// What to type next.
    pub(in crate::cli) next: Option<String>,
    /// What is written beside the goals' root, and never committed here.
    pub(in crate::cli) elsewhere: Vec<Change>,
    /// The tag that the commit gets.
    pub(in crate::cli) tag: Option<String>,
    /// What of the input could not be taken.
    pub(in crate::cli) rejected: Vec<Rejected>,
    /// How many were recorded, where each was told as it was.
    pub(in crate::cli) tally: Option<String>,
    /// Whether what is written was written by others before: what is wrong with it is theirs to mend.
    pub(in crate::cli) takes_over: bool,
}

impl<'p> Work<'p> {
    pub(in crate::cli) fn new(opened: &'p Opened) -> Self {
        let (project, change) = (&opened.project, Change::new(&opened.project.root));
        Self {
            project,
            change,
            goals: Vec::new(),
            touched: HashSet::new(),
            says: Vec::new(),
            next: None,
            elsewhere: Vec::new(),
            tag: None,
            rejected: Vec::new(),
            tally: None,
            takes_over: false,
        }
    }

    /// Edits a goal's file.
    pub(in crate::cli) fn edit(&mut self, ix: GoalIx, edits: &[Edit]) -> Result<(), CommandError> {
        let goal = self.project.workspace.goal(ix);
        let file = self.project.workspace.file(goal.document);
        self.edit_file(file, edits)?;
        self.touches(&goal.id);
        Ok(())
    }

    /// Edits a file.
    pub(in crate::cli) fn edit_file(&mut self, file: &SourceFile, edits: &[Edit]) -> Result<(), CommandError> {
        if !file.is_own() {
            return Err(CommandError::refused(format!("`{}` lies in another root", file.path))
                .hint("write there: go to that root, or name it with --root DIR"));
        }
        guard::certain(&self.project.workspace, file)?;
        self.change.edit(file, edits).map_err(|error| {
            let hint = error.error.hint();
            CommandError::refused(error.to_string()).hint(hint)
        })
    }

    /// Takes note that a goal is what this is about.
    pub(in crate::cli) fn touches(&mut self, id: &str) {
        if self.touched.insert(id.to_owned()) {
            self.goals.push(id.to_owned());
        }
    }

    /// Whether a goal is what this is about.
    pub(in crate::cli) fn is_about(&self, id: &str) -> bool {
        self.touched.contains(id)
    }

    /// Adds a file.
    pub(in crate::cli) fn create(&mut self, path: &str, text: String, goal: &str) -> Result<(), CommandError> {
        if let Some((reason, help)) = self.left_out(path) {
            return Err(CommandError::refused(reason).hint(help));
        }
        let hidden = |repository: &crate::git::Repository| repository.hides(&self.project.root, path);
        if self.project.repository.as_ref().is_ok_and(hidden) {
            return Err(CommandError::refused(format!("git has `{path}`, and hides it in this sparse checkout")).hint(
                "nothing is written over: git sparse-checkout add brings it here; or choose another --file PATH",
            ));
        }
        self.change.create(path, text)?;
        self.touches(goal);
        Ok(())
    }

    /// Why a goal would not be read from a place, and what to do, if that is so.
    pub(in crate::cli) fn left_out(&self, path: &str) -> Option<(String, String)> {
        let discovery = Discovery::new(&self.project.root).exclude(&self.project.workspace.settings.left_out());
        let (by, help) = match discovery.leaves_out(path)? {
            SkipReason::Ignored => (".gitignore leaves it out", "take it out of .gitignore"),
            SkipReason::Excluded => ("`exclude` or `include` in goalpost.yaml leaves it out", "take it out of there"),
        };
        Some((format!("`{path}` would not be read: {by}"), format!("{help}, or choose another place (--file PATH)")))
    }

    /// Adds a file that is no goal's.
    pub(in crate::cli) fn add(&mut self, path: &str, text: String) -> Result<(), CommandError> {
        Ok(self.change.add(path, text)?)
    }

    pub(in crate::cli) fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Writes it all, commits it if that is wanted, and answers.
    pub(in crate::cli) fn finish(
        self,
        session: &Session,
        opened: &Opened,
        command: &str,
        writing: Writing,
        subject: &str,
    ) -> Result<Verdict, CommandError> {
        if !self.takes_over {
            guard::no_new_errors(&self.project.workspace, &self.change, opened.context.today)?;
        }
        let commit = self.put(session, writing, subject)?;
        self.answer(session, opened, command, writing, commit)
    }

    /// Says what was done.
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
            let done = "what was to be written is written all the same; do not do it again";
            if wrote { error.hint(done) } else { error }
        })?;
        Ok(verdict)
    }

    fn view(self, writing: Writing, commit: Option<String>) -> WrittenView {
        let file = |(path, draft): (&String, &crate::author::Draft)| {
            let (added, removed) = counts(draft.old.as_deref(), &draft.new);
            WrittenFile { path: path.clone(), created: draft.old.is_none(), added, removed }
        };
        WrittenView {
            goals: self.goals,
            files: self.change.files().iter().map(file).collect(),
            dry_run: writing.dry_run,
            diff: writing.dry_run.then(|| self.change.diff()),
            commit,
            says: self.says,
            rejected: self.rejected,
            next: self.next,
        }
    }
}
