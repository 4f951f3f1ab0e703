//! How every command writes: the root is locked, read, changed as one, and what was done is said. `--dry-run` shows it
//! and `--commit` commits it, in one way for all.

use std::path::Path;

use clap::Args;

pub(super) use super::member::person;

use super::format::PlainFormat as Format;
use super::goal::find;
use super::{CommandError, Session, Verdict};
use crate::author::{Change, Lock, counts};
use crate::model::{GoalIx, Workspace};
use crate::project::Project;
use crate::render::{clean_block, json, written};
use crate::source::SourceFile;
use crate::syntax::Edit;
use crate::view::written::{Rejected, WrittenFile, WrittenView};
use crate::view::{Context, Envelope};

/// Options of every command that writes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Writing {
    /// Show what would change as a diff, and write nothing
    #[arg(long, help_heading = "Writing")]
    pub(super) dry_run: bool,
    /// Commit what was written and nothing else, with a `Goal:` trailer for each goal
    #[arg(long, conflicts_with = "dry_run", help_heading = "Writing")]
    pub(super) commit: bool,
}

/// Who speaks.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Speaker {
    /// Who says so: a person's id; else git's user.email through org.yaml
    #[arg(long, value_name = "PERSON", help_heading = "Writing")]
    pub(super) by: Option<String>,
}

/// A root that is read to be written: nobody else writes there as long as this is held.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) project: Project,
    pub(super) context: Context,
    _lock: Lock,
}

impl Session {
    /// The format of a writing command's answer.
    pub(super) fn written_format(&self, command: &str) -> Result<Format, CommandError> {
        self.format(command, &Format::ALL)
    }

    /// Locks and reads the goals.
    pub(super) fn open_to_write(&self) -> Result<Opened, CommandError> {
        if self.at().is_some() {
            return Err(CommandError::new("what was cannot be written").hint("leave --at out"));
        }
        let root = self.root()?;
        let lock = Lock::take(&root)?;
        let project = self.open()?;
        self.opened(project, lock)
    }

    /// Locks and reads a folder that need not be a goals repository yet.
    pub(super) fn open_folder_to_write(&self, root: &Path) -> Result<Opened, CommandError> {
        let lock = Lock::take(root)?;
        let project = Project::open(root)?;
        self.opened(project, lock)
    }

    fn opened(&self, project: Project, lock: Lock) -> Result<Opened, CommandError> {
        if project.revision.is_some() {
            return Err(
                CommandError::new("a bare repository has no files to write").hint("write in a clone with files")
            );
        }
        let context = self.context(&project)?;
        Ok(Opened { project, context, _lock: lock })
    }

    /// The person who speaks: the one named, else whom git's address belongs to; none if nobody knows.
    pub(super) fn speaker(project: &Project, by: Option<&str>) -> Result<Option<String>, CommandError> {
        let org = project.workspace.org.as_ref();
        if let Some(name) = by {
            return person(&project.workspace, name).map(Some);
        }
        let email = project.repository.as_ref().ok().and_then(crate::git::Repository::author_email);
        Ok(email.and_then(|email| Some(org?.person_of_email(&email)?.id.clone())))
    }
}

/// The goal of an id that may be written: one of the open root.
pub(super) fn find_own(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    let ix = find(workspace, id)?;
    let file = workspace.file(workspace.goal(ix).document);
    if file.root == 0 {
        return Ok(ix);
    }
    Err(CommandError::new(format!("`{id}` lies in another root: {}", file.path))
        .hint("write there: go to that root, or name it with --root DIR"))
}

/// What to type when something is written and not committed.
pub(super) fn committable(opened: &Opened, writing: Writing) -> Option<String> {
    let in_git = opened.project.repository.is_ok();
    (in_git && !writing.commit).then(|| "see it: goalpost diff · with --commit it is committed too".to_owned())
}

/// A change on its way, and what is said of it.
#[derive(Debug)]
pub(super) struct Work<'p> {
    project: &'p Project,
    pub(super) change: Change,
    goals: Vec<String>,
    /// What was done, in sentences.
    pub(super) says: Vec<String>,
    /// What to type next.
    pub(super) next: Option<String>,
    /// What is written beside the goals' root, and never committed here.
    pub(super) elsewhere: Vec<Change>,
    /// The tag that the commit gets.
    pub(super) tag: Option<String>,
    /// What of the input could not be taken.
    pub(super) rejected: Vec<Rejected>,
}

impl<'p> Work<'p> {
    pub(super) fn new(opened: &'p Opened) -> Self {
        let (project, change) = (&opened.project, Change::new(&opened.project.root));
        Self {
            project,
            change,
            goals: Vec::new(),
            says: Vec::new(),
            next: None,
            elsewhere: Vec::new(),
            tag: None,
            rejected: Vec::new(),
        }
    }

    /// Edits a goal's file.
    pub(super) fn edit(&mut self, ix: GoalIx, edits: &[Edit]) -> Result<(), CommandError> {
        let goal = self.project.workspace.goal(ix);
        let file = self.project.workspace.file(goal.document);
        self.edit_file(file, edits)?;
        self.touches(&goal.id);
        Ok(())
    }

    /// Edits a file.
    pub(super) fn edit_file(&mut self, file: &SourceFile, edits: &[Edit]) -> Result<(), CommandError> {
        if file.root != 0 {
            return Err(CommandError::new(format!("`{}` lies in another root", file.path))
                .hint("write there: go to that root, or name it with --root DIR"));
        }
        self.change.edit(file, edits).map_err(|error| {
            CommandError::new(error.to_string())
                .hint("nothing is written; change it by hand, or mend the file first: goalpost check")
        })
    }

    /// Takes note that a goal is what this is about.
    pub(super) fn touches(&mut self, id: &str) {
        if !self.goals.iter().any(|goal| goal == id) {
            self.goals.push(id.to_owned());
        }
    }

    /// Adds a file.
    pub(super) fn create(&mut self, path: &str, text: String, goal: &str) -> Result<(), CommandError> {
        self.change.create(path, text)?;
        self.touches(goal);
        Ok(())
    }

    /// Adds a file that is no goal's.
    pub(super) fn add(&mut self, path: &str, text: String) -> Result<(), CommandError> {
        Ok(self.change.add(path, text)?)
    }

    pub(super) fn say(&mut self, sentence: impl Into<String>) {
        self.says.push(sentence.into());
    }

    /// Writes it all, commits it if that is wanted, and answers.
    pub(super) fn finish(
        self,
        session: &Session,
        opened: &Opened,
        command: &str,
        writing: Writing,
        subject: &str,
    ) -> Result<Verdict, CommandError> {
        let format = session.written_format(command)?;
        let commit = self.put(session, writing, subject)?;
        let verdict = if self.rejected.is_empty() { Verdict::Done } else { Verdict::Failed };
        let view = self.view(writing, commit);
        let text = match format {
            Format::Json => json::json(&Envelope::new(command, &opened.context, view)),
            Format::Human if writing.dry_run => {
                for sentence in &view.says {
                    session.note(sentence);
                }
                written::rejected(&view, session.style()) + &clean_block(view.diff.as_deref().unwrap_or_default())
            }
            Format::Human => written::written(&view, &Session::here(&opened.project), session.style()),
        };
        session.answer(&text)?;
        Ok(verdict)
    }

    /// Writes it all and commits it, or does neither; gives the commit.
    pub(super) fn put(
        &self,
        session: &Session,
        writing: Writing,
        subject: &str,
    ) -> Result<Option<String>, CommandError> {
        if writing.dry_run || self.change.is_empty() {
            return Ok(None);
        }
        let root = &self.project.root;
        let paths: Vec<String> = self.change.files().keys().cloned().collect();
        let repository = if writing.commit { Some(self.ready(session, &paths)?) } else { None };
        self.change.write()?;
        for change in &self.elsewhere {
            change.write()?;
        }
        let Some(repository) = repository else { return Ok(None) };
        match repository.record(root, &paths, &self.message(subject)) {
            Ok(commit) => {
                if let Some(tag) = &self.tag {
                    repository.tag(root, tag, &commit, subject)?;
                }
                Ok(Some(commit))
            }
            Err(error) => {
                self.change.take_back();
                Err(error.into())
            }
        }
    }

    /// The repository, if it is ready for a commit of some files.
    fn ready(&self, session: &Session, paths: &[String]) -> Result<&'p crate::git::Repository, CommandError> {
        let repository = self.project.repository.as_ref()?;
        repository.can_record(&self.project.root)?;
        if let Some(tag) = &self.tag {
            repository.can_tag(&self.project.root, tag)?;
        }
        let before = repository.uncommitted(&self.project.root, paths)?;
        for path in before {
            session.note(&format!("{path} has changes that were not committed yet: they go into this commit too"));
        }
        Ok(repository)
    }

    fn message(&self, subject: &str) -> String {
        let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut message = match subject.char_indices().nth(72) {
            Some((at, _)) => format!("{}…", subject[..at].trim_end()),
            None => subject,
        };
        for (at, goal) in self.goals.iter().enumerate() {
            message.push_str(if at == 0 { "\n\n" } else { "\n" });
            message.push_str(&format!("Goal: {goal}"));
        }
        message
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
