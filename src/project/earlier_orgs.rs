//! The people and teams of earlier committed versions of `org.yaml`.

use crate::git::{GitError, Repository, Revision};
use crate::model::{Org, Settings, Workspace, org_of};
use crate::source::{ORG_FILE, SourceFile};

/// Adds people and teams of earlier committed versions of `org.yaml`, if a goal names an unknown one: deleting the
/// entry of someone who left must not turn old goals into errors. For the index and the work tree, HEAD counts as an
/// earlier version. Returns whether the history was asked.
pub(super) fn remember_org(workspace: &mut Workspace, repository: &Repository, revision: Option<Revision>) -> bool {
    if !workspace.names_a_stranger() {
        return false;
    }
    let Ok(tip) = revision.map_or_else(|| repository.head(), Ok) else { return false };
    let earlier = earlier_orgs(repository, tip, &workspace.settings);
    let Some(org) = &mut workspace.org else { return true };
    match earlier {
        Ok((earlier, is_cut_off)) => {
            org.is_past_hidden = is_cut_off;
            for earlier in &earlier {
                org.remember(earlier);
            }
        }
        Err(_) => org.is_past_hidden = true,
    }
    true
}

/// Reads all versions of `org.yaml` in a commit's history, in no particular order, and whether the history is cut off.
pub(super) fn earlier_orgs(
    repository: &Repository,
    tip: Revision,
    settings: &Settings,
) -> Result<(Vec<Org>, bool), GitError> {
    let earlier = repository.earlier_texts(tip.oid, ORG_FILE)?;
    let read = |text| org_of(&SourceFile::from_bytes(ORG_FILE, text), settings);
    Ok((earlier.texts.into_iter().map(read).collect(), earlier.is_cut_off))
}
