//! The seals of a repository: its tags, and the commits that name a tag of theirs.

use std::collections::BTreeSet;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::seals::naming::{FOLDER, is_same, ref_part};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::goal_differences;
use crate::git::{Oid, Tag, values_of};
use crate::model::{Day, Goal};

/// The trailer of a commit that names a tag of it.
pub const SEAL_TRAILER: &str = "Seal";

/// What begins a line of a tag's message that names a sealed goal.
const SEALED: &str = "Sealed: ";

/// The message of a tag that seals goals.
#[must_use]
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
pub type ReadGoal<'r> = dyn Fn(Oid, &str) -> Option<Option<Goal>> + 'r;

/// The seals of a repository, by name.
#[must_use]
pub fn find_seals(snapshot: &Snapshot<'_>, history: &GoalHistory, tags: &[Tag], read: &ReadGoal<'_>) -> Vec<Seal> {
    let named: Vec<(String, Oid, BTreeSet<String>)> = history
        .commits
        .iter()
        .flat_map(|commit| {
            let goals: BTreeSet<String> = values_of(&commit.message, "goal").into_iter().map(|(id, _)| id).collect();
            values_of(&commit.message, "seal").into_iter().map(move |(name, _)| (name, commit.oid, goals.clone()))
        })
        .collect();
    let mut seals = Vec::new();
    for tag in tags {
        let namers: Vec<&(String, Oid, BTreeSet<String>)> =
            named.iter().filter(|(name, ..)| *name == tag.name).collect();
        let listed: BTreeSet<String> =
            tag.message.lines().filter_map(|line| line.strip_prefix(SEALED)).map(|id| id.trim().to_owned()).collect();
        let goals = match (listed.is_empty(), namers.last()) {
            (false, _) => listed,
            (true, Some((_, _, goals))) => goals.clone(),
            (true, None) => goals_by_name(snapshot, &tag.name),
        };
        if goals.is_empty() {
            continue;
        }
        let original = namers.last().map(|(_, oid, _)| *oid);
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
                || namers.iter().any(|(_, oid, _)| *oid == commit)
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
    for (name, oid, goals) in named {
        if !tags.iter().any(|tag| tag.name == name) && !goals.is_empty() {
            seals.retain(|seal: &Seal| seal.name != name);
            let state = SealState::Missing;
            let (commit, tagged, day, annotated, signed) = (Some(oid), None, None, false, false);
            seals.push(Seal { name, state, commit, tagged, day, annotated, signed, goals });
        }
    }
    seals.sort_by(|a, b| a.name.cmp(&b.name));
    seals
}

/// The goals that a tag without a list seals by its name: those of a period, or one, with or without a number behind.
fn goals_by_name(snapshot: &Snapshot<'_>, name: &str) -> BTreeSet<String> {
    let Some(part) = name.strip_prefix(FOLDER) else { return BTreeSet::new() };
    let unnumbered = part.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok_and(|it| it > 1));
    let own = || snapshot.goals().filter(|(_, goal)| goal.is_work() && snapshot.workspace.is_own(goal.document));
    for part in std::iter::once(part).chain(unnumbered.map(|(part, _)| part)) {
        if let Some((_, goal)) = own().find(|(_, goal)| ref_part(&goal.id) == part) {
            return BTreeSet::from([goal.id.clone()]);
        }
        let named = own().find_map(|(_, goal)| goal.period.as_ref().filter(|period| ref_part(&period.name) == part));
        if let Some(period) = named {
            let of_period = own().filter(|(_, goal)| goal.period.as_ref().is_some_and(|it| is_same(it, period)));
            return of_period.map(|(_, goal)| goal.id.clone()).collect();
        }
    }
    BTreeSet::new()
}
