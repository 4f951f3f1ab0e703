//! The goals as of a commit, with the links between them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, Kind};

/// The link from a goal to an objective above it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ParentLink {
    /// Whether there is a link.
    pub(super) linked: bool,
    /// Whether the goal measures the objective, rather than supports it.
    pub(super) measures: bool,
    /// The weight; none if the goal is a draft, dropped or not linked.
    pub(super) weight: Option<f64>,
}

impl ParentLink {
    /// Whether a goal counts by it as by another link: of two that count nothing it makes no difference why.
    pub(super) fn counts_as(self, other: Self) -> bool {
        self.weight == other.weight && (self.weight.is_none() || self.measures == other.measures)
    }
}

/// No link.
pub(super) const UNLINKED: ParentLink = ParentLink { linked: false, measures: false, weight: None };

/// The goals as of a commit.
pub(super) struct Past<'r, 'w> {
    pub(super) snapshot: &'r Snapshot<'w>,
    history: &'r GoalHistory,
    goals: HashMap<&'r str, Arc<Goal>>,
    pub(super) children: HashMap<&'r str, BTreeSet<&'r str>>,
    /// The number of contributions visited so far.
    pub(super) visits: usize,
}

impl<'r, 'w> Past<'r, 'w> {
    /// The goals as of the beginning of history.
    pub(super) fn new(snapshot: &'r Snapshot<'w>, history: &'r GoalHistory) -> Self {
        let (goals, children) = (HashMap::new(), HashMap::new());
        let mut past = Self { snapshot, history, goals, children, visits: 0 };
        for (id, changes) in history.all_landed() {
            if let Some(before) = changes.first().and_then(|change| change.before.as_ref()) {
                past.put(id, Some(before));
            }
        }
        for (id, goal, _) in history.all_at_head().filter(|(id, ..)| history.landed(id).is_empty()) {
            past.put(id, Some(goal));
        }
        past
    }

    /// Brings the goals to their state at HEAD.
    pub(super) fn catch_up(&mut self) {
        let stale: Vec<&'r str> = self.goals.keys().copied().filter(|id| self.history.at_head(id).is_none()).collect();
        for id in stale {
            self.put(id, None);
        }
        for (id, goal, _) in self.history.all_at_head() {
            self.put(id, Some(goal));
        }
    }

    /// The version of a goal.
    pub(super) fn version(&self, id: &str) -> Option<&Arc<Goal>> {
        self.goals.get(id)
    }

    /// The present id of a goal, by any of its ids; none if there never was such a goal.
    pub(super) fn resolve(&self, id: &str) -> Option<&'r str> {
        let workspace = self.snapshot.workspace;
        workspace.find(id).map(|ix| workspace.goal(ix).id.as_str()).or_else(|| self.history.key(id))
    }

    /// The ids of the goals in which a version of a goal may count.
    pub(super) fn parents(&self, goal: &Goal) -> BTreeSet<&'r str> {
        let named = goal.measures.iter().chain(goal.supports.iter().map(|link| &link.goal));
        named.filter_map(|id| self.resolve(id)).collect()
    }

    /// Sets the version of a goal, or removes the goal.
    pub(super) fn put(&mut self, id: &'r str, goal: Option<&Arc<Goal>>) {
        let old = match goal {
            Some(goal) => self.goals.insert(id, Arc::clone(goal)),
            None => self.goals.remove(id),
        };
        if let (Some(old), Some(new)) = (&old, goal)
            && is_same_links(old, new)
        {
            return;
        }
        for parent in old.map(|old| self.parents(&old)).unwrap_or_default() {
            if let Some(children) = self.children.get_mut(parent) {
                children.remove(id);
            }
        }
        for parent in goal.map(|new| self.parents(new)).unwrap_or_default() {
            self.children.entry(parent).or_default().insert(id);
        }
    }

    /// The link from a version of a goal to an objective.
    pub(super) fn link(&self, goal: &Goal, objective: &str) -> ParentLink {
        let counts = goal.state.counts();
        if goal.kind == Kind::KeyResult
            && goal.measures.as_deref().is_some_and(|id| self.resolve(id) == Some(objective))
        {
            let weight = counts.then(|| goal.weight.unwrap_or(1.0));
            return ParentLink { linked: true, measures: true, weight };
        }
        let entry = goal.supports.iter().find(|link| self.resolve(&link.goal) == Some(objective));
        entry.map_or(UNLINKED, |link| {
            let weight = counts.then(|| link.weight.unwrap_or(1.0));
            ParentLink { linked: true, measures: false, weight }
        })
    }
}

/// Whether two versions have the same links to the goals above.
pub(super) fn is_same_links(a: &Goal, b: &Goal) -> bool {
    a.measures == b.measures
        && a.supports.len() == b.supports.len()
        && a.supports.iter().zip(&b.supports).all(|(a, b)| (&a.goal, a.weight) == (&b.goal, b.weight))
}
