//! The git history of a root's goals, which is read again only when something that it depends on has changed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::analysis::altered::MovedSettings;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::unlisted_ids;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::Timeline;
use crate::analysis::snapshot::NoHistory;
use crate::analysis::text::LastLikeness;
use crate::git::{GitError, HistoryRange, Oid};
use crate::lint;
use crate::model::{Day, GoalIx, Role, Workspace};
use crate::project::Project;
use crate::rules::{RULES, rule};

/// What is known of the past of a root's goals.
#[derive(Debug, Default)]
pub(super) struct GoalsPast {
    history: Option<Arc<GoalHistory>>,
    no_history: NoHistory,
    /// What the history was read for; none before the first reading.
    key: Option<PastKey>,
    /// The settings that were moved in mid-period, with the ids of the goals that they altered.
    moved: MovedSettings,
    ids: Vec<String>,
    /// The likeness of the goals' texts at the last check.
    likeness: Arc<LastLikeness>,
}

impl GoalsPast {
    /// Tells whether the history would be another one if it were read now.
    pub(super) fn is_stale(&self, key: PastKey) -> bool {
        self.key != Some(key)
    }

    /// Tells whether no history was read yet, or looked for.
    pub(super) fn is_unread(&self) -> bool {
        self.key.is_none()
    }

    /// Reads the history again. Ids that were changed by hand lead to their goals afterwards.
    pub(super) fn read(self, mut project: Project, ids: GoalIds, today: Day) -> (Project, Self) {
        let (mut history, mut no_history) = read(&project, today);
        let is_on = rule("changed-id").is_some_and(|rule| rule.level_in(&project.workspace.settings).is_some());
        let unlisted = match &history {
            Some(history) if is_on => unlisted_ids(&project.workspace, history),
            _ => Vec::new(),
        };
        // A history that tells of each of them under its present id is that of the goals which have taken them over.
        let is_told = |pair| history.as_ref().is_some_and(|history| history.changed_ids().contains(pair));
        let is_told = unlisted.iter().all(is_told);
        let is_changed;
        (project, is_changed) = project.with_unlisted(unlisted);
        if is_changed && !is_told {
            (history, no_history) = read(&project, today);
        }
        let key = Some(ids.key(&project, today));
        // Texts are alike or not whatever the history is: a file that is broken for a moment takes an id away.
        let mut past = Self { history, no_history, key, likeness: self.likeness, ..Self::default() };
        let facts = past.facts(&project.workspace, today);
        let moved = lint::find_moved_settings(RULES, &project, &facts);
        past.ids = project.workspace.goals.iter().map(|goal| goal.id.clone()).collect();
        past.moved = moved;
        (project, past)
    }

    /// Computes the facts of the goals as they are now.
    pub(super) fn facts<'w>(&self, workspace: &'w Workspace, today: Day) -> Facts<'w> {
        let timeline = match &self.history {
            Some(history) => Timeline::from_history(workspace, Arc::clone(history), today),
            None => Timeline::from_files(workspace, today),
        };
        let mut facts = Facts::with_timeline(workspace, timeline, today);
        facts.no_history = self.no_history;
        facts.moved_settings = self.moved_in(workspace);
        facts.likeness = Arc::clone(&self.likeness);
        facts
    }

    /// What was moved, for the goals of a workspace in which they may have other places.
    fn moved_in(&self, workspace: &Workspace) -> MovedSettings {
        let mut moved = self.moved.clone();
        let now = |ix: GoalIx| workspace.find(self.ids.get(ix.index())?);
        for it in &mut moved.found {
            it.goals.retain_mut(|altered| now(altered.goal).map(|ix| altered.goal = ix).is_some());
            it.silenced.iter_mut().for_each(|silenced| silenced.goal = silenced.goal.and_then(now));
        }
        moved.found.retain(|it| !(it.goals.is_empty() && it.silenced.is_empty()));
        moved
    }
}

/// Reads the whole history, or says why there is none.
fn read(project: &Project, today: Day) -> (Option<Arc<GoalHistory>>, NoHistory) {
    let Ok(repository) = &project.repository else { return (None, NoHistory::OutsideGit) };
    let tip = match project.revision.map_or_else(|| repository.head(), Ok) {
        Ok(tip) => tip.oid,
        Err(GitError::Unborn) => return (None, NoHistory::Unborn),
        Err(_) => return (None, NoHistory::OutsideGit),
    };
    let range = HistoryRange { since: None, today: Some(today) };
    let history = GoalHistory::read(repository, tip, range, &project.workspace).ok();
    (history.map(Arc::new), NoHistory::OutsideGit)
}

/// Returns the commit from which history is read, if there is one.
pub(super) fn tip(project: &Project) -> Option<Oid> {
    let repository = project.repository.as_ref().ok()?;
    repository.head().ok().map(|head| head.oid)
}

/// What a history was or would be read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PastKey {
    tip: Option<Oid>,
    today: Day,
    ids: GoalIds,
}

/// What a history depends on in the goals: the settings, and the ids that goals have and had. The ids that only history
/// shows are no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GoalIds(u64);

impl GoalIds {
    /// Hashes the ids and the settings, once for each state of the files.
    pub(super) fn of(workspace: &Workspace) -> Self {
        let mut hasher = DefaultHasher::new();
        workspace.by_role(Role::Settings).map(|settings| &workspace.file(settings).text).hash(&mut hasher);
        for goal in &workspace.goals {
            (&goal.id, &goal.formerly).hash(&mut hasher);
        }
        Self(hasher.finish())
    }

    /// Returns what a history that is read now would be read for.
    pub(super) fn key(self, project: &Project, today: Day) -> PastKey {
        PastKey { tip: tip(project), today, ids: self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    #[test]
    fn what_texts_have_in_common_outlives_the_history() {
        let project = Project::open(std::path::Path::new("examples/minimal")).expect("goals");
        let (past, today) = (GoalsPast::default(), parse_day("2026-11-21").expect("a day"));
        let kept = Arc::clone(&past.likeness);
        let ids = GoalIds::of(&project.workspace);
        let (project, past) = past.read(project, ids, today);
        assert!(Arc::ptr_eq(&kept, &past.facts(&project.workspace, today).likeness));
        assert!(
            !past.is_stale(ids.key(&project, today))
                && past.is_stale(ids.key(&project, today.tomorrow().expect("a day")))
        );
    }
}
