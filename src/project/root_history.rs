//! The commits from which the histories of included roots are read: an included root has its own, often in a repository of
//! its own.

use std::path::Path;

use super::root_folder::trunk;
use crate::git::{GitError, Oid, ReadScope, Repository, Revision};
use crate::model::{Day, Settings, Workspace, settings_of};
use crate::source::{Discovery, FurtherRoot, Root, SETTINGS_FILE, SourceFile};

/// A further root that was read, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadRoot {
    pub(super) root: Root,
    /// Its path from the root itself.
    pub(super) name: String,
    from: RootSource,
}

/// From where the files of a further root were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RootSource {
    /// From its work tree.
    WorkTree,
    /// From a commit of the root's own repository.
    Commit(Oid),
    /// From a commit of the repository of the root itself.
    SameCommit(Oid),
}

/// The history of an included root.
#[derive(Debug)]
pub struct RootHistory {
    /// The root.
    pub root: Root,
    /// Its repository.
    pub repository: Repository,
    /// The commit from which its history is read.
    pub tip: Oid,
    /// The settings by which its files are read: those of the root itself, with its own patterns and trunk.
    pub settings: Settings,
}

impl ReadRoot {
    pub(super) fn in_work_tree(root: Root, name: &str) -> Self {
        Self { root, name: name.to_owned(), from: RootSource::WorkTree }
    }

    /// A root in the repository of the root itself.
    pub(super) fn inside(root: Root, name: String, revision: Option<Revision>) -> Self {
        let from = revision.map_or(RootSource::WorkTree, |revision| RootSource::SameCommit(revision.oid));
        Self { root, name, from }
    }

    /// Finds the history behind the files that were read; `own` is the repository of the root itself, in `folder`.
    pub(super) fn history(
        &self,
        folder: &Path,
        own: &Repository,
        workspace: &Workspace,
    ) -> Result<RootHistory, GitError> {
        let there = folder.join(&self.name);
        let (repository, tip) = match self.from {
            RootSource::WorkTree => {
                let repository = Repository::open(&there)?;
                let tip = repository.head()?.oid;
                (repository, tip)
            }
            RootSource::Commit(tip) => (Repository::open(&there)?, tip),
            RootSource::SameCommit(tip) => {
                let folders = own.goals_folders(std::slice::from_ref(&self.name));
                let inside = folders.into_iter().nth(1).ok_or(GitError::NoRepository(there))?;
                (Repository::open(folder)?.with_root(inside), tip)
            }
        };
        let is_written = |file: &&SourceFile| file.root == self.root && file.path_in_root() == SETTINGS_FILE;
        let written = workspace.sources.files.iter().find(is_written).map(settings_of).unwrap_or_default();
        let (exclude, include, within) = (written.exclude, written.include, written.within);
        let settings = Settings { exclude, include, within, trunk: written.trunk, ..workspace.settings.clone() };
        Ok(RootHistory { root: self.root, repository, tip, settings })
    }
}

/// The roots outside the repository of the root itself.
#[derive(Debug, Default)]
pub(super) struct OutsideRoots {
    pub(super) files: Vec<SourceFile>,
    /// Those that were read.
    pub(super) read: Vec<ReadRoot>,
    /// Those whose goals of the day are not known, with the path to each and the reason.
    pub(super) undated: Vec<(Root, String, GitError)>,
}

impl OutsideRoots {
    /// Reads roots from their work trees, or as of a day from their own repositories; the second of the days is today.
    pub(super) fn read(folder: &Path, roots: Vec<FurtherRoot>, days: Option<(Day, Day)>) -> Self {
        let mut outside = Self::default();
        let Some(days) = days else {
            outside.read = roots.iter().map(|it| ReadRoot::in_work_tree(it.root, &it.name)).collect();
            outside.files = Discovery::new(folder, Repository::tracked_below).further(roots).read_further();
            return outside;
        };
        for FurtherRoot { root, name, folder, .. } in roots {
            match files_on(&folder, days) {
                Ok((files, commit)) => {
                    outside.files.extend(files.into_iter().map(|mut file| {
                        file.path = format!("{name}/{}", file.path);
                        file.in_root(root, &name)
                    }));
                    outside.read.extend(commit.map(|oid| ReadRoot { root, name, from: RootSource::Commit(oid) }));
                }
                Err(error) => outside.undated.push((root, name, error)),
            }
        }
        outside
    }
}

/// Reads the files of a root in a repository of its own as of a day, with the commit that has them; none from before its
/// first commit. Today tells which dates are credible, as it does for the root itself.
fn files_on(folder: &Path, (day, today): (Day, Day)) -> Result<(Vec<SourceFile>, Option<Oid>), GitError> {
    let repository = Repository::open(folder)?;
    let scope = |file: &SourceFile| ReadScope { exclude: settings_of(file).left_out(), further: Vec::new() };
    let revision = match repository.resolve(&day.to_string(), trunk(folder).as_deref(), today) {
        Ok(revision) => revision,
        Err(GitError::BeforeTheFirst { cut_off: false, .. } | GitError::Unborn) => return Ok((Vec::new(), None)),
        Err(error) => return Err(error),
    };
    match repository.at(revision.oid, scope) {
        Ok(sources) => Ok((sources.files, Some(revision.oid))),
        Err(GitError::NoGoalsThere { .. }) => Ok((Vec::new(), Some(revision.oid))),
        Err(error) => Err(error),
    }
}
