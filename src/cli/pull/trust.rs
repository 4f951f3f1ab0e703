//! Where sources and questions are taken from: the remote's trunk, or the work tree if a person at a terminal says so.

use std::path::PathBuf;

use super::published::open_published;
use crate::cli::error::CommandError;
use crate::cli::prompt::is_at_terminal;
use crate::cli::session::Session;
use crate::git::{Oid, Revision};
use crate::model::{Settings, Workspace};
use crate::project::Project;
use crate::render::clean;

/// The goals and settings that are trusted.
#[derive(Debug)]
pub(super) struct Trust<'p> {
    /// The name for people: `origin/main`, `worktree`.
    pub(super) name: String,
    published: Option<Box<Project>>,
    project: &'p Project,
}

impl<'p> Trust<'p> {
    /// Reads what is trusted.
    pub(super) fn load(session: &Session, project: &'p Project, worktree: bool) -> Result<Self, CommandError> {
        if worktree {
            if !is_at_terminal() {
                return Err(CommandError::usage("--trust-worktree is for a person at a terminal")
                    .hint("merge the sources first; without a terminal they are taken from the remote's trunk"));
            }
            session
                .note("--trust-worktree: sources are those of the work tree, and the programs that it names run here");
            return Ok(Self { name: "worktree".to_owned(), published: None, project });
        }
        let published = open_published(&session.site(&project.root), &project.root).map_err(|error| {
            let failure =
                CommandError::failed(clean(&error.to_string()).into_owned()).hint(clean(&error.hint()).into_owned());
            failure.hint("to try sources that are not merged yet, at a terminal: goalpost pull --trust-worktree")
        })?;
        Ok(Self { name: published.name, published: Some(Box::new(published.project)), project })
    }

    /// The goals that are trusted.
    pub(super) fn workspace(&self) -> &Workspace {
        &self.published().unwrap_or(self.project).workspace
    }

    /// The goals of the commit that is trusted; none for the work tree.
    pub(super) fn published(&self) -> Option<&Project> {
        self.published.as_deref()
    }

    /// The settings with the sources.
    pub(super) fn settings(&self) -> &Settings {
        &self.workspace().settings
    }

    /// The commit with its day; none for the work tree.
    pub(super) fn revision(&self) -> Option<Revision> {
        self.published()?.revision
    }

    /// The commit; none for the work tree.
    pub(super) fn commit(&self) -> Option<Oid> {
        self.revision().map(|revision| revision.oid)
    }

    /// The top of the work tree, in which nothing may be run.
    pub(super) fn top(&self) -> Option<PathBuf> {
        let root = self.project.root.canonicalize().ok()?;
        let below = self.project.root_in_git.split('/').filter(|part| !part.is_empty() && *part != ".").count();
        root.ancestors().nth(below).map(std::path::Path::to_path_buf)
    }
}
