//! The seals of a repository: its tags, and the commits that name a tag of theirs.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::seals::naming::{GoneClosedGoal, sealed_by_name};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::goal_differences;
use crate::git::{Oid, Tag, values_of};
use crate::model::{Day, Goal};

/// The trailer of a commit that names a tag of it.
pub const SEAL_TRAILER: &str = "Seal";

/// What begins a line of a tag's message that names a sealed goal.
const SEALED: &str = "Sealed: ";

/// The message of a tag that seals goals.
pub fn seal_message(subject: &str, goals: &[String]) -> String {
    let goals: Vec<String> = goals.iter().map(|goal| format!("{SEALED}{goal}\n")).collect();
    format!("{subject}\n\n{}", goals.concat())
}

/// Where the tag of a seal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealState {
    /// On the commit that it was made for, as far as can be known.
    InPlace,
    /// On another commit than the one that names it.
    Moved,
    /// Not in this repository, though a commit names it: it was deleted or never fetched.
    Missing,
    /// On something that is no commit.
    NoCommit,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// The name of its tag.
    pub name: String,
    /// Where the tag is.
    pub state: SealState,
    /// The commit that was sealed: the one that names the tag, else the one that the tag is on.
    pub commit: Option<Oid>,
    /// The commit that the tag is on.
    pub tagged: Option<Oid>,
    /// The day on which the tag was made.
    pub day: Option<Day>,
    /// Whether the tag has a message of its own.
    pub annotated: bool,
    /// Whether it has a signature, valid or not.
    pub signed: bool,
    /// The goals that it seals, as ids.
    pub goals: BTreeSet<String>,
}

/// Reads a goal in a commit that history does not show, by the goal's present id: none if the commit cannot be read, and
/// inside that none if it does not have the goal.
pub(super) type ReadGoal<'r> = dyn Fn(Oid, &str) -> Option<Option<Goal>> + 'r;

/// A commit that names a tag of it.
struct Namer {
    commit: Oid,
    /// The goals that its trailers name.
    goals: BTreeSet<String>,
}

/// The commits that name tags, ancestors first, by tag.
fn namers(history: &GoalHistory) -> BTreeMap<String, Vec<Namer>> {
    let mut namers: BTreeMap<String, Vec<Namer>> = BTreeMap::new();
    for commit in &history.commits {
        for (name, _) in values_of(&commit.message, "seal") {
            let goals = values_of(&commit.message, "goal").into_iter().map(|(id, _)| id).collect();
            namers.entry(name).or_default().push(Namer { commit: commit.oid, goals });
        }
    }
    namers
}

/// The seals of a repository, by name.
pub fn find_seals(snapshot: &Snapshot<'_>, history: &GoalHistory, tags: &[Tag], read: &ReadGoal<'_>) -> Vec<Seal> {
    let reader = SealReader { snapshot, history, read };
    let mut named = namers(history);
    let mut seals = Vec::new();
    for tag in tags {
        let namers = named.remove(&tag.name).unwrap_or_default();
        let original = namers.last().map(|namer| namer.commit);
        let goals = reader.sealed_goals(&tag.name, &tag.message, namers.last(), original.or(tag.commit));
        if goals.is_empty() {
            continue;
        }
        // A rebase or a squash leaves the tag on a commit that history does not have, with the same goals.
        let is_copy = |of: Oid, commit: Oid| {
            goals.iter().all(|id| {
                let original = history.find_commit(of).and_then(|place| history.version_in(id, place));
                let copy = read(commit, id).flatten();
                original.zip(copy).is_some_and(|(a, b)| goal_differences(&a.as_written(), &b.as_written()).is_empty())
            })
        };
        let is_in_place = |commit: Oid| {
            namers.is_empty()
                || namers.iter().any(|namer| namer.commit == commit)
                || original.is_some_and(|oid| history.find_commit(commit).is_none() && is_copy(oid, commit))
        };
        let state = match tag.commit {
            None => SealState::NoCommit,
            Some(commit) if is_in_place(commit) => SealState::InPlace,
            Some(_) => SealState::Moved,
        };
        let commit = if state == SealState::InPlace { tag.commit } else { original };
        seals.push(Seal {
            name: tag.name.clone(),
            state,
            commit,
            tagged: tag.commit,
            day: tag.day,
            annotated: tag.annotated,
            signed: tag.signed,
            goals,
        });
    }
    for (name, namers) in named {
        let Some(last) = namers.last() else { continue };
        let commit = Some(last.commit);
        let goals = reader.sealed_goals(&name, "", Some(last), commit);
        if !goals.is_empty() {
            let (state, tagged, day, annotated, signed) = (SealState::Missing, None, None, false, false);
            seals.push(Seal { name, state, commit, tagged, day, annotated, signed, goals });
        }
    }
    seals.sort_by(|a, b| a.name.cmp(&b.name));
    seals
}

/// Reads what tags seal.
struct SealReader<'r, 'w> {
    snapshot: &'r Snapshot<'w>,
    history: &'r GoalHistory,
    read: &'r ReadGoal<'r>,
}

impl SealReader<'_, '_> {
    /// The goals that a tag seals: those that its message lists; without a list those of its name that were closed in the
    /// commit; under any other name those that the commit names.
    fn sealed_goals(&self, name: &str, message: &str, namer: Option<&Namer>, commit: Option<Oid>) -> BTreeSet<String> {
        let listed = message.lines().filter_map(|line| line.strip_prefix(SEALED)).map(|id| id.trim().to_owned());
        let listed: BTreeSet<String> = listed.collect();
        if !listed.is_empty() {
            return listed;
        }
        let is_closed = |goal: &Goal| commit.is_none_or(|commit| self.is_closed_in(commit, &goal.id));
        let gone = || commit.map(|commit| self.gone_since(commit)).unwrap_or_default();
        let by_name: BTreeSet<String> = sealed_by_name(self.snapshot, (name, &gone), &is_closed).into_iter().collect();
        match namer {
            Some(namer) if by_name.is_empty() => namer.goals.clone(),
            _ => by_name,
        }
    }

    /// The goals that were closed in a commit and that no longer exist.
    fn gone_since(&self, commit: Oid) -> Vec<GoneClosedGoal> {
        let find = |id: &str| match self.history.find_commit(commit) {
            Some(place) => self.history.version_in(id, place).map(|goal| goal.as_ref().clone()),
            None => (self.read)(commit, id).flatten(),
        };
        let gone = |id: &str| {
            let goal = find(id).filter(|goal| goal.is_work() && !goal.is_open())?;
            let of_objective = || find(goal.measures.as_deref()?)?.period;
            let (period, measures) = (goal.period.clone().or_else(of_objective), goal.measures.clone());
            Some(GoneClosedGoal { id: id.to_owned(), measures, period })
        };
        let ids = self.history.goals().map(|(id, _)| id).filter(|id| self.snapshot.workspace.find(id).is_none());
        ids.filter_map(gone).collect()
    }

    /// Whether a goal was closed in a commit; true where that cannot be read.
    fn is_closed_in(&self, commit: Oid, id: &str) -> bool {
        match self.history.find_commit(commit) {
            Some(place) => self.history.version_in(id, place).is_some_and(|goal| !goal.is_open()),
            None => (self.read)(commit, id).is_none_or(|goal| goal.is_some_and(|goal| !goal.is_open())),
        }
    }
}
