//! How every command writes: it locks the root, reads it, writes all files or none, and reports what it did.
//! `--dry-run` and `--commit` work the same for all commands.

mod opened;
mod options;
mod record;
mod work;

use std::env;
use std::path::Path;
use std::time::Duration;

use crate::author::{Lock, PATIENCE, Recovery, WriteError};
use crate::cli::error::CommandError;
use crate::cli::goal::{find, find_by_id};
use crate::cli::member::find_person;
use crate::cli::prompt::is_at_terminal;
use crate::cli::session::{Session, state_folder};
use crate::git::{WRITING, author_email};
use crate::model::{GoalIx, Workspace};
use crate::project::Project;

pub(in crate::cli) use opened::Opened;
pub(in crate::cli) use options::{Speaker, Writing};
pub(in crate::cli) use record::Recorded;
pub(in crate::cli) use work::{NewTag, Work};

impl Session {
    /// Locks the goals' root, so that nothing is read that another goalpost is about to change.
    pub(in crate::cli) fn lock(&self) -> Result<Lock, CommandError> {
        if self.at().is_some() {
            return Err(CommandError::usage("cannot write to an earlier revision").hint("remove --at"));
        }
        self.lock_folder(&self.root()?)
    }

    /// Locks a folder, and says what was finished of an interrupted change.
    fn lock_folder(&self, root: &Path) -> Result<Lock, CommandError> {
        let progress = self.progress("waiting for another writer");
        // A hook that waited would wait for the command that waits for the hook.
        let writing =
            env::var_os(WRITING).filter(|writing| root.canonicalize().is_ok_and(|root| root == Path::new(writing)));
        let patience = if writing.is_some() { Duration::ZERO } else { PATIENCE };
        let lock = Lock::take(root, state_folder().as_deref(), patience).map_err(|error| match error {
            WriteError::Busy(root) if writing.is_some() => {
                CommandError::failed(format!("the command that runs this hook is writing in `{}`", root.display()))
                    .hint("nothing was written; let hooks check only, such as `goalpost check --staged`")
            }
            error => error.into(),
        })?;
        drop(progress);
        let Recovery { finished, kept } = &lock.recovery;
        if !finished.is_empty() {
            self.note(&format!("an interrupted change is finished now: {}", finished.join(", ")));
        }
        if !kept.is_empty() {
            self.note(&format!("a change was interrupted, and these were changed since: {}", kept.join(", ")));
        }
        Ok(lock)
    }

    /// Locks and reads the goals.
    pub(in crate::cli) fn open_to_write(&self) -> Result<Opened, CommandError> {
        let lock = self.lock()?;
        let project = self.open()?;
        self.opened(project, lock)
    }

    /// Locks and reads a folder that is not a goals repository yet.
    pub(in crate::cli) fn open_folder_to_write(&self, root: &Path) -> Result<Opened, CommandError> {
        let lock = self.lock_folder(root)?;
        let project = self.site(root).open()?;
        self.opened(project, lock)
    }

    fn opened(&self, project: Project, lock: Lock) -> Result<Opened, CommandError> {
        if project.revision.is_some() {
            return Err(CommandError::usage("a bare repository has no files to write")
                .hint("run the command in a clone with a work tree"));
        }
        let context = self.context(&project)?;
        self.note_other_day()?;
        Ok(Opened { project, context, lock })
    }

    /// Returns the author of an entry: the person of `--by`, else the one with git's user.email in org.yaml. Without
    /// either, the entry has no author: an address alone says nothing to readers of the file.
    pub(in crate::cli) fn speaker(project: &Project, by: Option<&str>) -> Result<Option<String>, CommandError> {
        let org = project.workspace.org.as_ref();
        if let Some(name) = by {
            return find_person(project, name).map(Some);
        }
        let email = author_email(project.repository.as_ref().ok());
        Ok(email.and_then(|email| Some(org?.person_of_email(&email)?.id.clone())))
    }
}

/// Finds a goal of the own root; goals of other roots are not written from here. On a terminal it may be named as people
/// name goals, since the answer says which was taken; elsewhere only by id.
pub(in crate::cli) fn find_own(workspace: &Workspace, name: &str) -> Result<GoalIx, CommandError> {
    own(workspace, name, if is_at_terminal() { find(workspace, name)? } else { find_by_id(workspace, name)? })
}

/// Finds a goal of the own root by id.
pub(in crate::cli) fn find_own_by_id(workspace: &Workspace, id: &str) -> Result<GoalIx, CommandError> {
    own(workspace, id, find_by_id(workspace, id)?)
}

fn own(workspace: &Workspace, id: &str, ix: GoalIx) -> Result<GoalIx, CommandError> {
    let file = workspace.file(workspace.goal(ix).document);
    if file.is_own() {
        return Ok(ix);
    }
    Err(CommandError::usage(format!("`{id}` belongs to another root: {}", file.path))
        .hint("run the command there, or name that root with --root DIR"))
}

/// Returns the next step after an uncommitted change in a git repository.
pub(in crate::cli) fn next_step(opened: &Opened, writing: Writing) -> Option<String> {
    let in_git = opened.project.repository.is_ok();
    (in_git && !writing.commit).then(|| "review: goalpost diff · commit right away with --commit".to_owned())
}
