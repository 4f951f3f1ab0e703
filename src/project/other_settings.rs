//! Reads goals under other settings than those of their `goalpost.yaml`.

use super::earlier_orgs::remember_org;
use super::last_readable::{recall_goals, recall_org};
use crate::git::{GitError, Repository, Revision};
use crate::model::{Settings, Workspace};
use crate::source::SourceSet;

/// Settings that hold instead of those of `goalpost.yaml`.
#[derive(Debug)]
pub(super) struct OtherSettings {
    pub(super) settings: Settings,
    /// Earlier ids of goals that their files do not list: pairs of an earlier id and a present one.
    pub(super) unlisted: Vec<(String, String)>,
    /// Whether they are those of the last version of `goalpost.yaml` that could be read.
    pub(super) are_recalled: bool,
}

/// Reads a workspace, with the organisation's past.
pub(super) fn read_workspace(
    other: Option<&OtherSettings>,
    sources: SourceSet,
    unlisted: &[(String, String)],
    repository: &Result<Repository, GitError>,
    revision: Option<Revision>,
) -> Workspace {
    let mut workspace = match other {
        Some(other) => {
            let unlisted = if other.unlisted.is_empty() { unlisted } else { &other.unlisted };
            Workspace::read_under(sources, Some(&other.settings), unlisted)
        }
        None => Workspace::read_under(sources, None, unlisted),
    };
    if let Ok(repository) = repository {
        recall_org(&mut workspace, repository, revision);
        remember_org(&mut workspace, repository, revision);
        recall_goals(&mut workspace, repository, revision);
        workspace.other_branches = workspace.settings.trunk.as_ref().and_then(|name| repository.branches_without(name));
    }
    workspace
}
