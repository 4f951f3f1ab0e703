//! Errors of git access, with a hint for each.

use std::path::PathBuf;

use git2::{ErrorClass, ErrorCode};

use super::oids::{Oid, short_id};

/// An error of git access.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository here.
    #[error("`{}` is not in a git repository", .0.display())]
    NoRepository(PathBuf),
    /// A bare repository found by its path, although `safe.bareRepository=explicit` requires `GIT_DIR`.
    #[error("`safe.bareRepository=explicit` keeps the bare repository `{}` from being found by its path", .0.display())]
    BareNotNamed(PathBuf),
    /// The repository belongs to another user and is not in `safe.directory`; git refuses it too.
    #[error("git does not trust `{}`: it belongs to another user", .0.display())]
    NotOwned(PathBuf),
    /// Nothing has been committed yet.
    #[error("nothing has been committed yet")]
    Unborn,
    /// There is no such revision.
    #[error("there is no revision `{name}`")]
    UnknownRevision {
        /// The requested name.
        name: String,
        /// A similar name that exists.
        near: Option<String>,
    },
    /// The name looks like a day and is none, or may be two.
    #[error("{message}")]
    NoDay {
        /// What is wrong with it.
        message: String,
        /// What to write instead.
        offered: String,
    },
    /// The requested day is before the first commit.
    #[error("there is no commit on or before {day}; the first is from {first}")]
    BeforeTheFirst {
        /// The requested day.
        day: String,
        /// The day of the first commit.
        first: String,
        /// Whether this is the boundary of a shallow clone.
        cut_off: bool,
    },
    /// The goals' folder does not exist in that revision or has no goals there.
    #[error("`{root}` has no goals in {revision}")]
    NoGoalsThere {
        /// The goals' folder.
        root: String,
        /// The revision.
        revision: String,
    },
    /// An object is missing or corrupt.
    #[error("git cannot read the object {oid}: {reason}")]
    Broken {
        /// The object's name.
        oid: String,
        /// The message of libgit2 or the `git` program.
        reason: String,
    },
    /// A tree exceeds the limit of entries.
    #[error("a commit or the index has more than {0} files and folders below the goals' folder")]
    TooManyFiles(usize),
    /// A tree consists of a few trees that contain each other.
    #[error(
        "a commit or the index has the same folders again and again, with more than {0} files and folders in copies of others"
    )]
    RepeatedFolders(usize),
    /// Objects that are needed were left out of a partial clone.
    #[error("this partial clone has left out {what}")]
    LeftOut {
        /// The object, or the number of objects.
        what: String,
        /// Why they are not fetched.
        refusal: FetchRefusal,
    },
    /// A repository could not be written.
    #[error("cannot write a repository to `{}`: {reason}", folder.display())]
    Unwritten {
        /// Its folder.
        folder: PathBuf,
        /// The message of libgit2.
        reason: String,
    },
    /// There is a `.git`, but git finds no repository in it.
    #[error("`{}` exists, but git finds no repository there", .0.display())]
    Unusable(PathBuf),
    /// A file of git's is a named pipe, a socket or a device, which nobody can read to its end.
    #[error("`{}` is not a regular file, so git cannot read it", .0.display())]
    SpecialFile(PathBuf),
    /// A file of git's is larger than any of its kind.
    #[error("`{}` has {} MiB, more than git has in such a file", file.display(), bytes >> 20)]
    HugeFile {
        /// The file.
        file: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// Libgit2 does not support the repository, and the `git` program is not installed.
    #[error("this repository needs the `git` program, which is not on the PATH: {0}")]
    NeedsProgram(String),
    /// The `git` program refuses it too.
    #[error("git cannot read this repository: {reason}")]
    Refused {
        /// Git's message.
        reason: String,
        /// The output of `git --version`; empty if git cannot be run.
        version: String,
    },
    /// A commit could not be made; contains git's message.
    #[error("no commit was made: {0}")]
    Unrecorded(String),
    /// The repository's configuration could not be written; contains git's message.
    #[error("git's configuration of this clone was not changed: {0}")]
    Unconfigured(String),
    /// A hook committed a part of a change before the commit failed; contains git's message.
    #[error("commit {} holds only a part of the change, and the rest was not committed: {reason}", short_id(commit))]
    PartlyRecorded {
        /// The commit's name.
        commit: String,
        /// Git's message.
        reason: String,
    },
    /// A commit was not made because its tag could not be created.
    #[error("no commit was made: {0}")]
    Untagged(String),
    /// A commit was made, but not its tag.
    #[error("commit {} was made, but not its tag `{name}`: {reason}", short_id(commit))]
    NoTag {
        /// The commit's name.
        commit: String,
        /// The name of the tag.
        name: String,
        /// Git's message.
        reason: String,
    },
    /// Any other error of libgit2 or the `git` program.
    #[error("this repository cannot be read: {0}")]
    Unsupported(String),
}

impl GitError {
    /// What the user can do about the error, in one line.
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
            Self::NoDay { offered, .. } => format!("write the day as {offered}"),
            Self::BeforeTheFirst { cut_off: true, .. } => "this shallow clone ends there; to fetch the rest: git fetch --unshallow".to_owned(),
            Self::BeforeTheFirst { first, .. } => format!("the history begins on {first}"),
            Self::NoGoalsThere { .. } => "the goals did not exist yet, or were in another folder: name it with --root".to_owned(),
            Self::Broken { .. } => "run git fsck; if this is a partial clone, fetch the objects it lacks: git fetch --refetch".to_owned(),
            Self::TooManyFiles(_) | Self::RepeatedFolders(_) => "keep goals in a folder of their own, and name it: --root DIR".to_owned(),
            Self::Unwritten { .. } => "choose a folder that you may write to, on a disk with free space".to_owned(),
            Self::Unusable(_) => {
                "it may be damaged, with its objects still there: repair it (git fsck), or move it away to begin anew".to_owned()
            }
            Self::SpecialFile(_) | Self::HugeFile { .. } => "restore the file, or move the repository away".to_owned(),
            Self::NeedsProgram(_) => "install git, or add its folder to the PATH".to_owned(),
            Self::Refused { version, .. } if version.is_empty() => "fix what git reports; git status shows it too".to_owned(),
            Self::Refused { version, .. } => format!("git status shows it too; a newer git than this one ({version}) may support it"),
            Self::Unsupported(_) => "check that git status works here and git fsck reports no errors".to_owned(),
            Self::Untagged(_) => "no file was changed; choose another tag: --tag NAME".to_owned(),
            Self::NoTag { .. } => "the commit stands; only the tag is missing".to_owned(),
            Self::PartlyRecorded { .. } => "nothing was taken back, do not retry; to see what is not committed: git diff HEAD".to_owned(),
            Self::Unconfigured(_) => "what was written stays; once git can be run, run the same command again".to_owned(),
            Self::Unrecorded(_) => "no file was changed; to write without a commit, omit --commit".to_owned(),
        }
    }
}

/// Why missing objects are not fetched into a partial clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchRefusal {
    /// The user did not pass `--fetch`.
    NotAsked {
        /// The remote that has the objects.
        remote: String,
    },
    /// `GIT_NO_LAZY_FETCH` forbids it.
    Forbidden,
    /// The repository is bare and was found by its path, so its settings are not trusted.
    Unnamed(PathBuf),
}

impl FetchRefusal {
    /// How to get the objects.
    fn hint(&self) -> String {
        match self {
            Self::NotAsked { remote } => format!("to fetch them from `{remote}`, add --fetch"),
            Self::Forbidden => "GIT_NO_LAZY_FETCH forbids fetching them: unset it".to_owned(),
            Self::Unnamed(dir) => format!("to fetch into a bare repository, name it: GIT_DIR={}", dir.display()),
        }
    }
}

/// Converts libgit2's error about an object.
pub(super) fn broken(oid: Oid, error: &git2::Error) -> GitError {
    match error.class() {
        _ if error.code() == ErrorCode::NotFound => {
            GitError::Broken { oid: oid.to_string(), reason: "it is missing".to_owned() }
        }
        ErrorClass::Odb | ErrorClass::Object | ErrorClass::Zlib | ErrorClass::Tree => {
            GitError::Broken { oid: oid.to_string(), reason: error.message().to_owned() }
        }
        _ => GitError::Unsupported(error.message().to_owned()),
    }
}
