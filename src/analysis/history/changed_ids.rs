//! Goals whose id was changed by hand, told by their history: a commit that removed one added the same goal under another id.

use std::collections::HashMap;

use super::goal_revision::GoalRevision;
use crate::analysis::versions::changed_id::{GoalVersion, changed_ids};
use crate::model::{Goal, GoalIx, Workspace};

/// A goal that is gone.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct GoneGoal<'g> {
    /// Its last version, with the id under which history knows it.
    pub(in crate::analysis) version: GoalVersion<'g>,
    /// The place of the commit that removed it; none if that is not committed.
    pub(in crate::analysis) commit: Option<usize>,
}

/// For each of some goals that are gone the same goal under its present id; none where there is none. `is_new` tells the goals
/// of the workspace that no commit has.
pub(in crate::analysis) fn became<'g>(
    workspace: &'g Workspace,
    gone: &[GoneGoal<'g>],
    history: impl Iterator<Item = (&'g str, &'g [GoalRevision])>,
    is_new: impl Fn(&Goal) -> bool,
) -> Vec<Option<GoalIx>> {
    if gone.is_empty() {
        return Vec::new();
    }
    let mut added: HashMap<Option<usize>, Vec<GoalVersion<'_>>> =
        gone.iter().map(|it| (it.commit, Vec::new())).collect();
    for (id, revisions) in history {
        for revision in revisions.iter().filter(|revision| revision.appears) {
            if let (Some(versions), Some(goal)) = (added.get_mut(&Some(revision.commit)), &revision.after) {
                versions.push(GoalVersion { id, goal, path: &revision.path });
            }
        }
    }
    if let Some(versions) = added.get_mut(&None) {
        let new = workspace.goals.iter().filter(|goal| is_new(goal));
        versions.extend(new.map(|goal| GoalVersion::of(workspace, goal)));
    }
    let mut next: HashMap<String, String> = HashMap::new();
    for (commit, added) in &added {
        let of_commit: Vec<_> = gone.iter().filter(|it| it.commit == *commit).map(|it| it.version).collect();
        next.extend(changed_ids(&of_commit, added));
    }
    // The id may have changed several times. `take` ends a cycle of ids.
    let present = |it: &GoneGoal<'_>| {
        let mut steps = std::iter::successors(next.get(it.version.id), |id| next.get(*id)).take(next.len());
        steps.find_map(|id| workspace.find(id))
    };
    gone.iter().map(present).collect()
}
