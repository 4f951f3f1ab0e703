//! What a commit changed against one of its parents, goal by goal.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::file_contents::{FileContents, is_goal_file};
use super::former_ids::FormerIds;
use crate::git::{FileDifference, OidMap};
use crate::model::Goal;

/// The difference of a commit to one of its parents, by goal id.
#[derive(Default)]
pub(super) struct CommitDifference {
    /// The file of each goal that differs: in the commit, or in the parent if the commit removed the goal.
    pub(super) touched: HashMap<String, String>,
    /// The goals in the parent.
    pub(super) old: HashMap<String, Arc<Goal>>,
    /// The goals in the commit.
    pub(super) new: HashMap<String, Arc<Goal>>,
    /// Ids whose file cannot be read in the commit.
    pub(super) broken: HashSet<String>,
    /// Ids whose file could not be read in the parent.
    pub(super) unknown: HashSet<String>,
}

impl CommitDifference {
    pub(super) fn new(changes: &[FileDifference], versions: &OidMap<FileContents>, names: &FormerIds<'_>) -> Self {
        let mut side = Self::default();
        for change in changes.iter().filter(|change| is_goal_file(&change.path)) {
            let old = change.old.and_then(|oid| versions.get(&oid));
            let new = change.new.and_then(|oid| versions.get(&oid));
            let old_id = old.and_then(|version| names.of(version));
            let new_id = new.and_then(|version| names.of(version));
            // A goal that moved to another file is touched in both: its path is the new one, whatever the order.
            if let (Some(FileContents::Goal(goal)), Some(id)) = (old, &old_id) {
                side.touched.entry(id.clone()).or_insert_with(|| change.path.clone());
                side.old.insert(id.clone(), Arc::clone(goal));
            }
            match (new, &new_id) {
                (Some(FileContents::Goal(goal)), Some(id)) => {
                    side.touched.insert(id.clone(), change.path.clone());
                    side.new.insert(id.clone(), Arc::clone(goal));
                    if matches!(old, Some(FileContents::Broken(_))) {
                        side.unknown.insert(id.clone());
                    }
                }
                // A broken file often loses its id too: it is then taken for the goal that was in it before.
                (Some(FileContents::Broken(_)), id) => side.broken.extend(id.clone().or(old_id.clone())),
                _ => {}
            }
        }
        // A goal that is readable in another file of the commit is not broken.
        let Self { broken, new, .. } = &mut side;
        broken.retain(|id| !new.contains_key(id));
        side
    }
}
