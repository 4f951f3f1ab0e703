//! A change put on the disk, and into git where that is wanted: at once, or one after the other with one commit at the end.

use std::path::Path;

use super::options::Writing;
use super::work::Work;
use crate::author::{Change, Folders, Left, Remainder};
use crate::cli::error::CommandError;
use crate::cli::interrupts::Interrupts;
use crate::cli::session::Session;
use crate::git::{GitError, Repository};
use crate::model::abridged;
use crate::project::Project;
use crate::render::clean;

/// The most characters of a commit's subject, as git's own manual asks.
const MOST_SUBJECT: usize = 72;

/// What was written one after the other, and is not committed yet.
#[derive(Debug)]
pub(in crate::cli) struct Recorded {
    change: Change,
    goals: Vec<String>,
    says: Vec<String>,
}

impl<'p> Work<'p> {
    /// Writes it all and commits it, or does neither; gives the commit.
    pub(in crate::cli) fn put(
        &self,
        session: &Session,
        writing: Writing,
        subject: &str,
    ) -> Result<Option<String>, CommandError> {
        if writing.dry_run || self.change.is_empty() {
            return Ok(None);
        }
        let root = &self.project.root;
        let paths = self.paths();
        let repository = if writing.commit { Some(self.ready(session, &paths)?) } else { None };
        // From the first file to the commit it is one thing, which Ctrl-C ends by taking it back.
        let interrupts = repository.map(|_| Interrupts::hold());
        let sign = session.progress("writing");
        let mut written: Vec<(&Change, Folders)> = Vec::new();
        for change in std::iter::once(&self.change).chain(&self.elsewhere) {
            match change.write() {
                Ok(folders) => written.push((change, folders)),
                Err(error) => {
                    for (change, folders) in &written {
                        drop(change.take_back(folders));
                    }
                    return Err(error.into());
                }
            }
        }
        drop(sign);
        let Some((repository, interrupts)) = repository.zip(interrupts) else { return Ok(None) };
        let stop = || interrupts.seen();
        let commit = match repository.record(root, &paths, &self.message(subject), &stop) {
            Ok(commit) => commit,
            Err(error) => {
                let left = written.iter().flat_map(|(change, folders)| change.take_back(folders)).collect();
                return Err(taken_back(repository, root, &error, left));
            }
        };
        if let Some(tag) = &self.tag {
            repository.tag(root, tag, &commit, subject)?;
        }
        Ok(Some(commit))
    }

    /// Writes it all, to be committed and told later with what was put before.
    pub(in crate::cli) fn put_after(
        self,
        before: &mut Option<Recorded>,
        session: &Session,
        writing: Writing,
    ) -> Result<(), CommandError> {
        let known = |path: &String| before.as_ref().is_some_and(|it| it.change.files().contains_key(path));
        let fresh = self.change.files().keys().filter(|path| !known(path));
        let paths: Vec<String> = fresh.map(|path| without_links(&self.project.root, path)).collect();
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
            None => *before = Some(Recorded { change: self.change, goals: self.goals, says: self.says }),
        }
        Ok(())
    }

    /// Takes in what was put, and commits it if that is wanted; it stays written if that fails.
    pub(in crate::cli) fn resume(
        &mut self,
        done: Recorded,
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
        let repository = self.project.repository.as_ref()?;
        let interrupts = Interrupts::hold();
        let stop = || interrupts.seen();
        let commit = repository.record(&self.project.root, &self.paths(), &self.message(subject), &stop);
        commit.map(Some).map_err(|error| {
            CommandError::failed(error.to_string())
                .hint("what was answered stays written, and is not to be answered again: commit it by hand")
        })
    }

    /// Says early that a commit will not be possible, before much is typed.
    pub(in crate::cli) fn commit_possible(project: &Project, writing: Writing) -> Result<(), CommandError> {
        if !writing.commit {
            return Ok(());
        }
        let repository = project.repository.as_ref()?;
        Ok(repository.can_record(&project.root)?)
    }

    /// The repository, if it is ready for a commit of some files.
    fn ready(&self, session: &Session, paths: &[String]) -> Result<&'p Repository, CommandError> {
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

    /// The files that are changed, as git knows them.
    fn paths(&self) -> Vec<String> {
        self.change.files().keys().map(|path| without_links(&self.project.root, path)).collect()
    }

    /// A commit's message: the subject, and a trailer for each goal.
    fn message(&self, subject: &str) -> String {
        let subject: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut message = abridged(&subject, MOST_SUBJECT);
        for (at, goal) in self.goals.iter().enumerate() {
            message.push_str(if at == 0 { "\n\n" } else { "\n" });
            message.push_str(&format!("Goal: {goal}"));
        }
        message
    }
}

/// Why no commit was made of a change that was taken back, and what there is to know of its files.
fn taken_back(repository: &Repository, root: &Path, error: &GitError, left: Vec<Remainder>) -> CommandError {
    let mut told = CommandError::failed(error.to_string());
    let mut stands = false;
    for Remainder { path, left } in left {
        let path = clean(&path);
        told = match left {
            Left::Theirs => told.hint(format!("{path} keeps what was changed in it meanwhile, by a hook it seems")),
            Left::Gone(text) => match repository.keep(root, &text) {
                Some(kept) => {
                    told.hint(format!("what was changed in {path} meanwhile is gone: git show {kept} shows it"))
                }
                None => told.hint(format!("what was changed in {path} meanwhile is gone")),
            },
            Left::Stands(why) => {
                stands = true;
                told.hint(format!("{path} stands as it was written, and could not be taken back: {why}"))
            }
        };
    }
    if stands {
        told.hint("do not do it again before that is set right: git diff shows it")
    } else {
        told.hint("the change is taken back: do it again, or without --commit")
    }
}

/// The path of a file as git knows it: of a symbolic link that is written through, what it leads to.
fn without_links(root: &Path, path: &str) -> String {
    let real = root.join(path).canonicalize().ok().zip(root.canonicalize().ok());
    let below = real.and_then(|(file, root)| Some(file.strip_prefix(root).ok()?.to_str()?.to_owned()));
    below.unwrap_or_else(|| path.to_owned())
}
