//! Why git could not be asked, and what to do about it.

use std::path::PathBuf;

use git2::{ErrorClass, ErrorCode};

use super::oids::{Oid, short_id};

/// Why git could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository here.
    #[error("`{}` is not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// A bare repository, where such count only if they are named.
    #[error("`safe.bareRepository=explicit` keeps the bare repository `{}` from being found by its path", .0.display())]
    BareNotNamed(PathBuf),
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
    /// A tree that is larger than any that is read.
    #[error("a commit has more than {0} files and folders below the goals' folder")]
    TooManyFiles(usize),
    /// A partial clone has left out what is needed.
    #[error("this partial clone has left out {what}")]
    LeftOut {
        /// An object, or how many.
        what: String,
        /// Why it is not fetched.
        refusal: FetchRefusal,
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
    /// A commit was made, and its tag was not.
    #[error("the commit {} is made, and has no tag `{name}`: {reason}", short_id(commit))]
    NoTag {
        /// The commit.
        commit: String,
        /// The tag that it was to have.
        name: String,
        /// Why, in git's words.
        reason: String,
    },
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
            Self::BareNotNamed(path) => format!("if you trust it, name it: GIT_DIR={} goalpost …", path.display()),
            Self::LeftOut { refusal, .. } => refusal.hint(),
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
            Self::TooManyFiles(_) => "keep goals in a folder of their own, and name it: --root DIR".to_owned(),
            Self::Unwritten { .. } => "name a folder that you may write to, on a disk with room".to_owned(),
            Self::NeedsProgram(_) => "install git, or add its folder to the PATH: it reads what libgit2 cannot".to_owned(),
            Self::Refused { version, .. } if version.is_empty() => "mend what git complains of: git status shows it too".to_owned(),
            Self::Refused { version, .. } => format!("git status shows it too; a newer git may know more than this one ({version})"),
            Self::Unsupported(_) => "see whether git status works here, and git fsck finds nothing".to_owned(),
            Self::Untagged(_) => "nothing is written; name another tag: --tag NAME".to_owned(),
            Self::NoTag { commit, name, .. } => format!("set the tag, and do nothing else again: git tag -a {name} {commit}"),
            Self::Unrecorded(_) => "nothing is written; leave --commit out to write without a commit".to_owned(),
        }
    }
}

/// Why nothing is fetched into a partial clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchRefusal {
    /// Nobody asked for it.
    NotAsked {
        /// The remote that has the objects.
        remote: String,
    },
    /// `GIT_NO_LAZY_FETCH` forbids it.
    Forbidden,
    /// A bare repository that was found by its path: its settings may be anyone's.
    Unnamed(PathBuf),
}

impl FetchRefusal {
    /// What brings the objects.
    fn hint(&self) -> String {
        match self {
            Self::NotAsked { remote } => format!("with --fetch they are fetched from `{remote}`"),
            Self::Forbidden => "GIT_NO_LAZY_FETCH forbids to fetch them: unset it".to_owned(),
            Self::Unnamed(dir) => format!("to fetch into a bare repository, name it: GIT_DIR={}", dir.display()),
        }
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
