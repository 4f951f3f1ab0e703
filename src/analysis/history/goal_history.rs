//! The git history of goals: the commits that changed each goal, and the goal before and after each of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::commit_difference::CommitDifference;
use super::file_contents::{FileContents, is_goal_file, read_contents};
use super::former_ids::FormerIds;
use crate::git::{Commit, GitError, History, Landing, Landings, Oid, OidMap, Repository};
use crate::model::{Day, Goal, Role, State, Workspace, plus_days};

/// The history of goals by id, across renames of files and ids.
#[derive(Debug, Default)]
pub struct GoalHistory {
    /// The commits that changed goals, ancestors first.
    pub commits: Vec<Commit>,
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
    landings: Arc<Landings>,
    /// The commits that each merge brought onto the trunk.
    brought: OidMap<Vec<usize>>,
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
        let mut history = GoalHistory { commits, truncated, since: self.since, ..GoalHistory::default() };
        history.add_revisions(versions, &names);
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

    /// Finds out how the commits since a time, in seconds since 1970, landed on the trunk; `tip` is its newest commit.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn find_landings(
        &mut self,
        repository: &Repository,
        tip: Oid,
        trunk: Option<&str>,
        since: i64,
    ) -> Result<(), GitError> {
        self.landings = Arc::new(repository.landings(tip, trunk, since)?);
        self.index_landings();
        Ok(())
    }

    fn index_landings(&mut self) {
        for (place, commit) in self.commits.iter().enumerate() {
            if let Landing::With(merge) = self.landings.of(commit.oid) {
                self.brought.entry(merge.oid).or_default().push(place);
            }
        }
    }

    /// How a commit landed on the trunk; unknown before [`GoalHistory::find_landings`].
    #[must_use]
    pub fn landing(&self, commit: usize) -> Landing<'_> {
        self.landings.of(self.commits[commit].oid)
    }

    /// Whether two commits landed on the trunk together: with the same merge, or as one commit.
    #[must_use]
    pub fn land_together(&self, a: usize, b: usize) -> bool {
        let merge = |place| match self.landing(place) {
            Landing::With(merge) => merge.oid,
            Landing::Itself | Landing::Unknown => self.commits[place].oid,
        };
        merge(a) == merge(b)
    }

    /// The messages of a commit and of all commits that landed on the trunk with it, the merge included.
    pub fn messages_with(&self, commit: usize) -> impl Iterator<Item = &str> {
        let (merge, others) = match self.landing(commit) {
            Landing::With(merge) => (Some(merge.text.as_str()), self.brought.get(&merge.oid)),
            Landing::Itself | Landing::Unknown => (None, None),
        };
        let others = others.into_iter().flatten().filter(move |place| **place != commit);
        let message = |place: usize| self.commits[place].message.as_str();
        std::iter::once(message(commit)).chain(merge).chain(others.map(move |place| message(*place)))
    }

    /// The ancestors of a commit, by place, as far back as the place `from`.
    #[must_use]
    pub fn ancestors(&self, of: usize, from: usize) -> HashSet<usize> {
        let places = self.places.get_or_init(|| self.commits.iter().map(|it| it.oid).zip(0..).collect());
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
