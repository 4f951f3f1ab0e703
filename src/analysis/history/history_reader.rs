//! Reads the git history of goals from a repository.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::by_id::ById;
use super::changed_ids::{GoneGoal, became};
use super::commit_changes::CommitChanges;
use super::exclusion::exclude;
use super::file_contents::{FileContents, is_goal_file, read_contents};
use super::fiscal_years::YearsReader;
use super::former_ids::FormerIds;
use super::goal_history::GoalHistory;
use super::goal_revision::{Chain, Chained, GoalLine};
use super::once_read::once_read;
use super::out_of_sight::out_of_sight;
use super::root_fault::RootFault;
use super::settings_history::SettingsHistory;
use super::trunk::{TrunkReader, TrunkReading};
use crate::analysis::versions::changed_id::GoalVersion;
use crate::git::{Detours, GitError, History, HistoryRange, Oid, OidMap, Repository, Walked};
use crate::model::{Role, Settings, Workspace};
use crate::project::{Project, RootHistory};
use crate::source::SETTINGS_FILE;

/// The most times that a history is read anew because a goal went out of sight, and from there to another place out of sight.
const MOST_READ_ANEW: u8 = 8;

/// Reads the history of a repository.
struct HistoryReader<'r> {
    repository: &'r Repository,
    range: HistoryRange,
    /// The settings that say which files and which trunk are read.
    settings: &'r Settings,
    /// What it goes by that was found in reading it.
    detours: Detours,
    /// How many times it may be read anew because of what is out of sight.
    anew: u8,
}

impl<'r> HistoryReader<'r> {
    fn new(repository: &'r Repository, range: HistoryRange, settings: &'r Settings) -> Self {
        Self { repository, range, settings, detours: Detours::default(), anew: MOST_READ_ANEW }
    }

    /// Builds the history of the goals at `tip` from its commits. Contents that are not in `versions` yet are read into
    /// it.
    fn history(
        &self,
        (read, walked): (History, Walked),
        tip: Oid,
        workspace: &Workspace,
        versions: &mut OidMap<FileContents>,
    ) -> Result<GoalHistory, GitError> {
        let History { mut commits, truncated, merged, tip: last, replaced, .. } = read;
        let (mut files, left_out) = self.repository.files(tip, &self.settings.left_out())?;
        let settings_file = files.iter().find(|(path, _)| path == SETTINGS_FILE).map(|(_, oid)| *oid);
        files.retain(|(path, _)| is_goal_file(path));
        let seen = (&*commits, self.range.since.is_some());
        let once = once_read(self.repository, seen, tip, (&self.settings.left_out(), &left_out))?;
        let ignored: HashSet<String> =
            once.there.iter().map(|(path, _)| path).chain(once.since.keys()).cloned().collect();
        let left_out = left_out.but(once.paths);
        files.extend(once.there);
        let excluded = exclude(self.repository, &mut commits, tip, self.settings, (&left_out, once.since))?;
        read_contents(self.repository, &commits, &files, workspace, versions)?;
        let changes = commits.iter().flat_map(|commit| commit.changes.iter().flatten());
        let contents = changes.flat_map(|change| [change.old, change.new]).flatten();
        let contents = contents.chain(files.iter().map(|(_, oid)| *oid));
        // In most histories no goal ever had another id.
        let claims = versions.values().any(FileContents::has_former_ids);
        let claimed = FormerIds::new(workspace, contents.filter(|_| claims).filter_map(|oid| versions.get(&oid)));
        // Of a history that is read whole every file is changed by the commit that adds it.
        let is_part = self.range.since.is_some();
        let changes = commits.iter().filter(|_| is_part).flat_map(|commit| commit.changes.iter().flatten());
        let paths: foldhash::HashSet<&str> = changes.map(|change| change.path.as_str()).collect();
        let untouched = files.iter().filter(|(path, _)| is_part && !paths.contains(path.as_str()));
        let untouched = untouched.map(|(path, oid)| (path.as_str(), *oid));
        // An included root is read with the settings of the one that names it.
        let is_own = std::ptr::eq(self.settings, &raw const workspace.settings);
        let reader = YearsReader::new(self.repository, settings_file, (workspace.settings.fiscal_year_starts, is_own));
        let by_commit: Vec<CommitChanges<'_>> = commits.iter().map(CommitChanges::from).collect();
        let years = reader.of(&by_commit)?;
        let first = Chain::new(versions, &claimed, &years).follow(&by_commit, last, untouched.clone());
        let Chained { mut goals, others, successors } = first;
        let is_final = others.is_empty() && successors.is_empty();
        let listed = claimed.with(&[]).without(others.clone()).succeeded_by(successors);
        if !is_final {
            goals = Chain::new(versions, &listed, &years).follow(&by_commit, last, untouched.clone()).goals;
        }
        // What has another id now is the same goal throughout: it is chained again, and nothing is read twice.
        let changed_ids = changed_ids(workspace, &goals, |id| {
            files.iter().any(|(_, oid)| versions.get(oid).and_then(|it| listed.of(it)) == Some(id))
        });
        let names = listed.with(&changed_ids);
        if !changed_ids.is_empty() {
            goals = Chain::new(versions, &names, &years).follow(&by_commit, last, untouched).goals;
        }
        let known = &self.detours.files;
        let find = || out_of_sight(self.repository, (&commits, known), &goals, &names);
        let aside = if self.anew == 0 { HashSet::new() } else { find() };
        if !aside.is_subset(&self.detours.files) {
            let files = Rc::new(aside.union(&self.detours.files).cloned().collect());
            return self.by(Detours { files, ..self.detours.clone() }, tip, workspace, versions);
        }
        let (since, shown) = (self.range.since, commits.len());
        let commits = (commits, merged, excluded.is_empty() && ignored.is_empty());
        let trunk = TrunkReader::new(self.repository, (workspace, self.settings), commits, &goals, &excluded);
        let TrunkReading { commits, landings, settings, passing } =
            trunk.read((tip, self.range, walked), &left_out, versions, (&names, reader))?;
        // What the trunk itself had counts, whatever a merge took: it is read again by way of it.
        if !passing.is_empty() && self.detours.merges.is_empty() {
            return self.by(Detours { merges: passing, ..self.detours.clone() }, tip, workspace, versions);
        }
        let settings = SettingsHistory::read(self.repository, settings, settings_file)?;
        let mut history = GoalHistory {
            commits,
            shown,
            truncated,
            replaced,
            since,
            goals,
            excluded,
            landings,
            changed_ids,
            others,
            ignored,
            settings,
            ..GoalHistory::default()
        };
        for (path, oid) in files {
            if let Some(FileContents::Goal(goal)) = versions.get(&oid) {
                let (id, version) = (names.resolve(&goal.id).to_owned(), || years.version(Arc::clone(goal), last));
                // Of several files with one id the one that is read now.
                let is_read = |ix| workspace.file(workspace.goal(ix).document).path == path;
                if workspace.find(&id).is_some_and(is_read) {
                    history.head.insert(id, (version(), path));
                } else {
                    history.head.entry(id).or_insert_with(|| (version(), path));
                }
            }
        }
        // A history that was cut at a day is complete all the same if every goal was added after it.
        let from_its_addition = |id: &String| history.of(id).first().is_some_and(|first| first.previous().is_none());
        let is_whole = since.is_none() || history.head.keys().all(from_its_addition);
        history.beginnings.extend(is_whole.then_some(0));
        Ok(history)
    }

    /// The history, read anew by some detours.
    fn by(
        &self,
        detours: Detours,
        tip: Oid,
        workspace: &Workspace,
        versions: &mut OidMap<FileContents>,
    ) -> Result<GoalHistory, GitError> {
        let read = self.repository.history_by(tip, self.range, &detours)?;
        Self { detours, anew: self.anew.saturating_sub(1), ..*self }.history(read, tip, workspace, versions)
    }
}

/// The ids that commits changed and that no file lists, as pairs of the earlier id and the present one.
fn changed_ids(
    workspace: &Workspace,
    goals: &ById<GoalLine>,
    is_there: impl Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let mut gone: Vec<GoneGoal<'_>> = Vec::new();
    for (id, line) in goals.iter().filter(|(id, _)| workspace.find(id).is_none() && !workspace.is_unread(id)) {
        let removing = line.revisions.iter().rfind(|revision| revision.after.is_none());
        let last = removing.and_then(|revision| Some((revision, revision.previous()?)));
        if let Some((revision, goal)) = last.filter(|_| !is_there(id)) {
            let version = GoalVersion { id, goal, path: &revision.path };
            gone.push(GoneGoal { version, commit: Some(revision.commit) });
        }
    }
    let all = goals.iter().map(|(id, line)| (id.as_str(), line.revisions.as_slice()));
    let present = became(workspace, &gone, all, |_| false);
    let pairs = gone.iter().zip(present);
    pairs.filter_map(|(it, ix)| Some((it.version.id.to_owned(), workspace.goal(ix?).id.clone()))).collect()
}

impl GoalHistory {
    /// Reads the history of the goals' folder from `tip` back, as far as the range says. Each distinct content of a file is
    /// read once.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn read(
        repository: &Repository,
        tip: Oid,
        range: HistoryRange,
        workspace: &Workspace,
    ) -> Result<Self, GitError> {
        let read = repository.history(tip, range)?;
        let reader = HistoryReader::new(repository, range, &workspace.settings);
        reader.history(read, tip, workspace, &mut OidMap::default())
    }

    /// Reads the history of a project, with those of the roots that it includes.
    ///
    /// # Errors
    /// An object of the project's own repository is missing or broken.
    pub fn of_project(
        project: &Project,
        (repository, tip): (&Repository, Oid),
        range: HistoryRange,
    ) -> Result<Self, GitError> {
        let own = Self::read(repository, tip, range, &project.workspace)?;
        Ok(own.with_included(project, range))
    }

    /// Reads the histories of two states of a project, the earlier one's first, as [`GoalHistory::of_project`] does.
    ///
    /// # Errors
    /// An object of the project's own repository is missing or broken.
    pub fn of_projects(
        range: HistoryRange,
        (before, of_before): (&Project, (&Repository, Oid)),
        (after, of_after): (&Project, (&Repository, Oid)),
    ) -> Result<(Self, Self), GitError> {
        let earlier = (of_before.0, of_before.1, &before.workspace);
        let (first, second) = Self::read_both(range, earlier, (of_after.0, of_after.1, &after.workspace))?;
        let (first, mut second) = (first.with_included(before, range), second.with_included(after, range));
        if !second.roots.is_empty() {
            for it in before.root_histories().into_iter().filter_map(|(_, found)| found.ok()) {
                // A root that cannot be read has no history either.
                let _ = second.note_reached(&first, (&it.repository, it.tip));
            }
        }
        Ok((first, second))
    }

    /// Takes in the histories of the roots that a project includes. A fault of one is kept: the rest is told all the same.
    fn with_included(mut self, project: &Project, range: HistoryRange) -> Self {
        let workspace = &project.workspace;
        for (name, found) in project.root_histories() {
            let read =
                found.map_err(RootFault::from).and_then(|it| Ok((it.root, Self::of_root(&it, range, workspace)?)));
            match read {
                Ok((root, history)) => {
                    let document = |id: &str| Some(workspace.goal(workspace.find(id)?).document);
                    self.join(history, root, &name, |id| {
                        document(id).is_some_and(|it| workspace.file(it).root == root)
                    });
                }
                Err(fault) => self.unread_roots.push((name, fault)),
            }
        }
        self
    }

    /// Reads the history of an included root.
    fn of_root(it: &RootHistory, range: HistoryRange, workspace: &Workspace) -> Result<Self, RootFault> {
        let read = it.repository.history(it.tip, range)?;
        let reader = HistoryReader::new(&it.repository, range, &it.settings);
        let history = reader.history(read, it.tip, workspace, &mut OidMap::default())?;
        // A root of which a part is known would be judged as if that were all.
        if history.truncated {
            return Err(RootFault::Shallow);
        }
        if history.goals.is_empty() && history.head.is_empty() {
            return Err(RootFault::Uncommitted);
        }
        Ok(history)
    }

    /// Reads the histories of two commits and returns the earlier one's first. Each equals what [`GoalHistory::read`]
    /// returns; if the earlier commit is an ancestor of the later one, their shared part is read once.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn read_both(
        range: HistoryRange,
        earlier: (&Repository, Oid, &Workspace),
        later: (&Repository, Oid, &Workspace),
    ) -> Result<(Self, Self), GitError> {
        let settings =
            |workspace: &Workspace| workspace.by_role(Role::Settings).map(|it| workspace.file(it).text.clone());
        let read = |(repository, tip, workspace): (&Repository, Oid, &Workspace)| {
            Self::read(repository, tip, range, workspace)
        };
        let both = |before: Self, mut after: Self| {
            after.note_reached(&before, (earlier.0, earlier.1))?;
            Ok((before, after))
        };
        // Settings decide how files are read (levels, fiscal year): with other settings the same text is another goal.
        if settings(earlier.2) != settings(later.2) {
            return both(read(earlier)?, read(later)?);
        }
        let (history, walked) = later.0.history_with(later.1, range, earlier.1)?;
        let shared = history.shared();
        let reading = |repository, settings| HistoryReader::new(repository, range, settings);
        let mut versions = OidMap::default();
        let after = reading(later.0, &later.2.settings).history((history, walked), later.1, later.2, &mut versions)?;
        let before = match shared {
            Some(shared) => reading(earlier.0, &earlier.2.settings).history(
                (shared, Walked::default()),
                earlier.1,
                earlier.2,
                &mut versions,
            )?,
            None => read(earlier)?,
        };
        both(before, after)
    }
}
