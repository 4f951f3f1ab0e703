//! The git history of goals: the commits that changed each goal, and the goal before and after each of them.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::by_id::ById;
use super::goal_revision::{GoalLine, GoalRevision};
use super::landings::{Landed, LandedChange, Landings};
use super::root_fault::RootFault;
use super::settings_history::{LeftFolder, SettingsChange, SettingsHistory};
use crate::git::{Commit, GitError, HistoryRange, Oid, OidMap, OidSet, ReplacedRoot, Repository};
use crate::model::{Day, Goal, Settings, State, plus_days};
use crate::source::Root;

/// The history of goals by id, across renames of files and ids.
#[derive(Debug, Default)]
pub struct GoalHistory {
    /// The commits that changed goals, ancestors first; after them the commits of the trunk's line that brought changes and
    /// that `git log -- ROOT` does not show, the oldest first.
    pub commits: Vec<Commit>,
    /// How many of them `git log -- ROOT` shows.
    pub(super) shown: usize,
    /// Of its commits those that the earlier state has with which it was read, whether or not that one's own history shows them.
    pub(super) reached: OidSet,
    /// Whether the history is cut off by a shallow clone.
    pub truncated: bool,
    /// Where the goals' folder replaced another one with other goals, so that history is not followed further.
    pub replaced: Option<ReplacedRoot>,
    /// The time before which commits were not read, in seconds since 1970; none where all were.
    pub(super) since: Option<i64>,
    /// The commits, by place, that are the first of their repository that holds goals.
    pub(super) beginnings: Vec<usize>,
    /// The included roots whose histories are part of it.
    pub(super) roots: Vec<Root>,
    /// The included roots whose histories could not be read, by their paths from the root itself.
    pub(super) unread_roots: Vec<(String, RootFault)>,
    pub(super) goals: ById<GoalLine>,
    pub(super) head: HashMap<String, (Arc<Goal>, String)>,
    /// The files that commits of the settings excluded, with the places of these commits.
    pub(super) excluded: HashSet<(usize, String)>,
    pub(super) landings: Landings,
    /// The ids that were changed by hand and that no file lists, as pairs of the earlier id and the present one, under
    /// which the goal is told of throughout.
    pub(super) changed_ids: Vec<(String, String)>,
    /// The ids that goals claim as former ones of theirs, and that other goals had beside them.
    pub(super) others: HashSet<String>,
    /// The files that are there and that `.gitignore` began to leave out.
    pub(super) ignored: HashSet<String>,
    pub(super) settings: SettingsHistory,
    /// The first day on which any goal was active, computed on first use.
    pub(super) first_active: OnceLock<Option<Day>>,
    /// The place of each commit, computed on first use.
    pub(super) places: OnceLock<OidMap<usize>>,
}

impl GoalHistory {
    /// The ids that were changed by hand and that no file lists, as pairs of the earlier id and the present one, under
    /// which the goal is told of throughout.
    pub fn changed_ids(&self) -> &[(String, String)] {
        &self.changed_ids
    }

    /// Whether an id that a goal claims as a former one of its was another goal's, which stood beside it.
    pub fn is_another(&self, id: &str) -> bool {
        self.others.contains(id)
    }

    /// Whether a file is there, and left out since `.gitignore` names it.
    pub fn is_ignored(&self, path: &str) -> bool {
        self.ignored.contains(path)
    }

    /// The day before which commits were not read; none where all were.
    pub fn read_from(&self) -> Option<Day> {
        self.since.map(|seconds| plus_days(Day::constant(1970, 1, 1), seconds.div_euclid(86_400)))
    }

    /// Whether it has the history of a root.
    pub fn covers(&self, root: Root) -> bool {
        root == Root::Own || self.roots.contains(&root)
    }

    /// The included roots whose histories could not be read, by their paths from the root itself.
    pub fn unread_roots(&self) -> &[(String, RootFault)] {
        &self.unread_roots
    }

    /// The range of commits that was read, on a day.
    pub fn range(&self, today: Day) -> HistoryRange {
        HistoryRange { since: self.since, today: Some(today) }
    }

    /// Whether a commit is the first of the repository that holds goals. The goals that it adds may be older: they may
    /// have been kept elsewhere before.
    pub fn is_first(&self, commit: usize) -> bool {
        self.beginnings.contains(&commit)
    }

    /// The day on which what is known begins in a shallow clone; none where it is not cut off, or the commit there has no goals.
    pub fn cut_off_on(&self) -> Option<Day> {
        self.shown().iter().filter(|commit| commit.cut_off).map(|commit| commit.day).min()
    }

    /// Whether a goal is older than what a shallow clone has of it, so that it may have moved before.
    pub fn is_cut_off(&self, id: &str) -> bool {
        let is_cut_off = |it: &GoalRevision| it.previous().is_some() || self.commits[it.commit].cut_off;
        self.truncated && self.of(id).first().map_or_else(|| self.at_head(id).is_some(), is_cut_off)
    }

    /// The commits that `git log -- ROOT` shows, ancestors first.
    pub fn shown(&self) -> &[Commit] {
        &self.commits[..self.shown]
    }

    /// The ids of all commits that the earlier state has with which it was read: those of that one's own history, and those
    /// before it that only this one shows, because they touched nothing but files in which goals of today lay out of sight.
    pub fn known_to(&self, earlier: &Self) -> OidSet {
        let mut known = earlier.commit_ids();
        known.extend(&self.reached);
        known
    }

    /// Notes which of its commits an earlier state has by way of one of its repositories, at a commit.
    pub(super) fn note_reached(
        &mut self,
        earlier: &Self,
        (repository, tip): (&Repository, Oid),
    ) -> Result<(), GitError> {
        let known = earlier.commit_ids();
        let is_open = |it: &&Commit| !known.contains(&it.oid) && !self.reached.contains(&it.oid);
        let reached = repository.reached(tip, self.commits.iter().filter(is_open))?;
        self.reached.extend(reached);
        Ok(())
    }

    /// The last version of a goal along the trunk's line up to the commits that are known, whether or not it was still there;
    /// none if no change of it landed with them.
    pub fn last_landed_of(&self, id: &str, known: &OidSet) -> Option<&Arc<Goal>> {
        let is_known = |it: &&LandedChange| known.contains(&self.commits[self.place_of(it.step)].oid);
        let last = self.landed(id).iter().rfind(is_known)?;
        last.after.as_ref().or(last.before.as_ref())
    }

    /// The ids of all commits that the history has.
    pub(in crate::analysis) fn commit_ids(&self) -> OidSet {
        self.commits.iter().map(|commit| commit.oid).collect()
    }

    /// The changes of a goal along the trunk's line, oldest first: net of what a pull request moved and put back.
    pub fn landed(&self, id: &str) -> &[LandedChange] {
        self.landings.of(id)
    }

    /// The changes of every goal along the trunk's line.
    pub fn all_landed(&self) -> impl Iterator<Item = (&str, &[LandedChange])> {
        self.landings.goals()
    }

    /// The step along the trunk's line with which a commit landed; none if a merge threw its changes away.
    pub fn step_of(&self, commit: usize) -> Option<usize> {
        self.landings.step_of(commit)
    }

    /// The commit that made a step along the trunk's line, a merge or the change itself, and how it landed.
    pub fn step(&self, step: usize) -> (&Commit, Landed) {
        let step = self.landings.step(step);
        (&self.commits[step.commit], step.landed)
    }

    /// The place in the history of the commit that made a step along the trunk's line.
    pub fn place_of(&self, step: usize) -> usize {
        self.landings.step(step).commit
    }

    /// The day of a step along the trunk's line.
    pub fn day_of(&self, step: usize) -> Day {
        self.landings.step(step).day
    }

    /// The day on which the first of the commits that landed with a step was written, by its author.
    pub fn proposed_on(&self, step: usize) -> Day {
        let days = self.landings.step(step).commits.iter().map(|place| self.commits[*place].proposed_on());
        days.min().unwrap_or_else(|| self.day_of(step)).min(self.day_of(step))
    }

    /// The day on which a commit landed on the trunk; its own day if that is not known.
    pub fn landing_day(&self, commit: usize) -> Day {
        self.step_of(commit).map_or_else(|| self.commits[commit].day, |step| self.day_of(step))
    }

    /// Whether a commit landed with one that is not among those known; what is not committed did.
    pub fn is_new(&self, commit: Option<usize>, known: &OidSet) -> bool {
        commit.is_none_or(|commit| {
            let landed = match self.step_of(commit).map(|step| self.step(step).1) {
                Some(Landed::With(line)) => line,
                _ => commit,
            };
            !known.contains(&self.commits[landed].oid)
        })
    }

    /// The messages of all commits that landed with a step.
    pub fn messages_of(&self, step: usize) -> impl Iterator<Item = &str> {
        let step = self.landings.step(step);
        let own = (!step.commits.contains(&step.commit)).then_some(&step.commit);
        let messages = step.commits.iter().chain(own).map(|place| self.commits[*place].message.as_str());
        messages.chain(step.messages.iter().map(String::as_str))
    }

    /// The commit that proposed what a step did to a goal: of those that landed with it the first since which the goal was
    /// so without a break, on any of the lines that brought it. If none made it so, the merge itself proposed it.
    pub fn proposed(&self, id: &str, step: usize, is_so: impl Fn(&Goal) -> bool) -> usize {
        let revisions = self.of(id);
        let landed = |at: &usize| self.step_of(revisions[*at].commit) == Some(step);
        let has = |goal: &Option<Arc<Goal>>| goal.as_ref().is_some_and(|goal| is_so(goal));
        let makes = |at: &usize| has(&revisions[*at].after) && !revisions[*at].before.iter().any(has);
        let brought: Vec<usize> = (0..revisions.len()).filter(landed).collect();
        let passed: HashSet<usize> = brought.iter().flat_map(|at| &revisions[*at].lines).flatten().copied().collect();
        // Of lines that made it so each for itself the first one counts.
        let ends = brought.iter().filter(|at| !passed.contains(at) && has(&revisions[**at].after));
        let mut open: Vec<usize> = ends.copied().collect();
        let (mut seen, mut made) = (HashSet::new(), Vec::new());
        while let Some(at) = open.pop() {
            let revision = &revisions[at];
            let sides = revision.before.iter().zip(&revision.lines).filter(|(before, _)| has(before));
            open.extend(sides.filter_map(|(_, line)| *line).filter(|line| landed(line) && seen.insert(*line)));
            made.extend(Some(at).filter(makes));
        }
        // What was taken back on the way and made so once more was proposed anew.
        let is_behind = |one: usize| {
            let own = revisions[one].commit;
            made.iter().any(|at| *at > one && self.ancestors(revisions[*at].commit, own).contains(&own))
        };
        let last = made.iter().copied().filter(|one| !is_behind(*one)).min();
        let made = last.or_else(|| brought.into_iter().find(makes));
        made.map_or(self.landings.step(step).commit, |at| revisions[at].commit)
    }

    /// The ancestors of a commit, by place, as far back as the place `from`.
    pub fn ancestors(&self, of: usize, from: usize) -> HashSet<usize> {
        let (mut found, mut open) = (HashSet::new(), vec![of]);
        while let Some(place) = open.pop() {
            let parents = self.commits[place].parents.iter().flatten().copied();
            open.extend(parents.filter(|parent| *parent >= from && found.insert(*parent)));
        }
        found
    }

    /// Every goal that history knows, present or removed: its id and its revisions, ancestors first.
    pub fn goals(&self) -> impl Iterator<Item = (&str, &[GoalRevision])> {
        self.goals.iter().map(|(id, goal)| (id.as_str(), goal.revisions.as_slice()))
    }

    /// The revisions of a goal, ancestors first.
    pub fn of(&self, id: &str) -> &[GoalRevision] {
        self.goals.get(id).map_or(&[], |goal| &goal.revisions)
    }

    /// The place of a commit that changed goals.
    pub fn find_commit(&self, oid: Oid) -> Option<usize> {
        let places = || self.commits.iter().enumerate().rev().map(|(place, commit)| (commit.oid, place)).collect();
        self.places.get_or_init(places).get(&oid).copied()
    }

    /// A goal in a commit that changed goals, by the commit's place; none if it was not there.
    pub fn version_in(&self, id: &str, place: usize) -> Option<&Arc<Goal>> {
        let revisions = self.of(id);
        let Some(first) = revisions.first() else { return self.at_head(id) };
        let ancestors = self.ancestors(place, first.commit);
        let is_in = |revision: &&GoalRevision| revision.commit == place || ancestors.contains(&revision.commit);
        match revisions.iter().rfind(is_in) {
            Some(revision) => revision.after.as_ref(),
            None => first.previous(),
        }
    }

    /// The revisions on the lines that led to what a goal is now, ancestors first: without those that merges gave up.
    pub fn line_of(&self, id: &str) -> impl Iterator<Item = &GoalRevision> {
        let goal = self.goals.get(id);
        let revisions = goal.map_or(&[][..], |goal| &goal.revisions);
        let mut led = vec![false; revisions.len()];
        if let Some(last) = goal.and_then(|goal| goal.last) {
            led[last] = true;
        }
        for at in (0..revisions.len()).rev() {
            if led[at] {
                revisions[at].lines.iter().flatten().for_each(|before| led[*before] = true);
            }
        }
        revisions.iter().zip(led).filter(|(_, led)| *led).map(|(revision, _)| revision)
    }

    /// The revision since which a goal has something that it still has, along the line that led here; `has` says whether a
    /// version has it. None where that was before what was read.
    pub fn since(&self, id: &str, has: impl Fn(&Goal) -> bool) -> Option<&GoalRevision> {
        let goal = self.goals.get(id)?;
        let mut at = goal.last?;
        loop {
            let revision = &goal.revisions[at];
            let mut sides = revision.before.iter().zip(&revision.lines);
            match sides.find(|(before, _)| before.as_ref().is_some_and(|before| has(before))) {
                // It had that before: the first parent that has it is asked on, as `git blame` does.
                Some((_, line)) => at = (*line)?,
                None => return Some(revision).filter(|it| it.after.as_ref().is_some_and(|after| has(after))),
            }
        }
    }

    /// The last version of a goal on the line that led here, whether or not it is still there.
    pub fn last_known(&self, id: &str) -> Option<&Arc<Goal>> {
        let along = || self.goals.get(id)?.version.as_ref();
        // What a merge dropped by taking all from one side is what it was on the trunk, which that side may never have had.
        let landed = || self.landed(id).last().and_then(|it| it.after.as_ref().or(it.before.as_ref()));
        // Of what HEAD writes and cannot be read the last version tells that could be.
        let is_whole = |goal: &&Arc<Goal>| goal.unread.is_empty();
        self.at_head(id).filter(is_whole).or_else(landed).or_else(along).or_else(|| self.at_head(id))
    }

    /// The commits that changed a goal, ancestors first.
    pub fn commits_of(&self, id: &str) -> impl Iterator<Item = &Commit> {
        self.of(id).iter().map(|revision| &self.commits[revision.commit])
    }

    /// The id as stored in the history, if it knows the goal.
    pub fn key(&self, id: &str) -> Option<&str> {
        let moved = self.goals.get_key_value(id).map(|(key, _)| key.as_str());
        let at_head = || self.head.get_key_value(id).map(|(key, _)| key.as_str());
        moved.or_else(at_head).or_else(|| self.landings.key(id))
    }

    /// The goal in the commit from which history was read.
    pub fn at_head(&self, id: &str) -> Option<&Arc<Goal>> {
        self.head.get(id).map(|(goal, _)| goal)
    }

    /// Every goal in the commit from which history was read, with the id that it has today and its file, in no order.
    pub fn all_at_head(&self) -> impl Iterator<Item = (&str, &Arc<Goal>, &str)> {
        self.head.iter().map(|(id, (goal, path))| (id.as_str(), goal, path.as_str()))
    }

    /// The changes of the settings along the trunk's line, the oldest first.
    pub fn settings_changes(&self) -> &[SettingsChange] {
        &self.settings.changes
    }

    /// Whether any commit that was read has a file of settings.
    pub fn has_settings(&self) -> bool {
        self.settings.is_known
    }

    /// The settings in the commit from which history was read.
    pub fn settings_at_head(&self) -> &Settings {
        &self.settings.head
    }

    /// The settings in force when a goal was closed, along the trunk's line: those of the commit that closed it, or the oldest
    /// that are known if it was closed before what was read. None if it is open in the commit from which history was read.
    pub fn settings_at_close(&self, id: &str) -> Option<&Settings> {
        self.at_head(id).filter(|goal| !goal.is_open())?;
        let closing = self.of(id).iter().rfind(|revision| revision.closes());
        let step = closing.map_or(Some(0), |revision| Some(self.step_of(revision.commit)? + 1))?;
        Some(self.settings.before(step))
    }

    /// The folders in which the file of a goal that was active lay before it came to its present path.
    pub fn left_folders(&self, id: &str, path: &str) -> Vec<LeftFolder<'_>> {
        let is_moved = |from: &str, to: &str| folder_of(from) != folder_of(to);
        let mut left: Vec<LeftFolder<'_>> = Vec::new();
        let mut last: Option<&str> = None;
        for revision in self.line_of(id) {
            let was_active = revision.previous().is_some_and(|before| before.state != State::Draft);
            if let Some(from) = last.filter(|from| was_active && is_moved(from, &revision.path)) {
                let settings = self.step_of(revision.commit).map(|step| self.settings.before(step));
                left.extend(settings.map(|settings| LeftFolder { path: from.to_owned(), settings }));
            }
            last = Some(&revision.path);
        }
        let at_head = self.head.get(id).filter(|(goal, from)| goal.state != State::Draft && is_moved(from, path));
        left.extend(at_head.map(|(_, from)| LeftFolder { path: from.clone(), settings: &self.settings.head }));
        left
    }
}

/// The folder of a file; none at the top.
fn folder_of(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}
