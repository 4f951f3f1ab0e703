//! A git repository that contains a goals' folder: opening it, its folders, limits and settings.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use git2::{ErrorCode, ObjectType, Odb};

use super::backend::Backend;
use super::broken_index::broken_index;
use super::commit_graph::CommitGraph;
use super::error::GitError;
use super::location::GitLocation;
use super::oids::{LONG, Oid, SHORT};
use super::program::Program;
use super::trunk_merge::home_of;
use super::unsupported::{object_database, promisor, unsupported_feature};
use crate::source::read_regular_text;

/// A property of a repository that limits what its history shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A shallow clone: the history is cut off.
    Shallow,
    /// Parents are replaced by `info/grafts`, which libgit2 does not follow.
    Grafts,
    /// Objects are replaced by `refs/replace`, which libgit2 does not follow.
    Replaced,
    /// The commit-graph is corrupt and not used.
    BrokenGraph,
    /// The index of a pack is corrupt. The `git` program is used, as libgit2 would crash.
    BrokenIndex,
}

/// A repository and the location of the goals in it.
pub struct Repository {
    pub(super) backend: Backend,
    pub(super) location: GitLocation,
    /// The directory of objects and references, which linked work trees share (`GIT_COMMON_DIR`).
    pub(super) common: PathBuf,
    /// The git directory.
    pub(super) git_dir: PathBuf,
    /// The top of the work tree; none in a bare repository.
    pub(super) top: Option<PathBuf>,
    /// The length of an object name in bytes.
    pub(super) width: usize,
    program: OnceCell<Program>,
    /// Tracked files of the goals' root that a sparse checkout leaves out.
    pub(super) hidden: OnceCell<HashSet<String>>,
    promisor: OnceCell<Option<String>>,
    homes: OnceCell<Vec<String>>,
    /// The commit-graph, as it was when it was first needed.
    graph: OnceCell<Option<Arc<CommitGraph>>>,
    /// The goals' folder from the top, separated by `/`; empty for the top itself.
    pub(super) root: String,
    /// The boundary commits of a shallow clone.
    pub(super) shallow: Vec<Oid>,
    limits: Vec<Limit>,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("path", &self.git_dir).field("root", &self.root).finish_non_exhaustive()
    }
}

impl Repository {
    /// Opens the repository that contains a goals' folder. `GIT_DIR` and `GIT_INDEX_FILE`, which git sets for hooks, apply.
    ///
    /// A repository is found by `.git` in the folder or above it, or by `GIT_DIR`. A bare repository is found only outside
    /// of work trees; its goals' folder need only exist in its commits.
    ///
    /// # Errors
    /// There is no repository, or git would refuse it.
    pub fn open(root: &Path) -> Result<Self, GitError> {
        // Objects are read once each, so libgit2's cache and hash checks would only cost time.
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let nothing = || GitError::NoRepository(root.to_path_buf());
        let (real, rest) = split_at_existing(root).ok_or_else(nothing)?;
        let location = GitLocation::find(&real).map_err(|error| match error {
            GitError::NoRepository(_) => nothing(),
            error => error,
        })?;
        if let Some(error) = location.unreadable_file() {
            return Err(error);
        }
        let found = match location.open() {
            Ok(git) if let Some(index) = broken_index(&git.commondir().join("objects"), git.commondir()) => {
                let why = format!("`{}` is corrupt: recreate it with git index-pack", index.display());
                let mut found = Self::through_program(location, &why, false)?;
                found.limits.push(Limit::BrokenIndex);
                found
            }
            Ok(git) => {
                let (common, git_dir) = (git.commondir().to_path_buf(), git.path().to_path_buf());
                let top = git.workdir().map(Path::to_path_buf);
                Self::new(Backend::Library(git), location, common, git_dir, top)
            }
            Err(error) if error.code() == ErrorCode::Owner => {
                let folder = location.folder();
                return Err(GitError::NotOwned(folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())));
            }
            Err(error) => Self::through_program(location, error.message(), true)?,
        };
        found.at_root(root, &real, &rest)
    }

    /// Opens a repository that libgit2 refuses. `has_readable_objects` is whether libgit2 can still read its objects.
    fn through_program(location: GitLocation, refusal: &str, has_readable_objects: bool) -> Result<Self, GitError> {
        let why = unsupported_feature(location.git_dir()).map_or_else(|| refusal.to_owned(), str::to_owned);
        let (program, layout) = Program::at(&location, &why)?;
        let objects = if layout.is_sha256 || !has_readable_objects {
            None
        } else {
            object_database(&layout.common.join("objects")).ok()
        };
        let width = if layout.is_sha256 { LONG } else { SHORT };
        let backend = Backend::Program { objects };
        let found = Self::new(backend, location, layout.common, layout.git_dir, layout.top);
        Ok(Self { width, program: program.into(), ..found })
    }

    fn new(backend: Backend, location: GitLocation, common: PathBuf, git_dir: PathBuf, top: Option<PathBuf>) -> Self {
        // A bare repository found by its path has no work tree: its own core.worktree is not trusted.
        let top = top.filter(|_| !location.is_bare());
        let (root, shallow, limits) = (String::new(), Vec::new(), Vec::new());
        let (program, hidden, promisor, graph) = (OnceCell::new(), OnceCell::new(), OnceCell::new(), OnceCell::new());
        let homes = OnceCell::new();
        Self {
            backend,
            location,
            common,
            git_dir,
            top,
            width: SHORT,
            program,
            hidden,
            promisor,
            homes,
            graph,
            root,
            shallow,
            limits,
        }
    }

    /// Sets the goals' folder and the limits of the history.
    fn at_root(mut self, root: &Path, real: &Path, rest: &Path) -> Result<Self, GitError> {
        let nothing = || GitError::NoRepository(root.to_path_buf());
        let top = self.top.as_ref().and_then(|top| top.canonicalize().ok());
        let below = match &top {
            // A folder that is not in the work tree may be one that earlier commits have.
            Some(top) => real.strip_prefix(top).map_err(|_| nothing())?.join(rest),
            None => self.root_in_bare(root, real, rest).ok_or_else(nothing)?,
        };
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        self.root = parts.join("/");
        self.shallow = shallow_roots(&self.common);
        if !self.shallow.is_empty() {
            self.limits.push(Limit::Shallow);
        }
        if self.common.join("info/grafts").is_file() {
            self.limits.push(Limit::Grafts);
        }
        if self.has_replacements()? {
            self.limits.push(Limit::Replaced);
        }
        if CommitGraph::is_broken(&self.common.join("objects"), &self.common) {
            self.limits.push(Limit::BrokenGraph);
        }
        Ok(self)
    }

    /// The goals' folder in the commits of a bare repository: `okrs` for `repository.git/okrs`, or a relative path if
    /// `GIT_DIR` names the repository.
    fn root_in_bare(&self, root: &Path, real: &Path, rest: &Path) -> Option<PathBuf> {
        let git_dir = self.git_dir.canonicalize().ok()?;
        match real.strip_prefix(&git_dir) {
            Ok(below) => Some(below.join(rest)),
            Err(_) if rest.as_os_str().is_empty() => Some(PathBuf::new()),
            Err(_) => root.is_relative().then(|| root.components().filter(|it| *it != Component::CurDir).collect()),
        }
    }

    /// The same repository, with the goals' folder at another path from the top: where it lay in an earlier commit.
    #[must_use]
    pub fn with_root(self, root: String) -> Self {
        Self { root, hidden: OnceCell::new(), ..self }
    }

    fn has_replacements(&self) -> Result<bool, GitError> {
        match &self.backend {
            Backend::Library(git) => {
                Ok(git.references_glob("refs/replace/*").is_ok_and(|mut found| found.next().is_some()))
            }
            Backend::Program { .. } => self.program().has_refs("refs/replace"),
        }
    }

    /// The top of the work tree, or the git directory of a bare repository.
    pub(super) fn home(&self) -> &Path {
        self.top.as_ref().unwrap_or(&self.git_dir)
    }

    /// The `git` program for this repository.
    pub(super) fn program(&self) -> &Program {
        let why = "it is a partial clone, and git fetches the objects it lacks";
        let top = self.top.as_deref();
        self.program.get_or_init(|| Program::new(&self.git_dir, top, self.location.is_found(top), why))
    }

    /// The promisor remote of a partial clone; none in other repositories.
    pub(super) fn promisor(&self) -> Option<&str> {
        self.promisor.get_or_init(|| promisor(&git2::Config::open(&self.common.join("config")).ok()?)).as_deref()
    }

    /// The repositories that have the trunk: where it was cloned from, and where a fork was made from.
    pub(super) fn homes(&self) -> &[String] {
        let home = |remote: &str| home_of(&self.setting(&format!("remote.{remote}.url"))?);
        self.homes.get_or_init(|| ["origin", "upstream"].into_iter().filter_map(home).collect())
    }

    /// The number of objects fetched into a partial clone since the last call, and their remote; none if there are none.
    pub fn fetched(&self) -> Option<(usize, &str)> {
        let fetched = self.program.get().map(Program::fetched).filter(|fetched| *fetched > 0)?;
        Some((fetched, self.promisor()?))
    }

    /// Libgit2's object database; none if libgit2 cannot read the objects.
    pub(super) fn odb(&self) -> Result<Option<Odb<'_>>, GitError> {
        let git = match &self.backend {
            Backend::Library(git) => Some(git),
            Backend::Program { objects } => objects.as_ref(),
        };
        let odb = git.map(git2::Repository::odb).transpose();
        odb.map_err(|error| GitError::Unsupported(error.message().to_owned()))
    }

    /// The goals' folder from the top of the work tree; `.` for the top itself.
    pub fn root(&self) -> &str {
        if self.root.is_empty() { "." } else { &self.root }
    }

    /// Whether there is no work tree.
    pub fn is_bare(&self) -> bool {
        self.top.is_none()
    }

    /// The limits of the history.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The commit-graph; none where it is absent, or may not be used because it ignores shallow boundaries, grafts and
    /// replacements.
    pub(super) fn commit_graph(&self) -> Option<Arc<CommitGraph>> {
        let open = || CommitGraph::open(&self.common.join("objects")).map(Arc::new);
        self.graph.get_or_init(|| open().filter(|_| self.limits.is_empty())).clone()
    }

    /// The effective value of a setting.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        match &self.backend {
            Backend::Library(git) => git.config().and_then(|mut config| config.snapshot()?.get_string(key)).ok(),
            Backend::Program { .. } => self.program().setting(key),
        }
    }

    /// The name of a blob with this text in a SHA-1 repository. In SHA-256 repositories it matches no object.
    pub fn name_of(text: impl AsRef<[u8]>) -> Option<Oid> {
        git2::Oid::hash_object(ObjectType::Blob, text.as_ref()).ok().map(Oid::from)
    }
}

/// Splits a path at its longest existing ancestor (usually the path itself): that folder's real path, and the rest.
fn split_at_existing(path: &Path) -> Option<(PathBuf, PathBuf)> {
    if let Ok(real) = path.canonicalize() {
        return Some((real, PathBuf::new()));
    }
    // A `..` after a missing folder cannot be resolved, as the folder could be a symbolic link.
    let is_plain = |rest: &Path| rest.components().all(|part| matches!(part, Component::Normal(_)));
    path.ancestors().skip(1).find_map(|above| {
        let here = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let rest = path.strip_prefix(above).ok().filter(|rest| is_plain(rest))?;
        Some((here.canonicalize().ok()?, rest.to_path_buf()))
    })
}

/// The boundary commits of a shallow clone: the `shallow` file of gitrepository-layout(5). Libgit2 looks in the wrong
/// folder for linked work trees, so the file is read here.
fn shallow_roots(common: &Path) -> Vec<Oid> {
    let text = read_regular_text(&common.join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| Oid::from_hex(line.trim().as_bytes())).collect()
}
