//! How every command writes: the root is locked, read, changed as one, and what was done is said. `--dry-run` shows it
//! and `--commit` commits it, in one way for all.

mod opened;
mod options;
mod record;
mod work;

use std::path::Path;

use crate::author::Lock;
use crate::cli::error::CommandError;
use crate::cli::goal::find;
use crate::cli::member::person;
use crate::cli::session::Session;
use crate::model::{GoalIx, Workspace};
use crate::project::Project;

pub(in crate::cli) use opened::Opened;
pub(in crate::cli) use options::{Speaker, Writing};
pub(in crate::cli) use record::Recorded;
pub(in crate::cli) use work::Work;

impl Session {
    /// Locks the goals' root, so that nothing is read that another goalpost is about to change.
    pub(in crate::cli) fn lock(&self) -> Result<Lock, CommandError> {
        if self.at().is_some() {
            return Err(CommandError::usage("what was cannot be written").hint("leave --at out"));
        }
        let root = self.root()?;
        let _waiting = self.progress("waiting for another writer");
        Ok(Lock::take(&root)?)
    }

    /// Locks and reads the goals.
    pub(in crate::cli) fn open_to_write(&self) -> Result<Opened, CommandError> {
        let lock = self.lock()?;
        let project = self.open()?;
        self.opened(project, lock)
    }

    /// Locks and reads a folder that need not be a goals repository yet.
    pub(in crate::cli) fn open_folder_to_write(&self, root: &Path) -> Result<Opened, CommandError> {
        let lock = Lock::take(root)?;
        let project = self.site(root).open()?;
        self.opened(project, lock)
    }

    fn opened(&self, project: Project, lock: Lock) -> Result<Opened, CommandError> {
        if project.revision.is_some() {
            return Err(
                CommandError::usage("a bare repository has no files to write").hint("write in a clone with files")
            );
        }
        let context = self.context(&project)?;
        self.note_other_day()?;
        Ok(Opened { project, context, _lock: lock })
    }

    /// The person who speaks: the one named, else whom git's address belongs to; none if nobody knows.
    pub(in crate::cli) fn speaker(project: &Project, by: Option<&str>) -> Result<Option<String>, CommandError> {
        let org = project.workspace.org.as_ref();
        if let Some(name) = by {
            return person(&project.workspace, name).map(Some);
        }
        let email = project.repository.as_ref().ok().and_then(crate::git::Repository::author_email);
        Ok(email.and_then(|email| Some(org?.person_of_email(&email)?.id.clone())))
    }
}

/// The goal of an id that may be written: one of the open root.
pub(in crate::cli) fn find_own(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    let ix = find(workspace, id)?;
    let file = workspace.file(workspace.goal(ix).document);
    if file.is_own() {
        return Ok(ix);
    }
    Err(CommandError::usage(format!("`{id}` lies in another root: {}", file.path))
        .hint("write there: go to that root, or name it with --root DIR"))
}

/// What to type when something is written and not committed.
pub(in crate::cli) fn committable(opened: &Opened, writing: Writing) -> Option<String> {
    let in_git = opened.project.repository.is_ok();
    (in_git && !writing.commit).then(|| "see it: goalpost diff · with --commit it is committed too".to_owned())
}
