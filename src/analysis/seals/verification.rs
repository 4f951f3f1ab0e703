//! Whether closed goals are still as they were sealed: what was sealed and differs now, since which commit.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::explanation::Reasons;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::seals::seal::{ReadGoal, Seal, SealState};
use crate::analysis::versions::difference::{FieldChange, as_written, goal_differences};
use crate::analysis::versions::field_value::{is_itemized, item_values, value_of};
use crate::git::Oid;
use crate::model::{Goal, GoalIx, Significance};

/// How a goal stands to its seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedState {
    /// It is closed and as it was sealed.
    Intact,
    /// Something that was sealed differs.
    Differs,
    /// It is open again, with a reason.
    Reopened,
    /// It was sealed, and its file is gone.
    Removed,
    /// It is closed, and no seal is known.
    Unsealed,
    /// It is open and was never sealed: a goal is sealed when it is closed.
    Open,
    /// It cannot be compared: the sealed commit cannot be read, or the goal's file cannot be read now.
    Unknown,
}

/// A goal and its seal.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedGoal {
    /// Its id.
    pub id: String,
    /// The goal, if it still exists.
    pub goal: Option<GoalIx>,
    /// How it stands to its seal.
    pub state: SealedState,
    /// The name of the seal.
    pub seal: Option<String>,
    /// The commit that was sealed.
    pub commit: Option<Oid>,
    /// Whether the goal was closed once more after it was sealed.
    pub is_closed_again: bool,
    /// The id that it had in that commit, if that is known.
    pub sealed_as: Option<String>,
    /// The sealed values that differ.
    pub fields: Vec<ChangedField>,
    /// What was sealed of a goal whose file is gone, if that is known.
    pub sealed: Option<Box<Goal>>,
}

/// A sealed value that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedField {
    /// The field's route.
    pub field: String,
    /// The sealed value; null where it was unset.
    pub before: Value,
    /// The present value; null where it was removed.
    pub after: Value,
    /// The commit since which it differs; none for what is not committed, or if history does not show it.
    pub commit: Option<usize>,
    /// Whether the change is not committed.
    pub uncommitted: bool,
    /// Why, if the goal says so.
    pub explained: bool,
}

/// The result of a verification.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealing {
    /// The goals that are closed or were sealed, and open ones that were asked for, by id.
    pub goals: Vec<SealedGoal>,
    /// The seals, by name.
    pub seals: Vec<Seal>,
}

impl Sealing {
    /// Whether anything differs from what was sealed: a goal, or where a tag is.
    pub fn differs(&self) -> bool {
        let is_off = |seal: &Seal| matches!(seal.state, SealState::Moved | SealState::NoCommit);
        let is_different = |goal: &SealedGoal| matches!(goal.state, SealedState::Differs | SealedState::Removed);
        self.goals.iter().any(is_different) || self.seals.iter().any(is_off)
    }
}

/// Compares closed goals with their seals; those with the ids of `wanted`, present or sealed once, or all where that is empty.
pub fn verify_seals(
    snapshot: &Facts<'_>,
    history: &GoalHistory,
    mut seals: Vec<Seal>,
    wanted: &[String],
    read: &ReadGoal<'_>,
) -> Sealing {
    let is_wanted = |id: &String| wanted.is_empty() || wanted.contains(id);
    let present_id = |id: &String| {
        let known = snapshot.workspace.find(id);
        known.map_or_else(|| id.clone(), |ix| snapshot.goal(ix).id.clone())
    };
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for (_, goal) in snapshot.goals() {
        let is_own = goal.is_work() && snapshot.workspace.is_own(goal.document);
        if is_own && is_wanted(&goal.id) && (!wanted.is_empty() || !goal.is_open()) {
            ids.insert(goal.id.clone());
        }
    }
    ids.extend(seals.iter().flat_map(|seal| &seal.goals).map(present_id).filter(is_wanted));
    seals.retain(|seal| wanted.is_empty() || seal.goals.iter().map(present_id).any(|id| is_wanted(&id)));
    let goals = {
        let mut of_goal: HashMap<String, Vec<&Seal>> = HashMap::new();
        for seal in &seals {
            for id in &seal.goals {
                of_goal.entry(present_id(id)).or_default().push(seal);
            }
        }
        let of = |id: &String| of_goal.get(id).map_or(&[][..], Vec::as_slice);
        ids.into_iter().map(|id| verify(snapshot, history, of(&id), id.clone(), read)).collect()
    };
    Sealing { goals, seals }
}

/// Compares a goal with its seals.
fn verify(snapshot: &Facts<'_>, history: &GoalHistory, seals: &[&Seal], id: String, read: &ReadGoal<'_>) -> SealedGoal {
    let goal = snapshot.workspace.find(&id);
    let place = |oid: Oid| history.find_commit(oid).unwrap_or(usize::MAX);
    let mut own: Vec<(&Seal, Oid)> = seals.iter().filter_map(|seal| Some((*seal, seal.commit?))).collect();
    own.sort_by_key(|(seal, oid)| (place(*oid), seal.day));
    let closing = goal.and_then(|ix| snapshot.closing(ix));
    // The first seal of the last close counts; a later one may seal what was edited in between.
    let first = own.iter().find(|(_, oid)| closing.is_none_or(|closing| place(*oid) >= closing)).or(own.last());
    let mut found = SealedGoal {
        state: if goal.is_some_and(|ix| snapshot.goal(ix).is_open()) {
            SealedState::Open
        } else {
            SealedState::Unsealed
        },
        seal: first.map(|(seal, _)| seal.name.clone()),
        commit: first.map(|(_, oid)| *oid),
        is_closed_again: first.zip(closing).is_some_and(|((_, oid), closing)| place(*oid) < closing),
        sealed_as: None,
        fields: Vec::new(),
        sealed: None,
        goal,
        id,
    };
    let Some((_, oid)) = first else {
        // A seal whose commit is not known says nothing of the goal.
        if !seals.is_empty() {
            found.state = SealedState::Unknown;
        }
        return found;
    };
    let sealed = match history.find_commit(*oid) {
        Some(place) => Some(history.version_in(&found.id, place).map(|goal| goal.as_ref().clone())),
        None => read(*oid, &found.id),
    };
    let Some(ix) = goal else {
        let is_unread = snapshot.workspace.is_unread(&found.id);
        found.state = if is_unread { SealedState::Unknown } else { SealedState::Removed };
        found.sealed = sealed.flatten().map(Box::new);
        return found;
    };
    let Some(Some(sealed)) = sealed else {
        found.state = SealedState::Unknown;
        return found;
    };
    found.sealed_as = Some(sealed.id.clone());
    found.fields = changed_fields(snapshot, history, ix, &sealed);
    let is_explained = || found.fields.iter().filter(|it| it.field == "state").all(|it| it.explained);
    found.state = match (snapshot.goal(ix).is_open(), found.fields.is_empty()) {
        (true, _) if is_explained() => SealedState::Reopened,
        (false, true) => SealedState::Intact,
        _ => SealedState::Differs,
    };
    found
}

/// The sealed values of a goal that differ now. What was added later, such as a retrospective or an entry of the log,
/// changes nothing that was sealed, unless the grade depends on it.
fn changed_fields(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx, sealed: &Goal) -> Vec<ChangedField> {
    let goal = snapshot.goal(ix);
    let present_id =
        |id: &str| snapshot.workspace.find(id).map_or_else(|| id.to_owned(), |ix| snapshot.goal(ix).id.clone());
    let (before, now) = (as_written(sealed, &present_id), as_written(goal, &present_id));
    let reasons = Reasons::of(snapshot, history, &goal.id, Some(goal));
    let mut found = Vec::new();
    for it in goal_differences(&before, &now) {
        let is_judged =
            matches!(it.significance, Significance::Goalpost | Significance::Progress | Significance::State);
        let is_renamed = it.field == "id" || it.field.starts_with("formerly") || is_same_holder(snapshot, &it);
        if is_renamed || (it.before.is_null() && !is_judged) {
            continue;
        }
        let (uncommitted, commit) = origin(history, goal, &it.field);
        let day = commit.map_or(snapshot.today, |place| history.landing_day(place));
        let explained = reasons.explain(commit, day, &it.field);
        found.push(ChangedField {
            field: it.field,
            before: it.before,
            after: it.after,
            commit,
            uncommitted,
            explained,
        });
    }
    found
}

/// Whether a difference only names the same person or team by another of its ids.
fn is_same_holder(snapshot: &Facts<'_>, it: &FieldChange) -> bool {
    let (Some(before), Some(after)) = (it.before.as_str(), it.after.as_str()) else { return false };
    match it.field.rsplit('.').next() {
        Some("owner" | "by") => snapshot.is_same_person(before, after),
        Some("team" | "from") => snapshot.is_same_team(before, after),
        _ => false,
    }
}

/// Whether a goal's present value is not committed, and else the commit since which it is so.
fn origin(history: &GoalHistory, goal: &Goal, field: &str) -> (bool, Option<usize>) {
    let (list, is_item) = match field.split_once('[') {
        Some((list, _)) if is_itemized(list) => (list, true),
        _ => (field, false),
    };
    let value = |version: &Goal| {
        if is_item {
            return Value::from_iter(items(version, list));
        }
        match (value_of(version, field), field.split_once('.')) {
            // A part of a mapping other than the metric.
            (Value::Null, Some((whole, part))) => value_of(version, whole).get(part).cloned().unwrap_or_default(),
            (value, _) => value,
        }
    };
    let now = value(goal);
    // A list as a whole: the place of an entry tells little of another version.
    let has = |version: &Goal| value(version) == now;
    if !history.last_known(&goal.id).is_some_and(|head| has(head)) {
        return (true, None);
    }
    (false, history.since(&goal.id, has).map(|revision| revision.commit))
}

fn items(goal: &Goal, list: &str) -> Vec<Value> {
    item_values(goal, list).into_iter().map(|(_, value)| value).collect()
}
