//! What history tells of each goal: the commits that touched it, and what it was before and after each.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::git::{Commit, GitError, History, Landing, Landings, Oid, OidMap, OidSet, Repository};
use crate::model::{Day, Goal, Page, Role, Settings, State, Workspace, plus_days};
use crate::source::{ORG_FILE, SETTINGS_FILE, SourceFile};

/// The history of goals, by id, through renames of files and of ids.
#[derive(Debug, Default)]
pub struct GoalHistory {
    /// The commits that changed goals, ancestors first.
    pub commits: Vec<Commit>,
    /// Whether a shallow clone cuts the history off.
    pub truncated: bool,
    /// Commits before this were not looked at, in seconds since 1970.
    since: Option<i64>,
    /// Whether what was read begins with the first commit that holds goals.
    is_whole: bool,
    revisions: BTreeMap<String, Vec<GoalRevision>>,
    head: HashMap<String, (Arc<Goal>, String)>,
    landings: Arc<Landings>,
    /// The commits that a merge brought onto the trunk, by the merge.
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

/// A distinct content of a file.
enum FileContents {
    Goal(Arc<Goal>),
    /// No goal can be read from it; the id that stands there, if one does.
    Broken(Option<String>),
}

impl FileContents {
    fn of(page: &Page) -> Self {
        match page.goal() {
            Some(goal) => Self::Goal(Arc::clone(goal)),
            None => Self::Broken(page.id().map(str::to_owned)),
        }
    }
}

/// How a history is read.
#[derive(Clone, Copy)]
struct HistoryReader<'r> {
    repository: &'r Repository,
    /// Commits before this are not looked at, in seconds since 1970.
    since: Option<i64>,
}

impl HistoryReader<'_> {
    /// The history that some commits tell of the goals that a commit has; of its contents those that are not among the
    /// versions yet are read.
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
        // What is not read now has no history either: it would look removed.
        for changes in commits.iter_mut().flat_map(|commit| &mut commit.changes) {
            changes.retain(|change| !left_out.covers(&change.path));
        }
        read_versions(self.repository, &commits, &files, workspace, versions)?;
        let changes = commits.iter().flat_map(|commit| commit.changes.iter().flatten());
        let contents = changes.flat_map(|change| [change.old, change.new]).flatten();
        let contents = contents.chain(files.iter().map(|(_, oid)| *oid));
        let names = Names::new(workspace, contents.filter_map(|oid| versions.get(&oid)));
        let mut history = GoalHistory { commits, truncated, since: self.since, ..GoalHistory::default() };
        history.tell(versions, &names);
        for (path, oid) in files {
            if let Some(FileContents::Goal(goal)) = versions.get(&oid) {
                history.head.entry(names.resolve(&goal.id)).or_insert_with(|| (Arc::clone(goal), path));
            }
        }
        let from_its_addition = |id: &String| history.of(id).first().is_some_and(|first| first.previous().is_none());
        history.is_whole = self.since.is_none() || history.head.keys().all(from_its_addition);
        Ok(history)
    }
}

/// How many contents are fetched before they are read together.
const BATCH: usize = 4096;

/// How many files one thread reads at least.
const FILES_AT_ONCE: usize = 64;

impl GoalHistory {
    /// Reads the history of the goals' folder from a commit back, each distinct content of a file once.
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

    /// Reads the histories of two commits, the earlier one's first. Each is what [`GoalHistory::read`] gives: where the
    /// later one came of the earlier, what they share is read once.
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
        // Settings say how files are read: under others the same files are other versions.
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

    /// The day before which commits were not looked at; none where all were.
    #[must_use]
    pub fn read_from(&self) -> Option<Day> {
        self.since.map(|seconds| plus_days(Day::constant(1970, 1, 1), seconds.div_euclid(86_400)))
    }

    /// The day since which a goal is known to be pursued: that of the commit that first made it active; of a draft that
    /// first added it. What was so already where a shallow clone is cut off, or where reading began, is known from there
    /// on. None of what no commit has.
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

    /// The first day of what was read.
    fn beginning(&self) -> Day {
        let first = || self.commits.first().map(|commit| commit.committer.day());
        self.read_from().or_else(first).unwrap_or(Day::MIN)
    }

    /// Whether a commit is the first of the repository that holds goals. What it brings may be older than that.
    #[must_use]
    pub fn is_first(&self, commit: usize) -> bool {
        commit == 0 && self.is_whole
    }

    /// Finds out how the commits since a time came onto the trunk, whose newest commit is given.
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

    /// How a commit came onto the trunk; unknown where that was not looked for.
    #[must_use]
    pub fn landing(&self, commit: usize) -> Landing<'_> {
        self.landings.of(self.commits[commit].oid)
    }

    /// Whether two commits came onto the trunk together.
    #[must_use]
    pub fn land_together(&self, a: usize, b: usize) -> bool {
        let merge = |place| match self.landing(place) {
            Landing::With(merge) => merge.oid,
            Landing::Itself | Landing::Unknown => self.commits[place].oid,
        };
        merge(a) == merge(b)
    }

    /// The messages of a commit and of all that came onto the trunk with it, the merge's too.
    pub fn messages_with(&self, commit: usize) -> impl Iterator<Item = &str> {
        let (merge, others) = match self.landing(commit) {
            Landing::With(merge) => (Some(merge.text.as_str()), self.brought.get(&merge.oid)),
            Landing::Itself | Landing::Unknown => (None, None),
        };
        let others = others.into_iter().flatten().filter(move |place| **place != commit);
        let message = |place: usize| self.commits[place].message.as_str();
        std::iter::once(message(commit)).chain(merge).chain(others.map(move |place| message(*place)))
    }

    /// Every id that history knows, present or gone, with what happened to it, ancestors first.
    pub fn goals(&self) -> impl Iterator<Item = (&str, &[GoalRevision])> {
        self.revisions.iter().map(|(id, revisions)| (id.as_str(), revisions.as_slice()))
    }

    /// What happened to a goal, ancestors first.
    #[must_use]
    pub fn of(&self, id: &str) -> &[GoalRevision] {
        self.revisions.get(id).map_or(&[], Vec::as_slice)
    }

    /// The commits that changed a goal, ancestors first.
    pub fn commits_of(&self, id: &str) -> impl Iterator<Item = &Commit> {
        self.of(id).iter().map(|revision| &self.commits[revision.commit])
    }

    /// An id as history keeps it, if history knows it.
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

    /// Finds, commit by commit, what became of which goal.
    fn tell(&mut self, versions: &OidMap<FileContents>, names: &Names<'_>) {
        let mut last: HashMap<String, Arc<Goal>> = HashMap::new();
        for (place, commit) in self.commits.iter().enumerate() {
            let sides: Vec<CommitDifference> =
                commit.changes.iter().map(|changes| CommitDifference::new(changes, versions, names)).collect();
            let Some(first) = sides.first() else { continue };
            let mut ids: Vec<&String> = first.touched.keys().collect();
            ids.sort_unstable();
            for id in ids {
                // What is the same in one parent came from there, not from this commit.
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

/// A commit against one of its parents, by id.
#[derive(Default)]
struct CommitDifference {
    /// Where each id that differs stands, or stood.
    touched: HashMap<String, String>,
    old: HashMap<String, Arc<Goal>>,
    new: HashMap<String, Arc<Goal>>,
    /// Ids whose file cannot be read in the commit.
    broken: HashSet<String>,
    /// Ids whose file could not be read in the parent.
    unknown: HashSet<String>,
}

impl CommitDifference {
    fn new(changes: &[crate::git::FileDifference], versions: &OidMap<FileContents>, names: &Names<'_>) -> Self {
        let mut side = Self::default();
        for change in changes.iter().filter(|change| is_goal_file(&change.path)) {
            let old = change.old.and_then(|oid| versions.get(&oid));
            let new = change.new.and_then(|oid| versions.get(&oid));
            let old_id = old.and_then(|version| names.of(version));
            let new_id = new.and_then(|version| names.of(version));
            if let (Some(FileContents::Goal(goal)), Some(id)) = (old, &old_id) {
                side.touched.entry(id.clone()).or_insert_with(|| change.path.clone());
                side.old.insert(id.clone(), Arc::clone(goal));
            }
            match (new, &new_id) {
                (Some(FileContents::Goal(goal)), Some(id)) => {
                    side.touched.insert(id.clone(), change.path.clone());
                    side.new.insert(id.clone(), Arc::clone(goal));
                    if matches!(old, Some(FileContents::Broken(_))) {
                        side.unknown.insert(id.clone());
                    }
                }
                (Some(FileContents::Broken(_)), id) => side.broken.extend(id.clone().or(old_id.clone())),
                _ => {}
            }
        }
        // A goal that is readable in another file of the commit is not broken.
        let Self { broken, new, .. } = &mut side;
        broken.retain(|id| !new.contains_key(id));
        side
    }
}

/// Which id a former id stands for today.
struct Names<'w> {
    workspace: &'w Workspace,
    /// For goals that are gone: what each former id became.
    became: HashMap<String, String>,
}

impl<'w> Names<'w> {
    /// The ids of a workspace and of the versions of a history, of which a later one counts more.
    fn new<'v>(workspace: &'w Workspace, versions: impl Iterator<Item = &'v FileContents>) -> Self {
        let mut became = HashMap::new();
        for version in versions {
            let FileContents::Goal(goal) = version else { continue };
            for former in goal.formerly.iter().filter(|former| **former != goal.id) {
                became.insert(former.clone(), goal.id.clone());
            }
        }
        Self { workspace, became }
    }

    fn of(&self, version: &FileContents) -> Option<String> {
        let id = match version {
            FileContents::Goal(goal) => goal.id.as_str(),
            FileContents::Broken(id) => id.as_deref()?,
        };
        Some(self.resolve(id))
    }

    fn resolve(&self, id: &str) -> String {
        let mut at = id;
        // Two goals may claim to be each other's former self: a few steps are enough for the honest.
        for _ in 0..16 {
            if let Some(ix) = self.workspace.find(at) {
                return self.workspace.goal(ix).id.clone();
            }
            match self.became.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        at.to_owned()
    }
}

/// A content of a file to read, and one that stood in the same file later.
struct PendingContent {
    oid: Oid,
    later: Option<Oid>,
}

/// Reads each distinct content once that is not among the versions yet. Most differ from the one after them in a number
/// or two, and need no parsing; the latest ones were read with the workspace already.
fn read_versions(
    repository: &Repository,
    commits: &[Commit],
    files: &[(String, Oid)],
    workspace: &Workspace,
    versions: &mut OidMap<FileContents>,
) -> Result<(), GitError> {
    // Of an earlier state everything was read with the later one, as a rule.
    if !versions.is_empty() && by_file(commits, files, versions).is_empty() {
        return Ok(());
    }
    let known: OidMap<Page> =
        workspace.pages().filter_map(|page| Some((Repository::name_of(page.text())?, page))).collect();
    for (oid, page) in &known {
        versions.entry(*oid).or_insert_with(|| FileContents::of(page));
    }
    let mut batch = Vec::new();
    let mut size = 0;
    let by_file = by_file(commits, files, versions);
    repository.bring(by_file.iter().flatten().map(|step| step.oid))?;
    for steps in by_file {
        let mut texts = Vec::with_capacity(steps.len());
        // Packs keep what is older as a change of what is newer: from that end each is unpacked once.
        for step in steps.iter().rev() {
            texts.push(SourceFile::from_bytes("", repository.blob(step.oid)?));
        }
        texts.reverse();
        size += steps.len();
        batch.push((steps, texts));
        if size >= BATCH {
            versions.extend(read_files(std::mem::take(&mut batch), &known, &workspace.settings));
            size = 0;
        }
    }
    versions.extend(read_files(batch, &known, &workspace.settings));
    Ok(())
}

/// What there is to read, file by file, the latest first; nothing twice.
fn by_file(commits: &[Commit], files: &[(String, Oid)], known: &OidMap<FileContents>) -> Vec<Vec<PendingContent>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut by_file: Vec<Vec<PendingContent>> = Vec::new();
    let mut seen: OidSet = known.keys().copied().collect();
    let changes = commits.iter().rev().flat_map(|commit| commit.changes.iter().flatten());
    let contents = changes.filter(|it| is_goal_file(&it.path)).flat_map(|it| {
        let (path, old, new) = (it.path.as_str(), it.old, it.new);
        [(path, new, None), (path, old, new)]
    });
    for (path, oid, later) in files.iter().map(|(path, oid)| (path.as_str(), Some(*oid), None)).chain(contents) {
        let Some(oid) = oid.filter(|oid| seen.insert(*oid)) else { continue };
        let place = *places.entry(path).or_insert(by_file.len());
        if place == by_file.len() {
            by_file.push(Vec::new());
        }
        by_file[place].push(PendingContent { oid, later });
    }
    by_file
}

/// Reads the contents of some files, each file's one after the other.
fn read_files(
    files: Vec<(Vec<PendingContent>, Vec<SourceFile>)>,
    known: &OidMap<Page>,
    settings: &Settings,
) -> Vec<(Oid, FileContents)> {
    let read = |(steps, texts): (Vec<PendingContent>, Vec<SourceFile>)| {
        let mut pages: OidMap<Page> = OidMap::default();
        for (step, file) in steps.into_iter().zip(texts) {
            let later = step.later.and_then(|oid| pages.get(&oid).or_else(|| known.get(&oid)));
            let page = match later {
                Some(later) => later.version(file, settings),
                None => Page::read(file, settings),
            };
            pages.insert(step.oid, page);
        }
        pages.into_iter().map(|(oid, page)| (oid, FileContents::of(&page))).collect::<Vec<_>>()
    };
    files.into_par_iter().with_min_len(FILES_AT_ONCE).flat_map_iter(read).collect()
}

fn is_goal_file(path: &str) -> bool {
    path != SETTINGS_FILE && path != ORG_FILE
}
