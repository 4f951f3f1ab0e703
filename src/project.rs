//! Opens a goals repository from the work tree, the index or a revision: reads its settings first, then the files that
//! they include, into a workspace.

mod earlier_orgs;
mod edited;
mod editing;
mod hidden_files;
mod last_readable;
mod other_settings;
mod past_files;
mod recalled_settings;
mod root_folder;
mod root_history;
mod roots;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::git::{GitError, Repository, Revision};
use crate::model::{Day, Settings, Workspace, settings_of};
use crate::source::{
    Discovery, DiscoveryError, FurtherRoot, Neighbourhood, Refusal, RefusedRoot, Root, SETTINGS_FILE, SourceFile,
    SourceSet,
};
use edited::Edited;
use hidden_files::add_hidden;
use other_settings::{OtherSettings, read_workspace};
use root_folder::relative_root;
use root_history::{OutsideRoots, ReadRoot};
use roots::{FoundRoots, named_roots};

pub use root_folder::{root_in_git, settings_at, settings_file, trunk};
pub use root_history::RootHistory;

/// A goals repository, as it is or was at a revision.
#[derive(Debug)]
pub struct Project {
    /// The root folder, as named or found.
    pub root: PathBuf,
    /// The root relative to the top of git's work tree, with `/`; as given without git.
    pub root_in_git: String,
    /// The goals and settings.
    pub workspace: Workspace,
    /// The commit that was read; `None` for the work tree and the index.
    pub revision: Option<Revision>,
    /// The git repository, or why it cannot be used.
    pub repository: Result<Repository, GitError>,
    /// Further roots that do not exist here, with the path to each.
    pub absent: Vec<(Root, String)>,
    /// The site from which it was read.
    site: Site,
    /// The included roots that it is limited to, if it is limited.
    shown: Option<Vec<String>>,
    /// Further roots whose goals of the day that was read are not known, with the path to each and the reason.
    pub undated: Vec<(Root, String, GitError)>,
    /// The included roots that were read.
    included: Vec<ReadRoot>,
    /// What is kept from one edit to the next, where its files are being edited.
    edited: Edited,
}

/// Why a goals repository cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The root folder cannot be listed.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// git is needed and failed.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl ProjectError {
    /// Returns what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Discovery(_) => "name the goals' root with --root DIR".to_owned(),
            Self::Git(error) => error.hint(),
        }
    }
}

/// The location of a goals repository, and other folders from which its settings may include roots.
#[derive(Debug, Clone)]
pub struct Site {
    root: PathBuf,
    allowed: Vec<PathBuf>,
    /// The day it is, if further roots of other repositories are read as of the day of a revision.
    dated: Option<Day>,
    /// The settings that hold instead of those of `goalpost.yaml`.
    other: Option<Arc<OtherSettings>>,
}

impl Site {
    /// Creates a site whose settings may include roots inside or next to its repository.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), allowed: Vec::new(), dated: None, other: None }
    }

    /// Allows included roots in these folders too.
    #[must_use]
    pub fn allow(mut self, folders: &[PathBuf]) -> Self {
        self.allowed.extend_from_slice(folders);
        self
    }

    /// Reads the work tree, or HEAD of a bare repository.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub fn open(&self) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root);
        if let Ok(repository) = &repository
            && repository.is_bare()
        {
            let head = repository.head()?;
            return self.of_revision(head);
        }
        let file = settings_file(&self.root);
        if let Some(site) = file.as_ref().and_then(|file| self.recalling(file, &repository, None)) {
            return site.open();
        }
        let settings = self.settings_or(file.as_ref().map(settings_of));
        let found = self.find_further_roots(&settings, &repository);
        let included = found.roots.iter().map(|it| ReadRoot::in_work_tree(it.root, &it.name)).collect();
        let discovery =
            Discovery::new(&self.root, Repository::tracked_below).exclude(&settings.left_out()).further(found.roots);
        let mut sources = SourceSet { refused: found.refused, ..discovery.read()? };
        let repository = repository.and_then(|it| add_hidden(&mut sources, it));
        // Reporting "no goals" would be wrong for a bare repository that is not read for safety.
        match repository {
            Err(error @ GitError::BareNotNamed(_)) if sources.files.is_empty() => Err(error.into()),
            repository => Ok(Project { included, ..self.read(sources, None, repository, found.absent) }),
        }
    }

    /// Reads the index.
    ///
    /// # Errors
    /// git is not available, or the index cannot be read.
    pub fn open_staged(&self) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        let sources = repository.staged(|file| self.scope_in(file, &repository, None))?;
        Ok(self.read_with_outside_roots(sources, None, Ok(repository)))
    }

    /// Reads a revision, by name or by day, and further roots of other repositories as of its day. A relative day is counted
    /// from `today`.
    ///
    /// # Errors
    /// git is not available, or there is no such revision, or it has no goals.
    pub fn open_at(&self, name: &str, today: Day) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        let revision = repository.resolve(name, trunk(&self.root).as_deref(), today)?;
        self.dated(today).of_revision(revision)
    }

    /// Reads further roots of other repositories as of the day of the commit that is read; `today` is the day it is.
    #[must_use]
    pub fn dated(&self, today: Day) -> Self {
        Self { dated: Some(today), ..self.clone() }
    }

    /// Reads a commit.
    ///
    /// # Errors
    /// git is not available, or the commit has no goals.
    pub fn of_revision(&self, revision: Revision) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        // A bare repository has no folder to stand in: its goals are where their settings are.
        if repository.is_bare()
            && repository.root() == "."
            && let Some(only) = repository.only_root(revision.oid).ok().flatten().filter(|only| !only.is_empty())
        {
            return Self { root: self.root.join(only), ..self.clone() }.of_revision(revision);
        }
        let scope = |file: &SourceFile| self.scope_in(file, &repository, Some(revision));
        let (sources, repository) = match repository.at(revision.oid, scope) {
            // The goals' folder may have lain elsewhere then.
            Err(error @ GitError::NoGoalsThere { .. }) => {
                let root = repository.head().and_then(|head| repository.earlier_root(head.oid, revision.oid));
                let Some(root) = root.ok().flatten().filter(|_| self.root.exists()) else { return Err(error.into()) };
                let repository = repository.with_root(root);
                let scope = |file: &SourceFile| self.scope_in(file, &repository, Some(revision));
                (repository.at(revision.oid, scope)?, repository)
            }
            sources => (sources?, repository),
        };
        Ok(self.read_with_outside_roots(sources, Some(revision), Ok(repository)))
    }

    /// Reads a commit. One without the goals' root gives an empty project.
    ///
    /// # Errors
    /// git is not available, or an object is missing.
    pub fn of_revision_or_nothing(&self, revision: Revision) -> Result<Project, ProjectError> {
        match self.of_revision(revision) {
            Err(ProjectError::Git(GitError::NoGoalsThere { .. })) => {
                let sources = SourceSet::new(self.root.clone(), Vec::new());
                Ok(self.read(sources, Some(revision), Ok(Repository::open(&self.root)?), Vec::new()))
            }
            read => read,
        }
    }

    /// Returns the empty project before the first commit.
    pub fn before_first_commit(&self) -> Project {
        let sources = SourceSet::new(self.root.clone(), Vec::new());
        self.read(sources, None, Repository::open(&self.root), Vec::new())
    }

    /// Returns the resolved folders of the root and of the roots that it includes.
    pub fn folders(&self) -> Vec<PathBuf> {
        let settings = settings_at(&self.root).unwrap_or_default();
        let found = self.find_further_roots(&settings, &Repository::open(&self.root));
        let own = self.root.canonicalize().ok();
        own.into_iter().chain(found.roots.into_iter().map(|further| further.folder)).collect()
    }

    /// Reads a commit or the index, and adds roots outside the repository: commits have no state of them. They are read
    /// from the work tree, or as of the commit's day from their own repositories.
    fn read_with_outside_roots(
        &self,
        mut sources: SourceSet,
        revision: Option<Revision>,
        repository: Result<Repository, GitError>,
    ) -> Project {
        let written = sources.by_path(SETTINGS_FILE).map(|file| sources.file(file));
        if let Some(site) = written.and_then(|file| self.recalling(file, &repository, revision)) {
            return site.read_with_outside_roots(sources, revision, repository);
        }
        let settings = self.settings_or(written.map(settings_of));
        let mut found = self.find_further_roots(&settings, &repository);
        // A clone inside the work tree is another repository all the same.
        let is_clone = |name: &str| {
            Repository::open(&self.root.join(name))
                .is_ok_and(|there| repository.as_ref().is_ok_and(|own| !own.is_same(&there)))
        };
        let inside = |name: &str| repository.as_ref().is_ok_and(|it| it.holds(name)) && !is_clone(name);
        let mut included: Vec<ReadRoot> = named_roots(&settings)
            .filter(|(_, name)| inside(name))
            .map(|(root, name)| ReadRoot::inside(root, name, revision))
            .collect();
        found.roots.retain(|further| !inside(&further.name));
        found.absent.retain(|(_, name)| !inside(name));
        let days = revision.zip(self.dated).map(|(revision, today)| (revision.day, today));
        let OutsideRoots { files, read, undated } = OutsideRoots::read(&self.root, found.roots, days);
        sources.files.extend(files);
        included.extend(read);
        let sources = SourceSet { refused: found.refused, ..SourceSet::new(sources.root, sources.files) };
        Project { undated, included, ..self.read(sources, revision, repository, found.absent) }
    }

    /// The settings that hold here, given those that are written.
    fn settings_or(&self, written: Option<Settings>) -> Settings {
        self.other.as_ref().map(|other| other.settings.clone()).or(written).unwrap_or_default()
    }

    /// Finds the further roots that the settings name, and decides which may be read.
    fn find_further_roots(&self, settings: &Settings, repository: &Result<Repository, GitError>) -> FoundRoots {
        let top = repository.as_ref().ok().filter(|it| !it.is_bare()).map(Repository::top);
        let around = Neighbourhood::new(&self.root, top.as_deref(), &self.allowed);
        let mut found = FoundRoots::default();
        let mut seen = HashSet::new();
        for (root, name) in named_roots(settings) {
            let folder = self.root.join(&name);
            if !folder.is_dir() {
                // A private root is absent for everyone who may not see it; that is not an error.
                found.absent.push((root, name));
                continue;
            }
            let admitted = if root == Root::Outer { around.admit_outer(&folder) } else { around.admit(&folder) };
            match admitted {
                Ok(folder) if seen.insert(folder.clone()) => {
                    // Includes are not transitive: only the own settings decide what is read.
                    let exclude = settings_at(&folder).map(|it| it.left_out()).unwrap_or_default();
                    found.roots.push(FurtherRoot { root, name, folder, exclude });
                }
                Ok(_) => found.refused.push(RefusedRoot { root, name, refusal: Refusal::Twice }),
                Err(refusal) => found.refused.push(RefusedRoot { root, name, refusal }),
            }
        }
        found
    }

    fn read(
        &self,
        sources: SourceSet,
        revision: Option<Revision>,
        repository: Result<Repository, GitError>,
        absent: Vec<(Root, String)>,
    ) -> Project {
        let workspace = read_workspace(self.other.as_deref(), sources, &[], &repository, revision);
        let root_in_git = relative_root(&self.root, &repository);
        Project {
            root: self.root.clone(),
            root_in_git,
            workspace,
            revision,
            repository,
            absent,
            site: self.clone(),
            shown: None,
            undated: Vec::new(),
            included: Vec::new(),
            edited: Edited::default(),
        }
    }
}

impl Project {
    /// Reads the work tree of a root, or HEAD of a bare repository.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub fn open(root: &Path) -> Result<Self, ProjectError> {
        Site::new(root).open()
    }

    /// The same for everyone to read: without what lies in included roots, but for those that are named as
    /// `goalpost.yaml` names them. Open goals name none of theirs, so that nothing else changes. When people are away is for
    /// nobody else, even where a private root is named.
    #[must_use]
    pub fn for_everyone(mut self, named: &[String]) -> Self {
        self.shown = Some(named.to_vec());
        let include = &self.workspace.settings.include;
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        let is_named = |root: Root| match root {
            Root::Included(at) => {
                include.get(at).is_some_and(|root| named.iter().any(|name| plain(name) == plain(root)))
            }
            Root::Outer | Root::Own => true,
        };
        self.included.retain(|it| is_named(it.root));
        if !self.workspace.sources.files.iter().all(|file| is_named(file.root)) {
            let mut sources = self.workspace.sources.clone();
            sources.files.retain(|file| is_named(file.root));
            // A goal that went from here to a private root is removed, as for everyone who does not have that root.
            self.workspace = self.read_again(sources, &[]);
        }
        self.workspace.forget_absences();
        self
    }

    /// Returns the histories of the included roots, by their paths from the root itself, or why one cannot be read; none if
    /// the root itself has none.
    pub fn root_histories(&self) -> Vec<(String, Result<RootHistory, GitError>)> {
        let Ok(own) = &self.repository else { return Vec::new() };
        let included = self.included.iter().filter(|it| matches!(it.root, Root::Included(_)));
        included.map(|it| (it.name.clone(), it.history(&self.root, own, &self.workspace))).collect()
    }

    /// Reads the same state under other settings.
    ///
    /// # Errors
    /// The root cannot be listed, or an object is missing.
    pub fn under(&self, settings: Settings) -> Result<Self, ProjectError> {
        let unlisted = self.workspace.unlisted.iter();
        let unlisted = unlisted.map(|it| (it.id.clone(), self.workspace.goal(it.goal).id.clone())).collect();
        let other = Some(Arc::new(OtherSettings { settings, unlisted, are_recalled: false }));
        let site = Site { other, ..self.site.clone() };
        let project = match self.revision {
            Some(revision) => site.of_revision(revision)?,
            None => site.open()?,
        };
        Ok(match &self.shown {
            Some(named) => project.for_everyone(named),
            None => project,
        })
    }

    /// Lets earlier ids lead to the goals that have others now, though their files do not list them: pairs of an earlier id
    /// and a present one. Returns whether there are any.
    pub fn take_over(&mut self, unlisted: &[(String, String)]) -> bool {
        if !unlisted.is_empty() {
            self.workspace = self.read_again(self.workspace.sources.clone(), unlisted);
        }
        !unlisted.is_empty()
    }

    fn read_again(&self, sources: SourceSet, unlisted: &[(String, String)]) -> Workspace {
        read_workspace(self.site.other.as_deref(), sources, unlisted, &self.repository, self.revision)
    }
}
