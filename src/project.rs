//! Opening a goals repository: its settings first, then the files that they let in, read into a workspace. From the
//! work tree, from the index, or as of a revision.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::git::{GitError, ReadScope, Repository, Revision};
use crate::model::{Day, Org, Settings, Workspace, org_of, settings_of};
use crate::source::{
    Discovery, DiscoveryError, FurtherRoot, Neighbourhood, ORG_FILE, Refusal, RefusedRoot, Root, SETTINGS_FILE,
    SourceFile, SourceSet,
};

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
    /// Further roots that are not there, with the way to each.
    pub absent: Vec<(Root, String)>,
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

/// Where a goals repository is, and which folders elsewhere its settings may bring in.
#[derive(Debug, Clone)]
pub struct Site {
    root: PathBuf,
    allowed: Vec<PathBuf>,
}

impl Site {
    /// A root that may bring in what lies in its repository or beside it.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf(), allowed: Vec::new() }
    }

    /// Allows further roots in these folders too.
    #[must_use]
    pub fn allow(mut self, folders: &[PathBuf]) -> Self {
        self.allowed.extend_from_slice(folders);
        self
    }

    /// Reads everything below the root as it is now; of a bare repository, what HEAD has.
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
        let settings = settings_at(&self.root).unwrap_or_default();
        let found = self.further(&settings, &repository);
        let discovery = Discovery::new(&self.root).exclude(&settings.left_out()).further(found.roots);
        let sources = SourceSet { refused: found.refused, ..discovery.read()? };
        // A bare repository that may not be read has no files either: that there are no goals would be wrong.
        match repository {
            Err(error @ GitError::BareNotNamed(_)) if sources.files.is_empty() => Err(error.into()),
            repository => Ok(self.read(sources, None, repository, found.absent)),
        }
    }

    /// Reads what the next commit would hold.
    ///
    /// # Errors
    /// There is no git, or its index cannot be read.
    pub fn open_staged(&self) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        let sources = repository.staged(reach)?;
        Ok(self.read_with_beside(sources, None, repository))
    }

    /// Reads what a revision has, by name or by day; a day is counted from `today` where it is relative.
    ///
    /// # Errors
    /// There is no git, no such revision, or the goals are not in it.
    pub fn open_at(&self, name: &str, today: Day) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        let revision = repository.resolve(name, trunk(&self.root).as_deref(), today)?;
        self.of_revision(revision)
    }

    /// Reads what a commit has.
    ///
    /// # Errors
    /// There is no git, or the goals are not in that commit.
    pub fn of_revision(&self, revision: Revision) -> Result<Project, ProjectError> {
        let repository = Repository::open(&self.root)?;
        let sources = repository.at(revision.oid, reach)?;
        Ok(self.read_with_beside(sources, Some(revision), repository))
    }

    /// Reads what a commit has; where the goals are not in it, nothing.
    ///
    /// # Errors
    /// There is no git, or an object is missing.
    pub fn of_revision_or_nothing(&self, revision: Revision) -> Result<Project, ProjectError> {
        match self.of_revision(revision) {
            Err(ProjectError::Git(GitError::NoGoalsThere { .. })) => {
                let sources = SourceSet::new(self.root.clone(), Vec::new());
                Ok(self.read(sources, Some(revision), Ok(Repository::open(&self.root)?), Vec::new()))
            }
            read => read,
        }
    }

    /// What there was before the first commit: nothing.
    #[must_use]
    pub fn before_the_first(&self) -> Project {
        let sources = SourceSet::new(self.root.clone(), Vec::new());
        self.read(sources, None, Repository::open(&self.root), Vec::new())
    }

    /// The real folders of the root and of the further ones that it brings in.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let settings = settings_at(&self.root).unwrap_or_default();
        let found = self.further(&settings, &Repository::open(&self.root));
        let own = self.root.canonicalize().ok();
        own.into_iter().chain(found.roots.into_iter().map(|further| further.folder)).collect()
    }

    /// Adds further roots that lie outside the repository: they have no state of their own in its commits.
    fn read_with_beside(&self, mut sources: SourceSet, revision: Option<Revision>, repository: Repository) -> Project {
        let settings = sources.by_path(SETTINGS_FILE).map(|file| settings_of(sources.file(file))).unwrap_or_default();
        let repository = Ok(repository);
        let mut found = self.further(&settings, &repository);
        let inside = |name: &str| repository.as_ref().is_ok_and(|it| it.holds(name));
        found.roots.retain(|further| !inside(&further.name));
        found.absent.retain(|(_, name)| !inside(name));
        sources.files.extend(Discovery::new(&self.root).further(found.roots).read_further());
        let sources = SourceSet { refused: found.refused, ..SourceSet::new(sources.root, sources.files) };
        self.read(sources, revision, repository, found.absent)
    }

    /// The further roots that the settings name.
    fn further(&self, settings: &Settings, repository: &Result<Repository, GitError>) -> Further {
        let top = repository.as_ref().ok().filter(|it| !it.is_bare()).map(Repository::top);
        let around = Neighbourhood::new(&self.root, top.as_deref(), &self.allowed);
        let mut found = Further::default();
        let mut seen = HashSet::new();
        for (root, name) in named_roots(settings) {
            let folder = self.root.join(&name);
            if !folder.is_dir() {
                // Not everyone may see a private root.
                found.absent.push((root, name));
                continue;
            }
            let admitted = if root == Root::Outer { around.admit_outer(&folder) } else { around.admit(&folder) };
            match admitted {
                Ok(folder) if seen.insert(folder.clone()) => {
                    // Further roots of a further root are not read: each root says itself what it brings in.
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
        let mut workspace = Workspace::read(sources);
        if let Ok(repository) = &repository {
            remember_org(&mut workspace, repository, revision);
        }
        let root_in_git = named(&self.root, &repository);
        Project { root: self.root.clone(), root_in_git, workspace, revision, repository, absent }
    }
}

/// Further roots, by what became of them.
#[derive(Debug, Default)]
struct Further {
    roots: Vec<FurtherRoot>,
    refused: Vec<RefusedRoot>,
    absent: Vec<(Root, String)>,
}

/// Takes note of everyone who stood in an earlier committed `org.yaml`, where somebody unknown is named: who once stood
/// there is known for good. Of what is staged or in the work tree, HEAD's is an earlier one.
fn remember_org(workspace: &mut Workspace, repository: &Repository, revision: Option<Revision>) {
    if !workspace.names_a_stranger() {
        return;
    }
    let Ok(tip) = revision.map_or_else(|| repository.head(), Ok) else { return };
    let earlier = earlier_orgs(repository, tip, &workspace.settings);
    let Some(org) = &mut workspace.org else { return };
    match earlier {
        Ok((earlier, is_cut_off)) => {
            org.is_past_hidden = is_cut_off;
            for earlier in &earlier {
                org.remember(earlier);
            }
        }
        Err(_) => org.is_past_hidden = true,
    }
}

/// Every `org.yaml` that a commit and those before it ever had, in no order, and whether history is cut off before its end.
fn earlier_orgs(repository: &Repository, tip: Revision, settings: &Settings) -> Result<(Vec<Org>, bool), GitError> {
    let earlier = repository.earlier_texts(tip.oid, ORG_FILE)?;
    let read = |text| org_of(&SourceFile::from_bytes(ORG_FILE, text), settings);
    Ok((earlier.texts.into_iter().map(read).collect(), earlier.is_cut_off))
}

/// The further roots that settings name, and the way to each.
fn named_roots(settings: &Settings) -> impl Iterator<Item = (Root, String)> {
    let plain = |way: &str| match way.trim_end_matches('/') {
        "" if !way.is_empty() => "/".to_owned(),
        plain => plain.to_owned(),
    };
    let outer = settings.within.iter().map(move |way| (Root::Outer, plain(way)));
    let included = settings.include.iter().enumerate();
    outer.chain(included.map(move |(at, way)| (Root::Included(at), plain(way))))
}

/// What the settings of a root in a commit say about which files are read.
fn reach(file: &SourceFile) -> ReadScope {
    let settings = settings_of(file);
    ReadScope { exclude: settings.left_out(), further: named_roots(&settings).collect() }
}

impl Project {
    /// Reads everything below a root as it is now; of a bare repository, what HEAD has.
    ///
    /// # Errors
    /// The root cannot be listed.
    pub fn open(root: &Path) -> Result<Self, ProjectError> {
        Site::new(root).open()
    }

    /// The same for everyone to read: without what lies in included roots, but for those that are named as
    /// `goalpost.yaml` names them. Open goals name none of theirs, so that nothing else changes.
    #[must_use]
    pub fn for_everyone(self, named: &[String]) -> Self {
        let include = &self.workspace.settings.include;
        let plain = |root: &str| root.trim_end_matches('/').to_owned();
        let is_named = |root: Root| match root {
            Root::Included(at) => {
                include.get(at).is_some_and(|root| named.iter().any(|name| plain(name) == plain(root)))
            }
            Root::Outer | Root::Own => true,
        };
        if self.workspace.sources.files.iter().all(|file| is_named(file.root)) {
            return self;
        }
        let mut sources = self.workspace.sources.clone();
        sources.files.retain(|file| is_named(file.root));
        let workspace = self.read_again(sources, &[]);
        Self { workspace, ..self }
    }

    /// Lets earlier ids lead to the goals that have others now, though their files do not list them: pairs of an earlier id
    /// and a present one.
    pub fn take_over(&mut self, unlisted: &[(String, String)]) {
        if !unlisted.is_empty() {
            self.workspace = self.read_again(self.workspace.sources.clone(), unlisted);
        }
    }

    fn read_again(&self, sources: SourceSet, unlisted: &[(String, String)]) -> Workspace {
        let mut workspace = Workspace::read_with_unlisted(sources, unlisted);
        if let Ok(repository) = &self.repository {
            remember_org(&mut workspace, repository, self.revision);
        }
        workspace
    }

    /// Every `org.yaml` that HEAD and the commits before it ever had, in no order; none where git cannot be asked.
    #[must_use]
    pub fn past_orgs(&self) -> Vec<Org> {
        let Ok(repository) = &self.repository else { return Vec::new() };
        let earlier = repository.head().and_then(|head| earlier_orgs(repository, head, &self.workspace.settings));
        earlier.map(|(orgs, _)| orgs).unwrap_or_default()
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
