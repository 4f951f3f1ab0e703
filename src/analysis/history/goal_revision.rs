//! Revisions of goals: each commit that changed one, chained along the lines of history.
//!
//! A goal is compared with its last version on the line that led to the commit: wherever its file lay, whatever else held
//! its id, and whether or not it was there, readable or read in between.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use super::by_id::ById;
use super::commit_changes::CommitChanges;
use super::file_contents::{FileContents, is_goal_file};
use super::fiscal_years::FiscalYears;
use super::former_ids::FormerIds;
use super::known_goals::{KnownGoal, KnownGoals};
use crate::git::{FileDifference, Oid, OidMap};
use crate::model::Goal;
use crate::source::is_in_sight;

/// A commit that changed a goal.
#[derive(Debug, Clone)]
pub struct GoalRevision {
    /// The commit's place in [`GoalHistory::commits`](super::goal_history::GoalHistory::commits).
    pub commit: usize,
    /// The goal's file, from the goals' folder; where it was, if the commit removed it.
    pub path: String,
    /// For each parent the last version of the goal on its line, whether or not the parent has it; none where the goal is
    /// unknown there.
    pub before: Vec<Option<Arc<Goal>>>,
    /// For each parent the last revision on its line, by its place among those of the goal.
    pub lines: Vec<Option<usize>>,
    /// The goal in the commit; none if it was removed there.
    pub after: Option<Arc<Goal>>,
    /// Whether no parent has the goal: it is new, or it comes back.
    pub appears: bool,
    /// Whether it cannot be read in any parent, so that what was done to it there is unknown.
    pub emerges: bool,
}

impl GoalRevision {
    /// The goal just before, on the line of the first parent that knows it.
    pub fn previous(&self) -> Option<&Arc<Goal>> {
        self.before.iter().flatten().next()
    }

    /// Whether the commit closed the goal, or added it as closed.
    pub fn closes(&self) -> bool {
        let closed = self.after.as_ref().is_some_and(|goal| !goal.is_open());
        closed && self.previous().is_none_or(|before| before.is_open())
    }
}

/// The revisions of a goal, ancestors first, and how the last commit knows it.
#[derive(Debug, Default)]
pub(super) struct GoalLine {
    pub(super) revisions: Vec<GoalRevision>,
    /// The last revision on the line that led to the last commit.
    pub(super) last: Option<usize>,
    /// The last version on that line.
    pub(super) version: Option<Arc<Goal>>,
}

/// The most files of one goal in a commit that are compared by their ids.
const MOST_BESIDE: usize = 16;

/// What a commit did to the files of a goal, against one parent.
#[derive(Debug, Default)]
struct Touch<'c> {
    /// Each file, with the content that was the goal's before and the one that is now.
    files: Vec<(&'c str, Option<Oid>, Option<Oid>)>,
}

impl<'c> Touch<'c> {
    fn gone(&self) -> impl Iterator<Item = (&'c str, Oid)> {
        self.files.iter().filter_map(|(path, old, _)| Some((*path, (*old)?)))
    }

    fn come(&self) -> impl Iterator<Item = (&'c str, Oid)> {
        self.files.iter().filter_map(|(path, _, new)| Some((*path, (*new)?)))
    }
}

/// What a commit did against one parent, by the goals' numbers.
type Side<'c> = HashMap<usize, Touch<'c>>;

/// Chains the revisions of goals, commit by commit.
pub(super) struct Chain<'c> {
    versions: &'c OidMap<FileContents>,
    names: &'c FormerIds<'c>,
    /// What the periods of versions meant when they were written.
    years: &'c FiscalYears,
    numbers: HashMap<&'c str, usize>,
    /// The goals in contents that were asked for: many lines of history pass each.
    by_content: OidMap<Option<usize>>,
    goals: Vec<GoalLine>,
    standings: Vec<KnownGoal<'c>>,
    /// The goal that a file held last: a file that cannot be read often loses its id too.
    held: HashMap<&'c str, usize>,
    /// The ids that are no former ones of the goals that claim them: both stood side by side.
    others: HashSet<String>,
    /// The files that took the place of others with the same id.
    successors: HashSet<String>,
}

/// The revisions of goals by id, and what they tell of ids and files.
pub(super) struct Chained {
    pub(super) goals: ById<GoalLine>,
    /// The ids that goals claim and that were other goals'.
    pub(super) others: HashSet<String>,
    /// The files that stood beside others with the same id, and took their place when these were gone.
    pub(super) successors: HashSet<String>,
}

impl<'c> Chain<'c> {
    pub(super) fn new(versions: &'c OidMap<FileContents>, names: &'c FormerIds<'c>, years: &'c FiscalYears) -> Self {
        let numbers = HashMap::new();
        let by_content = OidMap::with_capacity_and_hasher(versions.len(), BuildHasherDefault::default());
        let (goals, standings, held) = (Vec::new(), Vec::new(), HashMap::new());
        let (others, successors) = (HashSet::new(), HashSet::new());
        Self { versions, names, years, numbers, by_content, goals, standings, held, others, successors }
    }

    /// Chains what some commits did, ancestors first. `tip` is the last of them, and `untouched` are files of its that none
    /// of them changed: they were there all the while.
    pub(super) fn follow(
        mut self,
        commits: &[CommitChanges<'c>],
        tip: Option<usize>,
        untouched: impl Iterator<Item = (&'c str, Oid)>,
    ) -> Chained {
        let mut base = KnownGoals::default();
        for (path, oid) in untouched {
            if let Some(goal) = self.number_of(oid) {
                let known = base.get(goal).map(|at| self.standings[at].clone()).unwrap_or_default();
                let files: Vec<_> = known.files.into_iter().chain([(path, oid)]).collect();
                let version = known.version.or_else(|| Some(self.years.version(self.readable(oid)?, None)));
                self.note_others(&files);
                self.stand(&mut base, goal, KnownGoal { files, version, revision: None, is_left_behind: false });
            }
        }
        // How many commits still ask for each line.
        let mut asked = vec![0; commits.len()];
        for parent in commits.iter().flat_map(|commit| &*commit.parents).flatten().copied().chain(tip) {
            asked[parent] += 1;
        }
        let mut lines: Vec<Option<KnownGoals>> = Vec::with_capacity(commits.len());
        for (place, commit) in commits.iter().enumerate() {
            let before = commit.parents.iter().map(|parent| match parent {
                None => base.clone(),
                Some(parent) => {
                    asked[*parent] -= 1;
                    let line = if asked[*parent] == 0 { lines[*parent].take() } else { lines[*parent].clone() };
                    line.unwrap_or_default()
                }
            });
            let before: Vec<KnownGoals> = before.collect();
            let line = self.step(place, commit, before);
            lines.push(Some(line));
        }
        let last = tip.and_then(|tip| lines[tip].take()).unwrap_or(base);
        let mut found = ById::default();
        for (id, number) in self.numbers {
            let mut goal = std::mem::take(&mut self.goals[number]);
            if let Some(standing) = last.get(number).map(|at| &self.standings[at]) {
                (goal.last, goal.version) = (standing.revision, standing.version.clone());
            }
            if !goal.revisions.is_empty() {
                found.insert(id.to_owned(), goal);
            }
        }
        found.sort_unstable_keys();
        Chained { goals: found, others: self.others, successors: self.successors }
    }

    /// Takes a commit in: what it did to each goal, and the line that leads to it.
    fn step(&mut self, place: usize, commit: &CommitChanges<'c>, before: Vec<KnownGoals>) -> KnownGoals {
        let sides: Vec<Side<'c>> = commit.sides.iter().map(|changes| self.side(changes)).collect();
        let mut found: Vec<(usize, Option<usize>)> = Vec::new();
        let Some(first) = sides.first() else { return KnownGoals::default() };
        for goal in first.keys().copied() {
            // A goal that is the same in one parent came from there: the merge did not change it. Where that parent never had
            // it, it is gone, and known all the same.
            let standing = if let Some(same) = sides.iter().position(|side| !side.contains_key(&goal)) {
                before[same].get(goal).or_else(|| self.left_behind(before.iter().find_map(|line| line.get(goal))))
            } else {
                let known: Vec<KnownGoal<'c>> =
                    before.iter().zip(&sides).map(|(line, side)| self.standing(line, goal, &side[&goal])).collect();
                let standing = self.change(place, goal, &first[&goal], known);
                self.standings.push(standing);
                Some(self.standings.len() - 1)
            };
            found.push((goal, standing));
        }
        for (goal, touch) in first {
            for (path, _) in touch.come() {
                self.held.insert(path, *goal);
            }
        }
        // What the first parent never had, and the merge did not take.
        let others = sides.iter().skip(1).flat_map(Side::keys).filter(|goal| !first.contains_key(goal));
        for goal in others.copied().collect::<BTreeSet<usize>>() {
            if before[0].get(goal).is_none() {
                found.push((goal, self.left_behind(before.iter().find_map(|line| line.get(goal)))));
            }
        }
        let mut before = before.into_iter();
        let mut line = before.next().unwrap_or_default();
        for (goal, standing) in found {
            line.set(goal, standing);
        }
        before.for_each(|other| line.adopt(&other));
        line
    }

    /// A goal that is known of another line than the one that goes on.
    fn left_behind(&mut self, standing: Option<usize>) -> Option<usize> {
        let standing = KnownGoal { is_left_behind: true, ..self.standings[standing?].clone() };
        self.standings.push(standing);
        Some(self.standings.len() - 1)
    }

    /// What became of a goal whose files a commit changed against all its parents.
    fn change(&mut self, place: usize, goal: usize, touch: &Touch<'c>, mut known: Vec<KnownGoal<'c>>) -> KnownGoal<'c> {
        let Some(own) = known.first() else { return KnownGoal::default() };
        let is_touched = |path: &str| touch.files.iter().any(|(touched, ..)| *touched == path);
        let left = own.files.iter().filter(|(path, _)| !is_touched(path)).copied();
        let mut files: Vec<(&str, Oid)> = left.chain(touch.come()).collect();
        // What lies out of sight beside a file that is read is a copy of it, and no more.
        if files.len() > 1 && files.iter().any(|(path, _)| is_in_sight(path, false)) {
            files.retain(|(path, _)| is_in_sight(path, false));
        }
        // Of several files with one id the one that counted before does until it is gone: a copy in which the id was left is no
        // other version of the goal. But one that takes its place in the end does from the commit on that wrote it.
        let is_new = |(path, _): &(&str, Oid)| touch.come().any(|(come, _)| come == *path);
        let counted = own.files.first().copied().filter(|_| !own.is_left_behind);
        self.note_others(&files);
        let order = |file: &(&'c str, Oid)| {
            let succeeds = is_new(file) && self.names.is_successor(file.0);
            let counted = counted.map(|(path, _)| path) == Some(file.0);
            (self.readable(file.1).is_none(), !succeeds, !counted, !is_new(file), file.0)
        };
        files.sort_by(|a, b| order(a).cmp(&order(b)));
        self.note_successor(own, &files);
        let before = known.iter().find_map(|it| it.version.clone());
        let after = files.first().and_then(|(_, oid)| self.readable(*oid));
        let after = after.map(|after| self.years.version(after, Some(place)));
        // What it writes and cannot be read is unknown, and no move: the next version is compared with what was last read.
        let after = after.map(|after| match after.with_unread_of(before.as_deref()) {
            Cow::Borrowed(_) => after,
            Cow::Owned(known) => Arc::new(known),
        });
        let version = after.clone().or(before);
        let same = known.iter().find(|it| it.files.first() == files.first());
        // A version that cannot be read changes nothing: the next readable one is compared with the one before it.
        if after.is_none() && !files.is_empty() || same.is_some() {
            let revision = same.unwrap_or(own).revision;
            return KnownGoal { files, version, revision, is_left_behind: false };
        }
        let place_of = |it: &Touch<'c>| it.gone().next().map(|(path, _)| path.to_owned());
        let path = files.first().map(|(path, _)| (*path).to_owned()).or_else(|| place_of(touch)).unwrap_or_default();
        let lines = known.iter().map(|it| it.revision).collect();
        let appears = known.iter().all(|it| it.files.is_empty());
        let is_unread = |it: &KnownGoal<'_>| it.files.first().is_none_or(|(_, oid)| self.readable(*oid).is_none());
        let emerges = known.iter().all(is_unread);
        let before = known.iter_mut().map(|it| it.version.take()).collect();
        let revisions = &mut self.goals[goal].revisions;
        revisions.push(GoalRevision { commit: place, path, before, lines, after, appears, emerges });
        KnownGoal { files, version, revision: Some(revisions.len() - 1), is_left_behind: false }
    }

    /// Notes a file that stood beside the one that counted, and counts now that this is gone.
    fn note_successor(&mut self, before: &KnownGoal<'c>, files: &[(&'c str, Oid)]) {
        let ([(counted, _), others @ ..], Some((path, _))) = (before.files.as_slice(), files.first()) else { return };
        if before.is_left_behind {
            return;
        }
        let is_there = |path: &str, among: &[(&str, Oid)]| among.iter().any(|(it, _)| *it == path);
        if !is_there(counted, files) && is_there(path, others) {
            self.successors.insert((*path).to_owned());
        }
    }

    /// Notes which of the ids that claim to be one goal's stand side by side, while neither claims to have been the other.
    fn note_others(&mut self, files: &[(&'c str, Oid)]) {
        if files.len() < 2 {
            return;
        }
        let versions: Vec<Arc<Goal>> =
            files.iter().take(MOST_BESIDE).filter_map(|(_, oid)| self.readable(*oid)).collect();
        for (at, one) in versions.iter().enumerate() {
            for two in &versions[at + 1..] {
                if one.id != two.id && !one.formerly.contains(&two.id) && !two.formerly.contains(&one.id) {
                    self.others.insert(self.names.other_of(&one.id, &two.id).to_owned());
                }
            }
        }
    }

    /// A goal on a line before a commit. Where reading began later than the goal, its files there tell.
    fn standing(&self, line: &KnownGoals, goal: usize, touch: &Touch<'c>) -> KnownGoal<'c> {
        let known = line.get(goal).map(|at| self.standings[at].clone());
        known.unwrap_or_else(|| KnownGoal {
            files: touch.gone().collect(),
            version: touch.gone().find_map(|(_, oid)| Some(self.years.version(self.readable(oid)?, None))),
            revision: None,
            is_left_behind: false,
        })
    }

    fn stand(&mut self, line: &mut KnownGoals, goal: usize, standing: KnownGoal<'c>) {
        self.standings.push(standing);
        line.set(goal, Some(self.standings.len() - 1));
    }

    /// What a commit did against one parent.
    fn side(&mut self, changes: &'c [FileDifference]) -> Side<'c> {
        let mut side = Side::with_capacity(changes.len());
        for change in changes.iter().filter(|change| is_goal_file(&change.path)) {
            let path = change.path.as_str();
            // A goal that is not there today is gone, though its file may lie out of sight.
            let counts = is_in_sight(path, false)
                || [change.old, change.new].into_iter().flatten().any(|oid| {
                    let id = self.versions.get(&oid).and_then(|it| self.names.of(it));
                    id.is_some_and(|id| self.names.is_present(id))
                });
            if !counts {
                continue;
            }
            let old = change.old.and_then(|oid| self.number_of(oid).or_else(|| self.held.get(path).copied()));
            let new = change.new.and_then(|oid| self.number_of(oid).or(old).or_else(|| self.held.get(path).copied()));
            let (old, new) = (old.zip(change.old), new.zip(change.new));
            let mut note = |goal: usize, old: Option<Oid>, new: Option<Oid>| {
                side.entry(goal).or_default().files.push((path, old, new));
            };
            match (old, new) {
                (Some((goal, old)), Some((same, new))) if goal == same => note(goal, Some(old), Some(new)),
                (old, new) => {
                    if let Some((goal, old)) = old {
                        note(goal, Some(old), None);
                    }
                    if let Some((goal, new)) = new {
                        note(goal, None, Some(new));
                    }
                }
            }
        }
        side
    }

    /// The goal in a content, where that tells its id.
    fn number_of(&mut self, oid: Oid) -> Option<usize> {
        if let Some(known) = self.by_content.get(&oid) {
            return *known;
        }
        let id = self.versions.get(&oid).and_then(|it| self.names.of(it));
        let number = id.map(|id| {
            let goals = &mut self.goals;
            *self.numbers.entry(id).or_insert_with(|| {
                goals.push(GoalLine::default());
                goals.len() - 1
            })
        });
        self.by_content.insert(oid, number);
        number
    }

    fn readable(&self, oid: Oid) -> Option<Arc<Goal>> {
        match self.versions.get(&oid)? {
            FileContents::Goal(goal) => Some(Arc::clone(goal)),
            FileContents::Broken(_) => None,
        }
    }
}
