//! Opening a goals repository: its settings first, then the files that they let in, read into a workspace. From the
//! work tree, from the index, or as of a revision.

use std::path::{Path, PathBuf};

use crate::git::{GitError, Repository, Revision};
use crate::model::{Day, Settings, Workspace, settings_of};
use crate::source::{Discovery, DiscoveryError, SETTINGS_FILE, SourceFile, SourceSet};

/// A goals repository as it is, or was.
#[derive(Debug)]
pub struct Project {
    /// Its root folder as it was named or found.
    pub root: PathBuf,
    /// The root from the top of git's work tree, with `/`; as given where there is no git.
    pub root_in_git: String,
    /// What was read.
    pub workspace: Workspace,
    /// The commit that was read; none for the work tree and the index.
    pub revision: Option<Revision>,
    /// The git repository, or why there is none to ask.
    pub repository: Result<Repository, GitError>,
    /// Included roots that are not there.
    pub absent: Vec<String>,
}

/// Why a goals repository cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The root folder cannot be listed.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// Git was needed, and could not be asked.
    #[error(transparent)]
    Git(#[from] GitError),
}

impl ProjectError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Discovery(_) => "name the goals' root with --root DIR".to_owned(),
            Self::Git(error) => error.hint(),
        }
    }
}

impl Project {
    /// Reads everything below a root as it is now; of a bare repository, what HEAD has.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub fn open(root: &Path) -> Result<Self, ProjectError> {
        let repository = Repository::open(root);
        if let Ok(repository) = &repository
            && repository.is_bare()
        {
            let head = repository.head()?;
            return Self::of_revision(root, head);
        }
        let settings = settings_at(root).unwrap_or_default();
        let sources = Discovery::new(root).exclude(&settings.exclude).include(&settings.include).read()?;
        // A bare repository that may not be read has no files either: that there are no goals would be wrong.
        match repository {
            Err(error @ GitError::BareNotNamed(_)) if sources.files.is_empty() => Err(error.into()),
            repository => Ok(Self::read(root, sources, None, repository)),
        }
    }

    /// Reads what the next commit would hold.
    ///
    /// # Errors
    /// There is no git, or its index cannot be read.
    pub fn open_staged(root: &Path) -> Result<Self, ProjectError> {
        let repository = Repository::open(root)?;
        let sources = repository.staged(|file| {
            let settings = settings_of(file);
            (settings.exclude, settings.include)
        })?;
        let sources = with_outside(root, sources, &repository);
        Ok(Self::read(root, sources, None, Ok(repository)))
    }

    /// Reads what a revision has, by name or by day; a day is counted from `today` where it is relative.
    ///
    /// # Errors
    /// There is no git, no such revision, or the goals are not in it.
    pub fn open_at(root: &Path, name: &str, today: Day) -> Result<Self, ProjectError> {
        let repository = Repository::open(root)?;
        let trunk = trunk(root);
        let revision = repository.resolve(name, trunk.as_deref(), today)?;
        Self::of_revision(root, revision)
    }

    /// Reads what a commit has.
    ///
    /// # Errors
    /// There is no git, or the goals are not in that commit.
    pub fn of_revision(root: &Path, revision: Revision) -> Result<Self, ProjectError> {
        let repository = Repository::open(root)?;
        let sources = repository.at(revision.oid, |file| {
            let settings = settings_of(file);
            (settings.exclude, settings.include)
        })?;
        let sources = with_outside(root, sources, &repository);
        Ok(Self::read(root, sources, Some(revision), Ok(repository)))
    }

    /// Reads what a commit has; where the goals are not in it, nothing.
    ///
    /// # Errors
    /// There is no git, or an object is missing.
    pub fn of_revision_or_nothing(root: &Path, revision: Revision) -> Result<Self, ProjectError> {
        match Self::of_revision(root, revision) {
            Err(ProjectError::Git(GitError::NoGoalsThere { .. })) => {
                let sources = SourceSet { root: root.to_path_buf(), files: Vec::new() };
                Ok(Self::read(root, sources, Some(revision), Ok(Repository::open(root)?)))
            }
            read => read,
        }
    }

    /// The same for everyone to read: without what lies in included roots, but for those that are named as
    /// `goalpost.yaml` names them. Open goals name none of theirs, so that nothing else changes.
    #[must_use]
    pub fn for_everyone(self, named: &[String]) -> Self {
        let include = &self.workspace.settings.include;
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        let is_named = |number: u8| {
            let root = usize::from(number).checked_sub(1).and_then(|at| include.get(at));
            root.is_none_or(|root| named.iter().any(|name| plain(name) == plain(root)))
        };
        if self.workspace.sources.files.iter().all(|file| is_named(file.root)) {
            return self;
        }
        let mut sources = self.workspace.sources.clone();
        sources.files.retain(|file| is_named(file.root));
        Self { workspace: Workspace::read(sources), ..self }
    }

    fn read(
        root: &Path,
        sources: SourceSet,
        revision: Option<Revision>,
        repository: Result<Repository, GitError>,
    ) -> Self {
        let workspace = Workspace::read(sources);
        let inside = |include: &str| repository.as_ref().is_ok_and(|it| it.holds(include));
        let absent = workspace
            .settings
            .include
            .iter()
            .filter(|include| !root.join(include).is_dir() && !inside(include))
            .cloned()
            .collect();
        let root_in_git = named(root, &repository);
        Self { root: root.to_path_buf(), root_in_git, workspace, revision, repository, absent }
    }
}

/// The settings of a root alone, without its goals; none where there is no `goalpost.yaml`.
#[must_use]
pub fn settings_at(root: &Path) -> Option<Settings> {
    let file = root.join(SETTINGS_FILE);
    file.is_file().then(|| settings_of(&SourceFile::read(SETTINGS_FILE, &file)))
}

/// A root from the top of git's work tree, with `/`; as given where there is no git.
#[must_use]
pub fn root_in_git(root: &Path) -> String {
    named(root, &Repository::open(root))
}

fn named(root: &Path, repository: &Result<Repository, GitError>) -> String {
    match repository {
        Ok(repository) => repository.root().to_owned(),
        Err(_) => root.to_string_lossy().into_owned(),
    }
}

/// The trunk that the settings of the work tree name.
#[must_use]
pub fn trunk(root: &Path) -> Option<String> {
    settings_at(root)?.trunk
}

/// Adds included roots that lie outside the repository: they have no state of their own in its commits.
fn with_outside(root: &Path, mut sources: SourceSet, repository: &Repository) -> SourceSet {
    let Some(file) = sources.by_path(SETTINGS_FILE) else { return sources };
    let include = settings_of(sources.file(file)).include;
    for (number, include) in (1_u8..).zip(&include) {
        let folder = root.join(include);
        if repository.holds(include) || !folder.is_dir() {
            continue;
        }
        let prefix = include.trim_end_matches('/');
        if let Ok(outside) = Discovery::new(&folder).read() {
            for mut file in outside.files {
                file.path = format!("{prefix}/{}", file.path);
                sources.files.push(file.in_root(number));
            }
        }
    }
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}
