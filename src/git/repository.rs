//! A git repository with a goals' folder somewhere in it.

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, ObjectType, Odb};

use super::beyond::{objects_alone, owned_elsewhere, peculiarity, promisor};
use super::objects::Objects;
use super::oids::{LONG, Oid, SHORT};
use super::program::Program;

/// Why git could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository here.
    #[error("`{}` is not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// The repository belongs to someone else, and git would not read it either.
    #[error("git does not trust `{}`: it belongs to another user", .0.display())]
    NotOwned(PathBuf),
    /// Nothing has been committed yet.
    #[error("nothing has been committed yet")]
    Unborn,
    /// No such revision; perhaps one that was meant.
    #[error("there is no revision `{name}`")]
    UnknownRevision {
        /// What was asked for.
        name: String,
        /// A name that is near.
        near: Option<String>,
    },
    /// No commit is that old.
    #[error("no commit is as old as {day}; the first is of {first}")]
    BeforeTheFirst {
        /// The day asked for.
        day: String,
        /// The day of the first commit.
        first: String,
        /// Whether a shallow clone is cut off there.
        cut_off: bool,
    },
    /// The goals' folder is not in that revision, or no goals are in it.
    #[error("`{root}` has no goals in {revision}")]
    NoGoalsThere {
        /// The goals' folder.
        root: String,
        /// The revision.
        revision: String,
    },
    /// An object is missing or broken.
    #[error("git cannot read the object {oid}: {reason}")]
    Broken {
        /// The object.
        oid: String,
        /// Why, in libgit2's words.
        reason: String,
    },
    /// A repository could not be written.
    #[error("no repository can be written to `{}`: {reason}", folder.display())]
    Unwritten {
        /// Its folder.
        folder: PathBuf,
        /// Why, in libgit2's words.
        reason: String,
    },
    /// Libgit2 refuses what the `git` program may read, and that is not here.
    #[error("this repository needs the `git` program, which is not on the PATH: {0}")]
    NeedsProgram(String),
    /// The `git` program refuses it too.
    #[error("git cannot read this repository: {reason}")]
    Refused {
        /// Why, in git's words.
        reason: String,
        /// Which git that is.
        version: String,
    },
    /// A commit could not be made; the reason in git's words.
    #[error("no commit was made: {0}")]
    Unrecorded(String),
    /// A commit could not be tagged so, and was not made.
    #[error("no commit was made: {0}")]
    Untagged(String),
    /// Something else that stands in the way.
    #[error("this repository cannot be read: {0}")]
    Unsupported(String),
}

impl GitError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NoRepository(_) => "this needs git's history: run it in a clone, or `git init` and commit your goals".to_owned(),
            Self::NotOwned(path) => format!("if you trust it: git config --global --add safe.directory {}", path.display()),
            Self::Unborn => "commit your goals first: git add . && git commit".to_owned(),
            Self::UnknownRevision { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownRevision { near: None, .. } => {
                "name a branch, a tag, a commit, or a day such as 2026-10-01 or `2w ago`; in a shallow clone: git fetch --unshallow".to_owned()
            }
            Self::BeforeTheFirst { cut_off: true, .. } => "this is a shallow clone, cut off there: git fetch --unshallow brings the rest".to_owned(),
            Self::BeforeTheFirst { first, .. } => format!("the history begins on {first}"),
            Self::NoGoalsThere { .. } => "the goals were not there yet, or lay elsewhere: --root names the folder".to_owned(),
            Self::Broken { .. } => "run git fsck; a partial clone lacks objects: git fetch --refetch brings them".to_owned(),
            Self::Unwritten { .. } => "name a folder that you may write to, on a disk with room".to_owned(),
            Self::NeedsProgram(_) => "install git, or add its folder to the PATH: it reads what libgit2 cannot".to_owned(),
            Self::Refused { version, .. } if version.is_empty() => "mend what git complains of: git status shows it too".to_owned(),
            Self::Refused { version, .. } => format!("git status shows it too; a newer git may know more than this one ({version})"),
            Self::Unsupported(_) => "see whether git status works here, and git fsck finds nothing".to_owned(),
            Self::Untagged(_) => "nothing is written; name another tag: --tag NAME".to_owned(),
            Self::Unrecorded(_) => "nothing is written; leave --commit out to write without a commit".to_owned(),
        }
    }
}

/// Something about a repository that bounds what its history can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A shallow clone: the history is cut off.
    Shallow,
    /// Parents are replaced by `info/grafts`, which libgit2 does not follow.
    Grafts,
    /// Objects are replaced by `refs/replace`, which libgit2 does not follow.
    Replaced,
}

/// Who is asked what names mean, what is staged and what is set.
pub(super) enum Door {
    /// Libgit2.
    Library(git2::Repository),
    /// The `git` program; objects still come from libgit2 where it can read them.
    Program {
        /// A repository of nothing but objects.
        objects: Option<git2::Repository>,
    },
}

/// A repository, and where in it the goals are.
pub struct Repository {
    pub(super) door: Door,
    /// Where objects and references are, of linked work trees too.
    pub(super) common: PathBuf,
    /// The git directory.
    pub(super) git_dir: PathBuf,
    /// The top of the work tree; none in a bare repository.
    pub(super) top: Option<PathBuf>,
    /// How many bytes an object's name has.
    pub(super) width: usize,
    program: OnceCell<Program>,
    promisor: OnceCell<Option<String>>,
    /// The goals' folder from the top, with `/`; empty for the top itself.
    pub(super) root: String,
    /// Commits at which a shallow clone is cut off.
    pub(super) shallow: Vec<Oid>,
    limits: Vec<Limit>,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("path", &self.git_dir).field("root", &self.root).finish_non_exhaustive()
    }
}

impl Repository {
    /// Opens the repository that a goals' folder lies in. Hooks' `GIT_DIR` and `GIT_INDEX_FILE` hold.
    ///
    /// # Errors
    /// There is none, or git would refuse it.
    pub fn open(root: &Path) -> Result<Self, GitError> {
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
        let real = root.canonicalize().map_err(|_| GitError::NoRepository(root.to_path_buf()))?;
        let git = if std::env::var_os("GIT_DIR").is_some() {
            git2::Repository::open_from_env().or_else(|_| git2::Repository::discover(&real))
        } else {
            git2::Repository::discover(&real)
        };
        match git {
            Ok(git) => {
                let (common, git_dir) = (git.commondir().to_path_buf(), git.path().to_path_buf());
                let top = git.workdir().map(Path::to_path_buf);
                Self::new(Door::Library(git), common, git_dir, top).at_root(root, &real)
            }
            Err(error) => match error.code() {
                ErrorCode::NotFound => Err(GitError::NoRepository(root.to_path_buf())),
                ErrorCode::Owner => Err(GitError::NotOwned(owned_elsewhere(&real))),
                _ => Self::through_program(root, &real, error.message()),
            },
        }
    }

    /// Opens what libgit2 refuses.
    fn through_program(root: &Path, real: &Path, refusal: &str) -> Result<Self, GitError> {
        let why = peculiarity(real).map_or_else(|| refusal.to_owned(), str::to_owned);
        let (program, layout) = Program::discover(real, &why)?;
        let objects = if layout.is_sha256 { None } else { objects_alone(&layout.common.join("objects")).ok() };
        let width = if layout.is_sha256 { LONG } else { SHORT };
        let found = Self::new(Door::Program { objects }, layout.common, layout.git_dir, layout.top);
        Self { width, program: program.into(), ..found }.at_root(root, real)
    }

    fn new(door: Door, common: PathBuf, git_dir: PathBuf, top: Option<PathBuf>) -> Self {
        let (root, shallow, limits) = (String::new(), Vec::new(), Vec::new());
        let (program, promisor) = (OnceCell::new(), OnceCell::new());
        Self { door, common, git_dir, top, width: SHORT, program, promisor, root, shallow, limits }
    }

    /// Finds where in the repository the goals are, and what bounds its history.
    fn at_root(mut self, root: &Path, real: &Path) -> Result<Self, GitError> {
        let below = match self.top.as_ref().and_then(|top| top.canonicalize().ok()) {
            Some(top) => real
                .strip_prefix(&top)
                .map(Path::to_path_buf)
                .map_err(|_| GitError::NoRepository(root.to_path_buf()))?,
            // A bare repository has no folders: the goals are at the top of its trees.
            None => PathBuf::new(),
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
        Ok(self)
    }

    fn has_replacements(&self) -> Result<bool, GitError> {
        match &self.door {
            Door::Library(git) => {
                Ok(git.references_glob("refs/replace/*").is_ok_and(|mut found| found.next().is_some()))
            }
            Door::Program { .. } => self.program().has_refs("refs/replace"),
        }
    }

    /// The top of the work tree, or the git directory where there is none.
    pub(super) fn home(&self) -> &Path {
        self.top.as_ref().unwrap_or(&self.git_dir)
    }

    /// The `git` program here.
    pub(super) fn program(&self) -> &Program {
        let why = "it is a partial clone, and git fetches what that left out";
        self.program.get_or_init(|| Program::beside(&self.git_dir, self.top.as_deref(), why))
    }

    /// The remote that promised the objects which a partial clone left out; none in other repositories.
    pub(super) fn promisor(&self) -> Option<&str> {
        self.promisor.get_or_init(|| promisor(&git2::Config::open(&self.common.join("config")).ok()?)).as_deref()
    }

    /// How many objects of a partial clone were fetched since this was last asked, and the remote that they came from.
    #[must_use]
    pub fn fetched(&self) -> Option<(usize, &str)> {
        let fetched = self.program.get().map(Program::fetched).filter(|fetched| *fetched > 0)?;
        Some((fetched, self.promisor()?))
    }

    /// What libgit2 reads objects from; none where it can read none.
    pub(super) fn odb(&self) -> Result<Option<Odb<'_>>, GitError> {
        let git = match &self.door {
            Door::Library(git) => Some(git),
            Door::Program { objects } => objects.as_ref(),
        };
        let odb = git.map(git2::Repository::odb).transpose();
        odb.map_err(|error| GitError::Unsupported(error.message().to_owned()))
    }

    /// The goals' folder from the top of the work tree; `.` for the top itself.
    #[must_use]
    pub fn root(&self) -> &str {
        if self.root.is_empty() { "." } else { &self.root }
    }

    /// Whether there is no work tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.top.is_none()
    }

    /// What bounds the history.
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// The address that git would put into a commit made now.
    #[must_use]
    pub fn author_email(&self) -> Option<String> {
        let given = std::env::var("GIT_AUTHOR_EMAIL").ok();
        let given = given.or_else(|| self.setting("user.email"));
        given.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty())
    }

    /// The name that git would put into a commit made now.
    #[must_use]
    pub fn author_name(&self) -> Option<String> {
        let given = std::env::var("GIT_AUTHOR_NAME").ok();
        let given = given.or_else(|| self.setting("user.name"));
        given.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    fn setting(&self, key: &str) -> Option<String> {
        match &self.door {
            Door::Library(git) => git.config().and_then(|mut config| config.snapshot()?.get_string(key)).ok(),
            Door::Program { .. } => self.program().setting(key),
        }
    }

    /// A blob's bytes.
    ///
    /// # Errors
    /// The object is missing, broken or no blob.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>, GitError> {
        Ok(Objects::new(self)?.read_kind(oid, ObjectType::Blob)?.data().to_vec())
    }

    /// The name that a file with a text has, where names are sha1's; in other repositories nothing has it.
    #[must_use]
    pub fn name_of(text: &str) -> Option<Oid> {
        git2::Oid::hash_object(ObjectType::Blob, text.as_bytes()).ok().map(Oid::from)
    }
}

/// An object that cannot be read.
pub(super) fn broken(oid: Oid, error: &git2::Error) -> GitError {
    match error.class() {
        _ if error.code() == ErrorCode::NotFound => {
            GitError::Broken { oid: oid.to_string(), reason: "it is not there".to_owned() }
        }
        ErrorClass::Odb | ErrorClass::Object | ErrorClass::Zlib | ErrorClass::Tree => {
            GitError::Broken { oid: oid.to_string(), reason: error.message().to_owned() }
        }
        _ => GitError::Unsupported(error.message().to_owned()),
    }
}

/// The commits without parents of a shallow clone, read by ourselves: libgit2 errs in linked work trees.
fn shallow_roots(common: &Path) -> Vec<Oid> {
    let text = fs::read_to_string(common.join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| Oid::from_hex(line.trim().as_bytes())).collect()
}
