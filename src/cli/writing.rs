//! How every command writes: the root is locked, read, changed as one, and what was done is said. `--dry-run` shows it
//! and `--commit` commits it, in one way for all.

use std::collections::HashSet;
use std::path::Path;

use clap::Args;

use super::format::PlainFormat as Format;
use super::goal::find;
use super::member::person;
use super::{CommandError, Session, Verdict, guard};
use crate::author::{Change, Lock, counts};
use crate::model::{GoalIx, Workspace};
use crate::project::Project;
use crate::render::{clean_block, json, written};
use crate::source::{Discovery, LeftOut, SourceFile};
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
        let waiting = self.waiting("waiting for another writer");
        let lock = Lock::take(&root)?;
        drop(waiting);
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

/// The path of a file as git knows it: of a symbolic link that is written through, what it leads to.
fn without_links(root: &Path, path: &str) -> String {
    let real = root.join(path).canonicalize().ok().zip(root.canonicalize().ok());
    let below = real.and_then(|(file, root)| Some(file.strip_prefix(root).ok()?.to_str()?.to_owned()));
    below.unwrap_or_else(|| path.to_owned())
}

/// A change on its way, and what is said of it.
#[derive(Debug)]
pub(super) struct Work<'p> {
    project: &'p Project,
    pub(super) change: Change,
    goals: Vec<String>,
    touched: HashSet<String>,
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
    /// How many were recorded, where each was told as it was.
    pub(super) tally: Option<String>,
    /// Whether what is written was written by others before: what is wrong with it is theirs to mend.
    pub(super) takes_over: bool,
}

/// What was written one after the other, and is not committed yet.
#[derive(Debug)]
pub(super) struct Done {
    change: Change,
    goals: Vec<String>,
    says: Vec<String>,
}

impl<'p> Work<'p> {
    pub(super) fn new(opened: &'p Opened) -> Self {
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
        guard::certain(&self.project.workspace, file)?;
        self.change.edit(file, edits).map_err(|error| {
            CommandError::new(error.to_string())
                .hint("nothing is written; change it by hand, or mend the file first: goalpost check")
        })
    }

    /// Takes note that a goal is what this is about.
    pub(super) fn touches(&mut self, id: &str) {
        if self.touched.insert(id.to_owned()) {
            self.goals.push(id.to_owned());
        }
    }

    /// Whether a goal is what this is about.
    pub(super) fn is_about(&self, id: &str) -> bool {
        self.touched.contains(id)
    }

    /// Adds a file.
    pub(super) fn create(&mut self, path: &str, text: String, goal: &str) -> Result<(), CommandError> {
        if let Some((reason, help)) = self.left_out(path) {
            return Err(CommandError::new(reason).hint(help));
        }
        let hidden = |repository: &crate::git::Repository| repository.hides(&self.project.root, path);
        if self.project.repository.as_ref().is_ok_and(hidden) {
            return Err(CommandError::new(format!("git has `{path}`, and hides it in this sparse checkout")).hint(
                "nothing is written over: git sparse-checkout add brings it here; or choose another --file PATH",
            ));
        }
        self.change.create(path, text)?;
        self.touches(goal);
        Ok(())
    }

    /// Why a goal would not be read from a place, and what to do, if that is so.
    pub(super) fn left_out(&self, path: &str) -> Option<(String, String)> {
        let discovery = Discovery::new(&self.project.root).exclude(&self.project.workspace.settings.exclude);
        let (by, help) = match discovery.leaves_out(path)? {
            LeftOut::Ignored => (".gitignore leaves it out", "take it out of .gitignore"),
            LeftOut::Excluded => ("`exclude` in goalpost.yaml leaves it out", "take it out of `exclude`"),
        };
        Some((format!("`{path}` would not be read: {by}"), format!("{help}, or choose another place (--file PATH)")))
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
        session.written_format(command)?;
        if !self.takes_over {
            guard::no_new_errors(&self.project.workspace, &self.change, opened.context.today)?;
        }
        let commit = self.put(session, writing, subject)?;
        self.answer(session, opened, command, writing, commit)
    }

    /// Says what was done.
    pub(super) fn answer(
        self,
        session: &Session,
        opened: &Opened,
        command: &str,
        writing: Writing,
        commit: Option<String>,
    ) -> Result<Verdict, CommandError> {
        let format = session.written_format(command)?;
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
        let paths: Vec<String> = self.change.files().keys().map(|path| without_links(root, path)).collect();
        let repository = if writing.commit { Some(self.ready(session, &paths)?) } else { None };
        let sign = session.waiting("writing");
        self.change.write()?;
        for change in &self.elsewhere {
            change.write()?;
        }
        drop(sign);
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

    /// Writes it all, to be committed and told later with what was put before.
    pub(super) fn put_after(
        self,
        before: &mut Option<Done>,
        session: &Session,
        writing: Writing,
    ) -> Result<(), CommandError> {
        let known = |path: &String| before.as_ref().is_some_and(|it| it.change.files().contains_key(path));
        let paths: Vec<String> = self.change.files().keys().filter(|path| !known(path)).cloned().collect();
        if writing.commit && !paths.is_empty() {
            self.ready(session, &paths)?;
        }
        self.change.write()?;
        match before {
            Some(done) => {
                done.change.follow(self.change);
                done.goals.extend(self.goals);
                done.says.extend(self.says);
            }
            None => *before = Some(Done { change: self.change, goals: self.goals, says: self.says }),
        }
        Ok(())
    }

    /// Takes in what was put, and commits it if that is wanted; it stays written if that fails.
    pub(super) fn resume(
        &mut self,
        done: Done,
        writing: Writing,
        subject: &str,
    ) -> Result<Option<String>, CommandError> {
        for goal in &done.goals {
            self.touches(goal);
        }
        self.change.follow(done.change);
        self.says.extend(done.says);
        if !writing.commit || self.change.is_empty() {
            return Ok(None);
        }
        let root = &self.project.root;
        let paths: Vec<String> = self.change.files().keys().map(|path| without_links(root, path)).collect();
        let repository = self.project.repository.as_ref()?;
        let commit = repository.record(&self.project.root, &paths, &self.message(subject));
        commit
            .map(Some)
            .map_err(|error| CommandError::from(error).hint("what was answered stays written: commit it by hand"))
    }

    /// Says early that a commit will not be possible, before much is typed.
    pub(super) fn commit_possible(project: &Project, writing: Writing) -> Result<(), CommandError> {
        if !writing.commit {
            return Ok(());
        }
        let repository = project.repository.as_ref()?;
        Ok(repository.can_record(&project.root)?)
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
