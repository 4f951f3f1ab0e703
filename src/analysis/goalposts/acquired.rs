//! When a goal came to have something that it has now, and who owned it then.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::landings::LandedChange;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Agreement, Goal};

/// When a goal came to have something that it has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Acquired {
    /// Before what was read of history.
    Before,
    /// With a step along the trunk's line.
    Step(usize),
    /// With a change that is not committed.
    Uncommitted,
}

/// When a goal came to have something that it has now; `has` recognizes versions that have it.
pub(super) fn acquired(history: &GoalHistory, id: &str, has: impl Fn(&Goal) -> bool) -> Acquired {
    if !history.last_known(id).is_some_and(|head| has(head)) {
        return Acquired::Uncommitted;
    }
    let gained = |change: &&LandedChange| {
        change.after.as_ref().is_some_and(|it| has(it)) && !change.before.as_ref().is_some_and(|it| has(it))
    };
    let change = history.landed(id).iter().rev().find(gained);
    change.map_or(Acquired::Before, |change| Acquired::Step(change.step))
}

/// The agreements that a goal has now, with when it came to have each: history is read once for all of them.
pub(super) fn acquired_each<'g>(
    history: &GoalHistory,
    goal: &'g Goal,
    agreed: impl for<'v> Fn(&'v Goal) -> &'v [Agreement],
) -> impl Iterator<Item = (&'g Agreement, Acquired)> {
    let key = |it: &Agreement| (it.by.clone(), it.date);
    let keys = |goal: &Goal| agreed(goal).iter().map(key).collect::<HashSet<_>>();
    let present = agreed(goal);
    let head = history.last_known(&goal.id).filter(|_| !present.is_empty()).map(|head| keys(head)).unwrap_or_default();
    let mut gained = HashMap::new();
    for change in history.landed(&goal.id).iter().filter(|_| !present.is_empty()) {
        let Some(after) = change.after.as_deref() else { continue };
        let before = change.before.as_deref();
        if before.is_some_and(|before| agreed(before) == agreed(after)) {
            continue;
        }
        let before = before.map(&keys).unwrap_or_default();
        let new = keys(after).into_iter().filter(|it| !before.contains(it));
        gained.extend(new.map(|it| (it, Acquired::Step(change.step))));
    }
    present.iter().map(move |it| {
        let it_key = key(it);
        let committed = || gained.get(&it_key).copied().unwrap_or(Acquired::Before);
        (it, if head.contains(&it_key) { committed() } else { Acquired::Uncommitted })
    })
}

/// Who owned a goal when; for a key result without an owner, who owned its objective.
#[derive(Debug)]
pub(super) struct Owners {
    /// The owner before the first change that was read.
    first: Option<String>,
    /// The changes of the owner along the trunk's line, in order, each with its step.
    changes: Vec<(usize, Option<String>)>,
    /// The present owner.
    present: Option<String>,
}

impl Owners {
    pub(super) fn of(snapshot: &Snapshot<'_>, history: &GoalHistory, goal: &Goal) -> Self {
        let is_inherited = goal.as_written().owner.is_none();
        let above = snapshot.objective_of(goal).filter(|_| is_inherited);
        let goal = above.map_or(goal, |ix| snapshot.goal(ix));
        let landed = history.landed(&goal.id);
        let owner = |version: &Option<Arc<Goal>>| version.as_ref().and_then(|it| it.owner.clone());
        let first = landed.first().map_or_else(|| goal.as_written().owner, |change| owner(&change.before));
        let mut changes: Vec<(usize, Option<String>)> = Vec::new();
        for change in landed {
            let now = owner(&change.after);
            if changes.last().map_or(&first, |(_, before)| before) != &now {
                changes.push((change.step, now));
            }
        }
        Self { first, changes, present: snapshot.workspace.owner_of(goal).map(str::to_owned) }
    }

    /// The owner when something was recorded.
    fn at(&self, recorded: Acquired) -> Option<&str> {
        let then = match recorded {
            Acquired::Before => &self.first,
            Acquired::Step(step) => {
                let passed = self.changes.partition_point(|(at, _)| *at <= step);
                passed.checked_sub(1).map_or(&self.first, |last| &self.changes[last].1)
            }
            Acquired::Uncommitted => &self.present,
        };
        then.as_deref()
    }

    /// Whether a person owns the goal, or owned it when something was recorded.
    pub(super) fn include(&self, snapshot: &Snapshot<'_>, person: &str, recorded: Acquired) -> bool {
        let owners = [self.at(recorded), self.present.as_deref()];
        owners.into_iter().flatten().any(|it| snapshot.is_same_person(it, person))
    }

    /// Whether nobody owns the goal, and nobody did when something was recorded.
    pub(super) fn is_nobody(&self, recorded: Acquired) -> bool {
        self.present.is_none() && self.at(recorded).is_none()
    }

    /// Everyone who owned it at some time, by their present ids.
    pub(super) fn people(&self, snapshot: &Snapshot<'_>) -> BTreeSet<String> {
        let owners = self.changes.iter().map(|(_, owner)| owner).chain([&self.first, &self.present]);
        owners.flatten().map(|it| present_id(snapshot, it)).collect()
    }
}

/// The id that a person has now.
pub(super) fn present_id(snapshot: &Snapshot<'_>, id: &str) -> String {
    snapshot.org().and_then(|org| org.person(id)).map_or(id, |person| person.id.as_str()).to_owned()
}
