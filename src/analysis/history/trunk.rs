//! Reads how goals changed along the trunk's line: the steps of the line, and what each did to every goal.

use std::collections::{BTreeMap, HashSet};

use super::by_id::ById;
use super::commit_changes::CommitChanges;
use super::file_contents::{FileContents, is_goal_file, read_contents};
use super::fiscal_years::YearsReader;
use super::former_ids::FormerIds;
use super::goal_revision::{Chain, GoalLine, GoalRevision};
use super::landings::{Landed, LandedChange, Landings, Step};
use crate::git::{
    Commit, FileDifference, GitError, HistoryRange, Landing, LineChanges, Oid, OidMap, OidSet, Repository,
    TrunkHistory, Walked,
};
use crate::model::{Settings, Workspace, has_same_goalposts, may_take_back};
use crate::source::{IgnoreRules, SETTINGS_FILE};

/// What the trunk's line tells.
pub(super) struct TrunkReading {
    /// The commits, after them those of the line that brought changes and are not shown.
    pub(super) commits: Vec<Commit>,
    /// The steps of the line.
    pub(super) landings: Landings,
    /// The steps that changed the settings, with the content of their file before and after.
    pub(super) settings: Vec<(usize, Option<Oid>, Option<Oid>)>,
    /// The merges by which changes of the line are passed by.
    pub(super) passing: OidSet,
}

/// Reads the trunk's line beside the history of the goals.
pub(super) struct TrunkReader<'h> {
    repository: &'h Repository,
    workspace: &'h Workspace,
    /// The name of the trunk.
    trunk: Option<&'h str>,
    commits: Vec<Commit>,
    /// Whether there are merges among the commits from which they were found.
    merged: bool,
    /// Whether nothing was taken out of their changes.
    is_whole: bool,
    /// How many of the commits `git log -- ROOT` shows.
    shown: usize,
    goals: &'h ById<GoalLine>,
    /// The files that commits of the settings excluded, with the places of these commits.
    excluded: &'h HashSet<(usize, String)>,
    landings: Landings,
    passing: OidSet,
}

impl<'h> TrunkReader<'h> {
    /// A reader beside the commits that `git log -- ROOT` shows, which were found with or without merges and have all of their
    /// changes or not, and the revisions of goals in them.
    pub(super) fn new(
        repository: &'h Repository,
        (workspace, settings): (&'h Workspace, &'h Settings),
        (commits, merged, is_whole): (Vec<Commit>, bool, bool),
        goals: &'h ById<GoalLine>,
        excluded: &'h HashSet<(usize, String)>,
    ) -> Self {
        let (shown, landings) = (commits.len(), Landings::default());
        let trunk = settings.trunk.as_deref();
        let passing = OidSet::default();
        Self { repository, workspace, trunk, commits, merged, is_whole, shown, goals, excluded, landings, passing }
    }

    /// Reads the line that leads to a commit. Contents that are not in `versions` yet are read into it.
    pub(super) fn read(
        mut self,
        (tip, range, walked): (Oid, HistoryRange, Walked),
        left_out: &IgnoreRules,
        versions: &mut OidMap<FileContents>,
        (names, years): (&FormerIds<'_>, YearsReader<'_>),
    ) -> Result<TrunkReading, GitError> {
        let (line, root) = self.add_steps(tip, range, walked);
        self.exclude_from_line(&line, left_out);
        read_contents(self.repository, &self.commits[self.shown..], &[], self.workspace, versions)?;
        if let Some((step, _)) = line.first() {
            let first = &self.commits[self.landings.step(*step).commit];
            let mut there = self.repository.files_in(first.oid, &root, &[]).map(|(files, _)| files).unwrap_or_default();
            there.retain(|(path, _)| is_goal_file(path) && self.is_read(path, *step, left_out));
            read_contents(self.repository, &[], &there, self.workspace, versions)?;
            self.add_landed_changes(&line, there, versions, (names, years))?;
        }
        self.add_earlier_changes(line.first().map(|(step, _)| *step));
        self.landings.sort_goals();
        let settings = self.settings_changes(&line);
        Ok(TrunkReading { commits: self.commits, landings: self.landings, settings, passing: self.passing })
    }

    /// Adds the steps along the trunk's line. That reads every commit of the line, so it starts at the first commit
    /// that did anything but check in; where there are merges at the first of all, because what a merge took all of one
    /// side from did on the other is not shown. Returns the steps, each with the side of its commit's changes that is
    /// the line's, and where the goals' folder lay in the first of them.
    fn add_steps(&mut self, tip: Oid, range: HistoryRange, walked: Walked) -> (Vec<(usize, usize)>, String) {
        let first = || self.commits.iter().map(|commit| commit.committer.time).min();
        let since = if self.merged { first() } else { self.first_setting() };
        // If the line cannot be read, each commit counts by itself and `by_owner_alone` stays unknown: a wrong accusation
        // is worse than none.
        let read = since.and_then(|since| {
            let range = HistoryRange { since: Some(since), ..range };
            self.repository.landings(tip, self.trunk, range, (&self.commits, walked, self.is_whole)).ok()
        });
        let TrunkHistory { landings: line, begins, first_root, passing } = read.unwrap_or_default();
        self.passing = passing;
        let on_line: OidSet = line.iter().flat_map(|it| it.brought.iter().copied().chain([it.oid])).collect();
        // Where the goals' folder cannot be followed, neither is the line.
        let before = since.filter(|_| !line.is_empty()).map(|since| since.max(begins));
        for (place, commit) in self.commits.iter().enumerate() {
            // A later commit that is not on the line was thrown away by a merge.
            if !on_line.contains(&commit.oid) && before.is_none_or(|since| commit.committer.time < since) {
                let (commits, messages) = (vec![place], Vec::new());
                let day = commit.day;
                self.landings.add_step(Step { commit: place, day, landed: Landed::Unknown, commits, messages });
            }
        }
        let places: OidMap<usize> = self.commits.iter().enumerate().map(|(place, it)| (it.oid, place)).collect();
        (line.into_iter().map(|landing| self.add_landing(landing, &places)).collect(), first_root)
    }

    fn add_landing(&mut self, landing: Landing, places: &OidMap<usize>) -> (usize, usize) {
        let own = places.get(&landing.oid).copied();
        let mut commits: Vec<usize> = landing.brought.iter().filter_map(|oid| places.get(oid).copied()).collect();
        commits.extend(own);
        commits.sort_unstable();
        let (commit, side) = match landing.changes {
            LineChanges::Known(side) => (own.unwrap_or_default(), side),
            LineChanges::Read(commit) => {
                self.commits.push(Commit { day: landing.day, ..*commit });
                (self.commits.len() - 1, 0)
            }
        };
        let landed = if landing.landed { Landed::With(commit) } else { Landed::NotYet };
        let (day, messages) = (landing.day, landing.reasons);
        (self.landings.add_step(Step { commit, day, landed, commits, messages }), side)
    }

    /// The time of the first commit that changed the settings or did more than check in, in seconds since 1970; none if
    /// there is none after the commit that first added goals.
    fn first_setting(&self) -> Option<i64> {
        let sets = |revision: &&GoalRevision| match (revision.previous(), &revision.after) {
            (Some(before), Some(after)) => {
                before.state != after.state || may_take_back(before, after) || !has_same_goalposts(before, after)
            }
            (before, _) => before.is_some() || revision.commit > 0,
        };
        let revisions = self.goals.values().flat_map(|goal| &goal.revisions).filter(sets);
        let settings = self.commits.iter().enumerate().skip(1).filter(|(_, it)| settings_change(it, 0).is_some());
        let places = revisions.map(|revision| revision.commit).chain(settings.map(|(place, _)| place));
        places.map(|place| self.commits[place].committer.time).min()
    }

    /// The steps that changed the settings, with the content of their file before and after.
    fn settings_changes(&self, line: &[(usize, usize)]) -> Vec<(usize, Option<Oid>, Option<Oid>)> {
        let first = line.first().map_or(self.landings.len(), |(step, _)| *step);
        // Before the line a merge changes only what it does against every parent.
        let before = (0..first).filter_map(|step| {
            let commit = &self.commits[self.landings.step(step).commit];
            let all = (0..commit.changes.len()).all(|side| settings_change(commit, side).is_some());
            settings_change(commit, 0).filter(|_| all).map(|it| (step, it.old, it.new))
        });
        let along = line.iter().filter_map(|(step, side)| {
            let it = settings_change(&self.commits[self.landings.step(*step).commit], *side)?;
            Some((*step, it.old, it.new))
        });
        before.chain(along).collect()
    }

    /// Whether a file is one of the goals' at a step of the trunk's line: it is not left out now, or it began to be later.
    fn is_read(&self, path: &str, step: usize, left_out: &IgnoreRules) -> bool {
        let since =
            |(place, excluded): &(usize, String)| (excluded == path).then(|| self.landings.step_of(*place)).flatten();
        self.excluded.iter().find_map(since).map_or_else(|| !left_out.covers(path), |from| step < from)
    }

    /// Takes the files that are not read out of the commits of the line that `git log -- ROOT` does not show. What a
    /// commit of the settings excluded is removed by the merge that brought it.
    fn exclude_from_line(&mut self, line: &[(usize, usize)], left_out: &IgnoreRules) {
        for (step, _) in line {
            let Step { commit, commits, .. } = self.landings.step(*step);
            if *commit < self.shown {
                continue;
            }
            let is_excluded = |place: usize, it: &FileDifference| {
                it.new.is_none() && self.excluded.contains(&(place, it.path.clone()))
            };
            let of_commit = |place: &usize| {
                let changes = self.commits[*place].changes.first().into_iter().flatten();
                changes.filter(|it| is_excluded(*place, it)).cloned().collect::<Vec<_>>()
            };
            let excluded: Vec<FileDifference> = commits.iter().flat_map(of_commit).collect();
            let own = *commit;
            let mut changes = std::mem::take(&mut self.commits[own].changes);
            for list in &mut changes {
                list.retain(|it| self.is_read(&it.path, *step, left_out));
                list.extend(excluded.iter().cloned());
            }
            self.commits[own].changes = changes;
        }
    }

    /// Adds the changes of every goal along the trunk's line; `there` are the files of its first step.
    fn add_landed_changes(
        &mut self,
        line: &[(usize, usize)],
        there: Vec<(String, Oid)>,
        versions: &OidMap<FileContents>,
        (names, years): (&FormerIds<'_>, YearsReader<'_>),
    ) -> Result<(), GitError> {
        let step = |(at, (step, side)): (usize, &(usize, usize))| {
            let changes = self.commits[self.landings.step(*step).commit].changes.get(*side);
            let sides = vec![changes.map_or(&[][..], Vec::as_slice)];
            CommitChanges { parents: vec![at.checked_sub(1)].into(), sides }
        };
        let commits: Vec<CommitChanges<'_>> = line.iter().enumerate().map(step).collect();
        let Some(first) = commits.first().and_then(|commit| commit.sides.first()) else { return Ok(()) };
        let mut base: BTreeMap<String, Oid> = there.into_iter().collect();
        for change in *first {
            base.remove(&change.path);
            base.extend(change.old.map(|oid| (change.path.clone(), oid)));
        }
        let base = base.iter().map(|(path, oid)| (path.as_str(), *oid));
        let years = years.of(&commits)?;
        for (id, goal) in Chain::new(versions, names, &years).follow(&commits, commits.len().checked_sub(1), base).goals
        {
            let change = |revision: GoalRevision| {
                let (step, before) = (line[revision.commit].0, revision.previous().cloned());
                let mut places = self.landings.step(step).commits.iter();
                let excluded = revision.after.is_none()
                    && places.any(|place| self.excluded.contains(&(*place, revision.path.clone())));
                let (after, path) = (revision.after, revision.path);
                LandedChange { step, before, after, path, excluded }
            };
            let changes = goal.revisions.into_iter().map(change).collect();
            self.landings.add_changes(id, changes);
        }
        Ok(())
    }

    /// Adds the changes from before the line, commit by commit; `first` is the first step of the line.
    fn add_earlier_changes(&mut self, first: Option<usize>) {
        for (id, goal) in self.goals {
            let step_of = |revision: &GoalRevision| {
                self.landings.step_of(revision.commit).filter(|step| first.is_none_or(|first| *step < first))
            };
            let steps: Vec<(usize, &GoalRevision)> =
                goal.revisions.iter().filter_map(|revision| Some((step_of(revision)?, revision))).collect();
            let changes = steps.into_iter().map(|(step, revision)| LandedChange {
                step,
                before: revision.previous().cloned(),
                after: revision.after.clone(),
                path: revision.path.clone(),
                excluded: revision.after.is_none() && self.excluded.contains(&(revision.commit, revision.path.clone())),
            });
            self.landings.prepend(id, changes.collect());
        }
    }
}

/// What a commit did to the settings, against one of its parents.
fn settings_change(commit: &Commit, side: usize) -> Option<&FileDifference> {
    commit.changes.get(side)?.iter().find(|change| change.path == SETTINGS_FILE)
}
