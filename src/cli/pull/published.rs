//! The goals as the remote's trunk has them: what a person of the repository has published and others have seen.

use std::path::Path;

use crate::git::{GitError, Repository};
use crate::project::{Project, ProjectError, Site};

/// The remote whose trunk is trusted.
const REMOTE: &str = "origin";

/// The goals of the remote's trunk.
#[derive(Debug)]
pub(super) struct Published {
    /// The goals, read from the commit.
    pub(super) project: Project,
    /// The branch: `origin/main`, or `origin/HEAD` where the settings name none.
    pub(super) name: String,
}

/// Why the remote's trunk is not known.
#[derive(Debug, thiserror::Error)]
pub(super) enum PublishedError {
    /// There is no git repository.
    #[error("the sources of values are taken from the remote's trunk, and there is no git repository here: {0}")]
    NoGit(GitError),
    /// The remote has no HEAD here.
    #[error("the remote's trunk is not known: there is no {REMOTE}/HEAD")]
    NoHead,
    /// The settings of the remote's HEAD name a branch that was not fetched.
    #[error("the settings of {REMOTE}/HEAD name `{0}` as trunk, and there is no {REMOTE}/{0}")]
    NoTrunk(String),
    /// The goals cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ProjectError),
}

impl PublishedError {
    /// What to do about it.
    pub(super) fn hint(&self) -> String {
        match self {
            Self::NoGit(error) => error.hint(),
            Self::NoHead => {
                format!(
                    "once the goals are pushed to {REMOTE}, name it: git remote set-head {REMOTE} --auto (or: git remote \
                     set-head {REMOTE} main)"
                )
            }
            Self::NoTrunk(trunk) => format!("git fetch {REMOTE} {trunk}"),
            Self::Unreadable(error) => error.hint(),
        }
    }
}

impl From<GitError> for PublishedError {
    fn from(error: GitError) -> Self {
        Self::Unreadable(error.into())
    }
}

/// Reads the goals of the remote's trunk: of the branch that the settings of the remote's HEAD name as `trunk`, else
/// of the remote's HEAD.
///
/// Neither the work tree nor HEAD nor the current branch have a say: all of them may be a proposal of someone else.
///
/// # Errors
/// The trunk is not known, or has no goals.
pub(super) fn open_published(site: &Site, root: &Path) -> Result<Published, PublishedError> {
    let repository = Repository::open(root).map_err(PublishedError::NoGit)?;
    let head = repository.remote_branch(REMOTE, "HEAD")?.ok_or(PublishedError::NoHead)?;
    let project = site.of_revision(head)?;
    let Some(trunk) = project.workspace.settings.trunk.clone() else {
        return Ok(Published { project, name: format!("{REMOTE}/HEAD") });
    };
    let of_remote = trunk.strip_prefix(REMOTE).and_then(|rest| rest.strip_prefix('/'));
    let trunk = of_remote.unwrap_or(&trunk).to_owned();
    let Some(revision) = repository.remote_branch(REMOTE, &trunk)? else {
        return Err(PublishedError::NoTrunk(trunk));
    };
    let project = if revision.oid == head.oid { project } else { site.of_revision(revision)? };
    Ok(Published { project, name: format!("{REMOTE}/{trunk}") })
}
