//! The git history of goals: the commits that changed each goal, and the goal before and after each of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::commit_difference::CommitDifference;
use super::file_contents::{FileContents, is_goal_file, read_contents};
use super::former_ids::FormerIds;
use super::landings::{Landed, LandedChange, Landings, Step};
use crate::git::{Commit, GitError, History, Landing, LineChanges, Oid, OidMap, OidSet, Repository};
use crate::model::{Day, Goal, Role, State, Workspace, has_same_goalposts, plus_days};

/// The history of goals by id, across renames of files and ids.
#[derive(Debug, Default)]
pub struct GoalHistory {
    /// The commits that changed goals, ancestors first; after them the commits of the trunk's line that brought changes and
    /// that `git log -- ROOT` does not show, the oldest first.
    pub commits: Vec<Commit>,
    /// How many of them `git log -- ROOT` shows.
    shown: usize,
    /// Whether the history is cut off by a shallow clone.
    pub truncated: bool,
    /// The time before which commits were not read, in seconds since 1970; none where all were.
    since: Option<i64>,
    /// Whether the history begins with the first commit that holds goals.
    is_whole: bool,
    revisions: BTreeMap<String, Vec<GoalRevision>>,
    head: HashMap<String, (Arc<Goal>, String)>,
    /// The place of each commit, by name; listed when it is first asked for.
    places: OnceLock<OidMap<usize>>,
    landings: Landings,
}

/// A commit that changed a goal.
#[derive(Debug, Clone)]
pub struct GoalRevision {
    /// The commit's place in [`GoalHistory::commits`].
    pub commit: usize,
    /// The goal's file, from the goals' folder; where it was, if the commit removed it.
    pub path: String,
    /// The goal in each parent that has it; none in the others.
    pub before: Vec<Option<Arc<Goal>>>,
    /// The goal in the commit; none if it was removed there.
    pub after: Option<Arc<Goal>>,
}

impl GoalRevision {
    /// The goal just before, in the first parent that has it.
    #[must_use]
    pub fn previous(&self) -> Option<&Arc<Goal>> {
        self.before.iter().flatten().next()
    }

    /// Whether the commit closed the goal, or added it as closed.
    #[must_use]
    pub fn closes(&self) -> bool {
        let closed = self.after.as_ref().is_some_and(|goal| !goal.is_open());
        closed && self.previous().is_none_or(|before| before.is_open())
    }
}

/// Reads the history of a repository.
#[derive(Clone, Copy)]
struct HistoryReader<'r> {
    repository: &'r Repository,
    /// The time before which commits are not read, in seconds since 1970.
    since: Option<i64>,
}

impl HistoryReader<'_> {
    /// Builds the history of the goals at `tip` from its commits. Contents that are not in `versions` yet are read into
    /// it.
    fn history(
        self,
        mut commits: Vec<Commit>,
        truncated: bool,
        tip: Oid,
        workspace: &Workspace,
        versions: &mut OidMap<FileContents>,
    ) -> Result<GoalHistory, GitError> {
        let (mut files, left_out) = self.repository.files(tip, &workspace.settings.left_out())?;
        files.retain(|(path, _)| is_goal_file(path));
        // A file that is excluded now has no history either: its goal would look removed.
        for changes in commits.iter_mut().flat_map(|commit| &mut commit.changes) {
            changes.retain(|change| !left_out.covers(&change.path));
        }
        read_contents(self.repository, &commits, &files, workspace, versions)?;
        let changes = commits.iter().flat_map(|commit| commit.changes.iter().flatten());
        let contents = changes.flat_map(|change| [change.old, change.new]).flatten();
        let contents = contents.chain(files.iter().map(|(_, oid)| *oid));
        let names = FormerIds::new(workspace, contents.filter_map(|oid| versions.get(&oid)));
        let shown = commits.len();
        let mut history = GoalHistory { commits, shown, truncated, since: self.since, ..GoalHistory::default() };
        history.add_revisions(versions, &names);
        let line = history.add_landings(self.repository, tip, workspace);
        for changes in history.commits[shown..].iter_mut().flat_map(|commit| &mut commit.changes) {
            changes.retain(|change| !left_out.covers(&change.path));
        }
        read_contents(self.repository, &history.commits[shown..], &[], workspace, versions)?;
        history.add_landed_changes(&line, versions, &names);
        for (path, oid) in files {
            if let Some(FileContents::Goal(goal)) = versions.get(&oid) {
                history.head.entry(names.resolve(&goal.id)).or_insert_with(|| (Arc::clone(goal), path));
            }
        }
        // A history that was cut at a day is complete all the same if every goal was added after it.
        let from_its_addition = |id: &String| history.of(id).first().is_some_and(|first| first.previous().is_none());
        history.is_whole = self.since.is_none() || history.head.keys().all(from_its_addition);
        Ok(history)
    }
}

impl GoalHistory {
    /// Reads the history of the goals' folder from `tip` back to `since`, in seconds since 1970, or to its beginning.
    /// Each distinct content of a file is read once.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn read(
        repository: &Repository,
        tip: Oid,
        since: Option<i64>,
        workspace: &Workspace,
    ) -> Result<Self, GitError> {
        let walked = repository.history(tip, since)?;
        let reading = HistoryReader { repository, since };
        reading.history(walked.commits, walked.truncated, tip, workspace, &mut OidMap::default())
    }

    /// Reads the histories of two commits and returns the earlier one's first. Each equals what [`GoalHistory::read`]
    /// returns; if the earlier commit is an ancestor of the later one, their shared part is read once.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn read_both(
        repository: &Repository,
        since: Option<i64>,
        earlier: (Oid, &Workspace),
        later: (Oid, &Workspace),
    ) -> Result<(Self, Self), GitError> {
        let settings =
            |workspace: &Workspace| workspace.by_role(Role::Settings).map(|it| workspace.file(it).text.clone());
        let read = |(tip, workspace): (Oid, &Workspace)| Self::read(repository, tip, since, workspace);
        // Settings decide how files are read (levels, fiscal year): with other settings the same text is another goal.
        if settings(earlier.1) != settings(later.1) {
            return Ok((read(earlier)?, read(later)?));
        }
        let History { commits, truncated, earlier: part } = repository.history_with(later.0, since, earlier.0)?;
        let shared: Option<(Vec<Commit>, bool)> = part.map(|part| {
            let held = commits.iter().zip(&part.holds).filter(|(_, holds)| **holds);
            (held.map(|(commit, _)| commit.clone()).collect(), part.truncated)
        });
        let (reading, mut versions) = (HistoryReader { repository, since }, OidMap::default());
        let after = reading.history(commits, truncated, later.0, later.1, &mut versions)?;
        let before = match shared {
            Some((commits, truncated)) => reading.history(commits, truncated, earlier.0, earlier.1, &mut versions)?,
            None => read(earlier)?,
        };
        Ok((before, after))
    }

    /// The day before which commits were not read; none where all were.
    #[must_use]
    pub fn read_from(&self) -> Option<Day> {
        self.since.map(|seconds| plus_days(Day::constant(1970, 1, 1), seconds.div_euclid(86_400)))
    }

    /// The day since which a goal is known: the day of the commit that first made it active, or
    /// with `draft` of the one that first added it. A goal that was active already where a shallow clone is cut off, or
    /// where reading began, is known from there on. None for a goal that no commit has.
    #[must_use]
    pub fn known_since(&self, id: &str, draft: bool) -> Option<Day> {
        let counts = |goal: &Goal| draft || goal.state != State::Draft;
        for revision in self.of(id) {
            if revision.previous().is_some_and(|before| counts(before)) {
                return Some(self.beginning());
            }
            if revision.after.as_ref().is_some_and(|goal| counts(goal)) {
                return Some(self.commits[revision.commit].committer.day());
            }
        }
        self.at_head(id).filter(|goal| counts(goal)).map(|_| self.beginning())
    }

    /// The first day of the history that was read.
    fn beginning(&self) -> Day {
        let first = || self.commits.first().map(|commit| commit.committer.day());
        self.read_from().or_else(first).unwrap_or(Day::MIN)
    }

    /// Whether a commit is the first of the repository that holds goals. The goals that it adds may be older: they may
    /// have been kept elsewhere before.
    #[must_use]
    pub fn is_first(&self, commit: usize) -> bool {
        commit == 0 && self.is_whole
    }

    /// Adds the steps along the trunk's line. That reads every commit of the line, so it starts at the first commit that
    /// did anything but check in. Returns the steps, each with the side of its commit's changes that is the line's.
    fn add_landings(&mut self, repository: &Repository, tip: Oid, workspace: &Workspace) -> Vec<(usize, usize)> {
        let since = self.first_setting();
        let trunk = workspace.settings.trunk.as_deref();
        // If the line cannot be read, each commit counts by itself and `by_owner_alone` stays unknown: a wrong accusation
        // is worse than none.
        let read = since.and_then(|since| repository.landings(tip, trunk, since, &self.commits).ok());
        let line = read.unwrap_or_default();
        let on_line: OidSet = line.iter().flat_map(|it| it.brought.iter().copied().chain([it.oid])).collect();
        let before = since.filter(|_| !line.is_empty());
        for (place, commit) in self.commits.iter().enumerate() {
            // A later commit that is not on the line was thrown away by a merge.
            if !on_line.contains(&commit.oid) && before.is_none_or(|since| commit.committer.time < since) {
                let (commits, messages) = (vec![place], Vec::new());
                self.landings.add_step(Step { commit: place, landed: Landed::Unknown, commits, messages });
            }
        }
        let places: OidMap<usize> = self.commits.iter().enumerate().map(|(place, it)| (it.oid, place)).collect();
        line.into_iter().map(|landing| self.add_landing(landing, &places)).collect()
    }

    fn add_landing(&mut self, landing: Landing, places: &OidMap<usize>) -> (usize, usize) {
        let own = places.get(&landing.oid).copied();
        let mut commits: Vec<usize> = landing.brought.iter().filter_map(|oid| places.get(oid).copied()).collect();
        commits.extend(own);
        commits.sort_unstable();
        let (commit, side) = match landing.changes {
            LineChanges::Known(side) => (own.unwrap_or_default(), side),
            LineChanges::Read(commit) => {
                self.commits.push(*commit);
                (self.commits.len() - 1, 0)
            }
        };
        let landed = if landing.landed { Landed::With(commit) } else { Landed::NotYet };
        (self.landings.add_step(Step { commit, landed, commits, messages: landing.reasons }), side)
    }

    /// The time of the first commit that did anything but check in, in seconds since 1970; none if there is none after the
    /// commit that first added goals.
    fn first_setting(&self) -> Option<i64> {
        let sets = |revision: &&GoalRevision| match (revision.previous(), &revision.after) {
            (Some(before), Some(after)) => before.state != after.state || !has_same_goalposts(before, after),
            (before, _) => before.is_some() || revision.commit > 0,
        };
        let revisions = self.revisions.values().flatten().filter(sets);
        revisions.map(|revision| self.commits[revision.commit].committer.time).min()
    }

    /// Adds the changes of every goal, step by step along the trunk's line.
    fn add_landed_changes(&mut self, line: &[(usize, usize)], versions: &OidMap<FileContents>, names: &FormerIds<'_>) {
        let first = line.first().map_or(usize::MAX, |(step, _)| *step);
        let mut last = HashMap::new();
        for (id, revisions) in &self.revisions {
            for revision in revisions {
                let Some(step) = self.landings.step_of(revision.commit).filter(|step| *step < first) else { continue };
                let (before, after) = (revision.previous().cloned(), revision.after.clone());
                last.extend(after.clone().or_else(|| before.clone()).map(|goal| (id.clone(), goal)));
                self.landings.add_change(id, LandedChange { step, before, after });
            }
        }
        for (step, side) in line {
            let changes = self.commits[self.landings.step(*step).commit].changes.get(*side);
            self.landings.add_changes(*step, changes.map_or(&[], Vec::as_slice), versions, names, &mut last);
        }
    }

    /// The commits that `git log -- ROOT` shows, ancestors first.
    #[must_use]
    pub fn shown(&self) -> &[Commit] {
        &self.commits[..self.shown]
    }

    /// The ids of all commits that the history has.
    #[must_use]
    pub fn commit_ids(&self) -> OidSet {
        self.commits.iter().map(|commit| commit.oid).collect()
    }

    /// The changes of a goal along the trunk's line, oldest first: net of what a pull request moved and put back.
    #[must_use]
    pub fn landed(&self, id: &str) -> &[LandedChange] {
        self.landings.of(id)
    }

    /// The changes of every goal along the trunk's line.
    pub fn all_landed(&self) -> impl Iterator<Item = (&str, &[LandedChange])> {
        self.landings.goals()
    }

    /// The step along the trunk's line with which a commit landed; none if a merge threw its changes away.
    #[must_use]
    pub fn step_of(&self, commit: usize) -> Option<usize> {
        self.landings.step_of(commit)
    }

    /// The commit that made a step along the trunk's line, a merge or the change itself, and how it landed.
    #[must_use]
    pub fn step(&self, step: usize) -> (&Commit, Landed) {
        let step = self.landings.step(step);
        (&self.commits[step.commit], step.landed)
    }

    /// The day of a step along the trunk's line.
    #[must_use]
    pub fn day_of(&self, step: usize) -> Day {
        self.step(step).0.committer.day()
    }

    /// The day on which a commit landed on the trunk; its own day if that is not known.
    #[must_use]
    pub fn landing_day(&self, commit: usize) -> Day {
        self.step_of(commit).map_or_else(|| self.commits[commit].committer.day(), |step| self.day_of(step))
    }

    /// The messages of all commits that landed with a step.
    pub fn messages_of(&self, step: usize) -> impl Iterator<Item = &str> {
        let step = self.landings.step(step);
        let own = (!step.commits.contains(&step.commit)).then_some(&step.commit);
        let messages = step.commits.iter().chain(own).map(|place| self.commits[*place].message.as_str());
        messages.chain(step.messages.iter().map(String::as_str))
    }

    /// The commit that proposed what a step did to a goal: the first of those that landed with it which made the goal so.
    /// If none did, the merge itself proposed it.
    pub fn proposed(&self, id: &str, step: usize, is_so: impl Fn(&Goal) -> bool) -> usize {
        let made = |revision: &&GoalRevision| {
            self.step_of(revision.commit) == Some(step)
                && revision.after.as_ref().is_some_and(|goal| is_so(goal))
                && !revision.before.iter().flatten().any(|goal| is_so(goal))
        };
        self.of(id).iter().find(made).map_or(self.landings.step(step).commit, |revision| revision.commit)
    }

    /// The ancestors of a commit, by place, as far back as the place `from`.
    #[must_use]
    pub fn ancestors(&self, of: usize, from: usize) -> HashSet<usize> {
        let places = self.places.get_or_init(|| self.shown().iter().map(|it| it.oid).zip(0..).collect());
        let (mut found, mut open) = (HashSet::new(), vec![of]);
        while let Some(place) = open.pop() {
            let above = self.commits[place].above.iter().filter_map(|oid| places.get(oid).copied());
            open.extend(above.filter(|above| *above >= from && found.insert(*above)));
        }
        found
    }

    /// Every goal that history knows, present or removed: its id and its revisions, ancestors first.
    pub fn goals(&self) -> impl Iterator<Item = (&str, &[GoalRevision])> {
        self.revisions.iter().map(|(id, revisions)| (id.as_str(), revisions.as_slice()))
    }

    /// The revisions of a goal, ancestors first.
    #[must_use]
    pub fn of(&self, id: &str) -> &[GoalRevision] {
        self.revisions.get(id).map_or(&[], Vec::as_slice)
    }

    /// The commits that changed a goal, ancestors first.
    pub fn commits_of(&self, id: &str) -> impl Iterator<Item = &Commit> {
        self.of(id).iter().map(|revision| &self.commits[revision.commit])
    }

    /// The id as stored in the history, if it knows the goal.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&str> {
        let moved = self.revisions.get_key_value(id).map(|(key, _)| key.as_str());
        moved.or_else(|| self.head.get_key_value(id).map(|(key, _)| key.as_str()))
    }

    /// The goal in the commit from which history was read.
    #[must_use]
    pub fn at_head(&self, id: &str) -> Option<&Arc<Goal>> {
        self.head.get(id).map(|(goal, _)| goal)
    }

    /// Every goal in the commit from which history was read, with the id that it has today and its file, in no order.
    pub fn all_at_head(&self) -> impl Iterator<Item = (&str, &Arc<Goal>, &str)> {
        self.head.iter().map(|(id, (goal, path))| (id.as_str(), goal, path.as_str()))
    }

    /// Adds the revisions of every goal, commit by commit.
    fn add_revisions(&mut self, versions: &OidMap<FileContents>, names: &FormerIds<'_>) {
        let mut last: HashMap<String, Arc<Goal>> = HashMap::new();
        for (place, commit) in self.commits.iter().enumerate() {
            let sides: Vec<CommitDifference> =
                commit.changes.iter().map(|changes| CommitDifference::new(changes, versions, names)).collect();
            let Some(first) = sides.first() else { continue };
            let mut ids: Vec<&String> = first.touched.keys().collect();
            ids.sort_unstable();
            for id in ids {
                // A goal that is the same in one parent came from there: the merge did not change it. A version that
                // cannot be read changes nothing either; the next readable one is compared with the one before it.
                if !sides.iter().all(|side| side.touched.contains_key(id)) || first.broken.contains(id) {
                    continue;
                }
                let after = first.new.get(id).cloned();
                let known = last.get(id);
                let before: Vec<Option<Arc<Goal>>> = sides
                    .iter()
                    .map(|side| side.old.get(id).or(known.filter(|_| side.unknown.contains(id))).cloned())
                    .collect();
                if after.is_none() && before.iter().all(Option::is_none) {
                    continue;
                }
                if let Some(goal) = &after {
                    last.insert(id.clone(), Arc::clone(goal));
                }
                let path = first.touched[id].clone();
                self.revisions.entry(id.clone()).or_default().push(GoalRevision { commit: place, path, before, after });
            }
        }
    }
}
