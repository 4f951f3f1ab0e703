//! A git repository with a goals' folder somewhere in it.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode, ObjectType, Oid};

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
    /// A commit could not be made; the reason in git's words.
    #[error("no commit was made: {0}")]
    Unrecorded(String),
    /// Something that libgit2 cannot read.
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
            Self::Unrecorded(_) => "nothing is written; leave --commit out to write without a commit".to_owned(),
            Self::Unsupported(_) => "goalpost reads what libgit2 reads: no sha256 objects, no reftable, no split or sparse index".to_owned(),
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

/// A repository, and where in it the goals are.
pub struct Repository {
    pub(super) git: git2::Repository,
    /// The goals' folder from the top, with `/`; empty for the top itself.
    pub(super) root: String,
    /// Commits at which a shallow clone is cut off.
    pub(super) shallow: Vec<Oid>,
    limits: Vec<Limit>,
}

impl std::fmt::Debug for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repository").field("path", &self.git.path()).field("root", &self.root).finish_non_exhaustive()
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
        let git = git.map_err(|error| match (error.code(), error.class()) {
            (ErrorCode::NotFound, _) => GitError::NoRepository(root.to_path_buf()),
            (ErrorCode::Owner, _) => GitError::NotOwned(real.clone()),
            _ => GitError::Unsupported(error.message().to_owned()),
        })?;
        let below = match git.workdir().and_then(|top| top.canonicalize().ok()) {
            Some(top) => real
                .strip_prefix(&top)
                .map(Path::to_path_buf)
                .map_err(|_| GitError::NoRepository(root.to_path_buf()))?,
            // A bare repository has no folders: the goals are at the top of its trees.
            None => PathBuf::new(),
        };
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let shallow = shallow_roots(git.commondir());
        let mut limits = Vec::new();
        if !shallow.is_empty() {
            limits.push(Limit::Shallow);
        }
        if git.commondir().join("info/grafts").is_file() {
            limits.push(Limit::Grafts);
        }
        if git.references_glob("refs/replace/*").is_ok_and(|mut found| found.next().is_some()) {
            limits.push(Limit::Replaced);
        }
        Ok(Self { git, root: parts.join("/"), shallow, limits })
    }

    /// The goals' folder from the top of the work tree; `.` for the top itself.
    #[must_use]
    pub fn root(&self) -> &str {
        if self.root.is_empty() { "." } else { &self.root }
    }

    /// Whether there is no work tree.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.git.is_bare()
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
        let configured = || self.git.config().and_then(|mut config| config.snapshot()?.get_string("user.email")).ok();
        given.or_else(configured).map(|email| email.trim().to_owned()).filter(|email| !email.is_empty())
    }

    /// The name that git would put into a commit made now.
    #[must_use]
    pub fn author_name(&self) -> Option<String> {
        let given = std::env::var("GIT_AUTHOR_NAME").ok();
        let configured = || self.git.config().and_then(|mut config| config.snapshot()?.get_string("user.name")).ok();
        given.or_else(configured).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// A blob's bytes.
    ///
    /// # Errors
    /// The object is missing, broken or no blob.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>, GitError> {
        let odb = self.git.odb().map_err(|error| broken(oid, &error))?;
        let object = odb.read(oid).map_err(|error| broken(oid, &error))?;
        if object.kind() != ObjectType::Blob {
            return Err(GitError::Broken { oid: oid.to_string(), reason: "not a file".to_owned() });
        }
        Ok(object.data().to_vec())
    }
}

/// An object that cannot be read.
pub(super) fn broken(oid: Oid, error: &git2::Error) -> GitError {
    match error.class() {
        ErrorClass::Odb | ErrorClass::Object | ErrorClass::Zlib | ErrorClass::Tree => {
            GitError::Broken { oid: oid.to_string(), reason: error.message().to_owned() }
        }
        _ if error.code() == ErrorCode::NotFound => {
            GitError::Broken { oid: oid.to_string(), reason: "it is not there".to_owned() }
        }
        _ => GitError::Unsupported(error.message().to_owned()),
    }
}

/// The commits without parents of a shallow clone, read by ourselves: libgit2 errs in linked work trees.
fn shallow_roots(common: &Path) -> Vec<Oid> {
    let text = fs::read_to_string(common.join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| Oid::from_str(line.trim()).ok()).collect()
}
