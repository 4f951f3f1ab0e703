//! Snapshots of the goals with their history: how far back it is read, and what is noted if it cannot be read.

use super::error::CommandError;
use super::session::Session;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::unlisted_ids;
use crate::analysis::history::{GoalHistory, RootFault};
use crate::analysis::numbers::{Timeline, needed_from, suffices};
use crate::analysis::snapshot::NoHistory;
use crate::git::{GitError, HistoryRange, Limit, Oid, Repository, short_id};
use crate::model::{Day, days_between};
use crate::project::Project;
use crate::render::{clean, shell_word};
use crate::view::Context;

/// How far back history is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryReach {
    /// As far as the numbers of current goals need it.
    Recent,
    /// As far as these numbers and their trends need it.
    Trends,
    /// To the first commit.
    Whole,
    /// To the first commit; without a history the command fails.
    Needed,
}

/// The commit that history is read back from, if there is one.
type Tip<'p> = Option<(&'p Repository, Oid)>;

/// What is known of the past of a project's goals on a day.
#[derive(Debug)]
pub(super) struct LoadedHistory {
    timeline: Timeline,
    no_history: NoHistory,
    today: Day,
}

impl LoadedHistory {
    /// What the files alone tell.
    pub(super) fn of_files(project: &Project, no_history: NoHistory, today: Day) -> Self {
        Self { timeline: Timeline::from_files(&project.workspace, today), no_history, today }
    }

    /// Takes a snapshot of the goals.
    pub(super) fn snapshot(self, project: &Project) -> Facts<'_> {
        let mut facts = Facts::with_timeline(&project.workspace, self.timeline, self.today);
        facts.no_history = self.no_history;
        facts
    }

    /// The same for goals that have taken over ids, without reading it again; none if it does not tell of each of them under its
    /// present id: because that is not committed, or the goal went to another root with another id.
    fn rebuilt(self, project: &Project, unlisted: &[(String, String)]) -> Option<Self> {
        let history = self.timeline.shared_history()?;
        let is_told = unlisted.iter().all(|pair| history.changed_ids().contains(pair));
        let timeline = is_told.then(|| Timeline::from_history(&project.workspace, history, self.today))?;
        Some(Self { timeline, ..self })
    }

    /// Finds the ids that were changed by hand and that no file lists.
    pub(super) fn unlisted_ids(&self, project: &Project) -> Vec<(String, String)> {
        self.timeline.history().map_or_else(Vec::new, |history| unlisted_ids(&project.workspace, history))
    }
}

impl Session {
    /// Reads the past of the goals, if there is one, and lets ids that were changed by hand lead to the goals that have
    /// others now: every command tells of the same goal. Notes what limits the history.
    pub(super) fn past(
        &self,
        project: &mut Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<LoadedHistory, CommandError> {
        let past = self.read_past(project, context.today, reach)?;
        let unlisted = past.unlisted_ids(project);
        if !project.take_over(&unlisted) {
            return Ok(past);
        }
        let past = match past.rebuilt(project, &unlisted).filter(|past| reach.is_enough(project, past)) {
            Some(past) => past,
            None => self.read_past(project, context.today, reach)?,
        };
        self.note_changed_ids(project, context.today);
        Ok(past)
    }

    /// The same of two states, each on its own day and with its own history, both read back to the same day. Every command
    /// that compares with an earlier state uses this, so that all give the same numbers for it.
    pub(super) fn pasts(
        &self,
        before: (&mut Project, Day),
        after: (&mut Project, Day),
        reach: HistoryReach,
    ) -> Result<(LoadedHistory, LoadedHistory), CommandError> {
        let ((first, first_day), (second, second_day)) = (before, after);
        let read = |first: &Project, second: &Project| self.read_pasts((first, first_day), (second, second_day), reach);
        let (earlier, later) = read(first, second)?;
        let unlisted = (earlier.unlisted_ids(first), later.unlisted_ids(second));
        let changed = [first.take_over(&unlisted.0), second.take_over(&unlisted.1)];
        if changed == [false, false] {
            return Ok((earlier, later));
        }
        let rebuilt = earlier.rebuilt(first, &unlisted.0).zip(later.rebuilt(second, &unlisted.1));
        let is_enough = |(earlier, later): &(LoadedHistory, LoadedHistory)| {
            reach.is_enough(first, earlier) && reach.is_enough(second, later)
        };
        let pasts = match rebuilt.filter(is_enough) {
            Some(pasts) => pasts,
            None => read(first, second)?,
        };
        self.note_changed_ids(second, second_day);
        Ok(pasts)
    }

    /// Takes a snapshot of the goals with their history, if there is one.
    pub(super) fn snapshot<'p>(
        &self,
        project: &'p mut Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<(&'p Project, Facts<'p>), CommandError> {
        let past = self.past(project, context, reach)?;
        let project: &'p Project = project;
        Ok((project, past.snapshot(project)))
    }

    /// Takes a snapshot of the goals with what changes of settings altered, and one of an earlier state if it is known.
    pub(super) fn snapshot_since<'p>(
        &self,
        earlier: Option<(&'p mut Project, Day)>,
        project: &'p mut Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<(Option<Facts<'p>>, Facts<'p>), CommandError> {
        let Some((earlier, day)) = earlier else {
            let past = self.past(project, context, reach)?;
            return Ok((None, self.with_moved_settings(project, past)?));
        };
        let (before, after) = self.pasts((earlier, day), (&mut *project, context.today), reach)?;
        Ok((Some(before.snapshot(earlier)), self.with_moved_settings(project, after)?))
    }

    /// Takes a snapshot of the goals with what changes of settings altered.
    fn with_moved_settings<'p>(&self, project: &'p Project, past: LoadedHistory) -> Result<Facts<'p>, CommandError> {
        let mut facts = past.snapshot(project);
        self.find_moved_settings(project, &mut facts)?;
        Ok(facts)
    }

    /// Notes which ids were changed by hand, and how to record it.
    fn note_changed_ids(&self, project: &Project, today: Day) {
        let facts = Facts::take(&project.workspace, today);
        for it in facts.changed_ids() {
            let (before, now) = (clean(&it.id), clean(&facts.goal(it.goal).id));
            self.note(&format!(
                "`{before}` was changed to `{now}`, and `formerly` does not say so; to add it: goalpost check --fix"
            ));
        }
    }

    /// Reads the past of a project as it is.
    pub(super) fn read_past(
        &self,
        project: &Project,
        today: Day,
        reach: HistoryReach,
    ) -> Result<LoadedHistory, CommandError> {
        let needed = reach == HistoryReach::Needed;
        let (tip, no_history) = self.history_tip(project, needed)?;
        let Some((repository, tip)) = tip else { return Ok(LoadedHistory::of_files(project, no_history, today)) };
        let range = |since| HistoryRange { since, today: Some(today) };
        let read = |since| {
            self.read_history(project, needed, || GoalHistory::of_project(project, (repository, tip), range(since)))
        };
        let build = |history: GoalHistory| {
            self.note_what_is_missing(project, repository, &history);
            with_history(project, history, today)
        };
        let first = read(reach.since(&[(project, today)]))?.map(build);
        // If an observation from before that day counts, the whole history is read.
        let past = match first {
            Some(past) if !reach.is_enough(project, &past) => read(None)?.map(build),
            first => first,
        };
        Ok(past.unwrap_or_else(|| LoadedHistory::of_files(project, no_history, today)))
    }

    /// Reads the pasts of two projects as they are.
    pub(super) fn read_pasts(
        &self,
        before: (&Project, Day),
        after: (&Project, Day),
        reach: HistoryReach,
    ) -> Result<(LoadedHistory, LoadedHistory), CommandError> {
        let (tip, no_history) = self.history_tip(after.0, false)?;
        let from_files = |(project, today): (&Project, Day)| LoadedHistory::of_files(project, no_history, today);
        let Some((repository, tip)) = tip else { return Ok((from_files(before), from_files(after))) };
        let later = (after.0, (repository, tip));
        let read = |since| {
            let range = HistoryRange { since, today: Some(after.1) };
            self.read_history(after.0, false, || {
                let (Some(base), Ok(base_repository)) = (before.0.revision, &before.0.repository) else {
                    // An earlier state without a commit is the one before the first commit.
                    let history = GoalHistory::of_project(after.0, (repository, tip), range)?;
                    self.note_what_is_missing(after.0, repository, &history);
                    return Ok((from_files(before), with_history(after.0, history, after.1)));
                };
                let earlier = (before.0, (base_repository, base.oid));
                let (first, second) = GoalHistory::of_projects(range, earlier, later)?;
                self.note_what_is_missing(after.0, repository, &second);
                Ok((with_history(before.0, first, before.1), with_history(after.0, second, after.1)))
            })
        };
        let pasts = match read(reach.since(&[before, after]))? {
            Some((first, second)) if !(reach.is_enough(before.0, &first) && reach.is_enough(after.0, &second)) => {
                read(None)?
            }
            pasts => pasts,
        };
        Ok(pasts.unwrap_or_else(|| (from_files(before), from_files(after))))
    }

    /// Returns the commit that a project's history is read back from, or why there is no history. A missing history is
    /// noted and not an error: without git, the files are the only observation.
    fn history_tip<'p>(&self, project: &'p Project, needed: bool) -> Result<(Tip<'p>, NoHistory), CommandError> {
        let repository = match &project.repository {
            Ok(repository) => repository,
            Err(error) if needed => return Err(error.into()),
            Err(GitError::NoRepository(_)) => {
                self.note("not a git repository; trends, authors and moved goalposts are not available");
                return Ok((None, NoHistory::OutsideGit));
            }
            Err(error) => {
                self.note(&format!("cannot read the history: {error} ({})", error.hint()));
                return Ok((None, NoHistory::OutsideGit));
            }
        };
        let tip = match project.revision.map_or_else(|| repository.head(), Ok) {
            Ok(tip) => tip,
            Err(error) if needed => return Err(error.into()),
            Err(GitError::Unborn) => {
                self.note("no commits yet; trends, authors and moved goalposts are not available");
                return Ok((None, NoHistory::Unborn));
            }
            Err(error) => {
                self.note(&format!("cannot read the history: {error} ({})", error.hint()));
                return Ok((None, NoHistory::OutsideGit));
            }
        };
        if let Some(day) = project.workspace.settings.adopted {
            self.note(&format!("history is judged since {day} (`adopted` in goalpost.yaml)"));
        }
        for limit in repository.limits() {
            self.note(match limit {
                // Where it begins is said when it has been read.
                Limit::Shallow => continue,
                Limit::BrokenGraph => {
                    "the commit-graph is broken and not used; to write a new one: git commit-graph write"
                }
                Limit::BrokenIndex => {
                    "the index of a pack is broken, so the git program reads it; for details: git fsck"
                }
                Limit::Grafts => "info/grafts is ignored, so the history may differ from git log",
                Limit::Replaced => "refs/replace is ignored, so the history may differ from git log",
            });
        }
        Ok((Some((repository, tip.oid)), NoHistory::OutsideGit))
    }

    /// Notes what a history does not tell.
    fn note_what_is_missing(&self, project: &Project, repository: &Repository, history: &GoalHistory) {
        self.note_beginning(repository, history);
        self.note_unread_roots(history);
        self.note_links(project, history);
    }

    /// Notes the goals that are read through a symbolic link from where git's files are not read: in the commits the link is
    /// all that there is of them.
    fn note_links(&self, project: &Project, history: &GoalHistory) {
        if project.revision.is_some() {
            return;
        }
        for (_, goal) in project.workspace.iter().filter(|(_, goal)| history.key(&goal.id).is_none()) {
            let file = project.workspace.file(goal.document);
            if file.is_own() && project.root.join(&file.path).is_symlink() {
                self.note(&format!(
                    "`{}` is a symbolic link, through which no history is followed: moved goalposts and earlier values of \
                     its goal are not available",
                    clean(&file.path)
                ));
            }
        }
    }

    /// Notes where the history begins, if that is in a shallow clone or where other goals were before.
    fn note_beginning(&self, repository: &Repository, history: &GoalHistory) {
        if let Some(replaced) = &history.replaced {
            let (folder, commit) = (clean(&replaced.folder), replaced.commit.to_string());
            let folder = if folder.is_empty() { "the top".into() } else { format!("`{folder}`") };
            let day = history.find_commit(replaced.commit).map(|place| format!(" on {}", history.commits[place].day));
            self.note(&format!(
                "the history begins{} with commit {}: most goals that were in {folder} before are others",
                day.unwrap_or_default(),
                short_id(&commit)
            ));
        }
        if !repository.limits().iter().any(|limit| matches!(limit, Limit::Shallow)) {
            return;
        }
        let begins = history.cut_off_on().map_or("is incomplete".to_owned(), |day| format!("begins on {day}"));
        self.note(&format!("this is a shallow clone, so the history {begins}; to complete it: git fetch --unshallow"));
    }

    /// Notes which included roots have no history here, and why.
    fn note_unread_roots(&self, history: &GoalHistory) {
        for (name, fault) in history.unread_roots() {
            let name = clean(name);
            let reason = match fault {
                RootFault::Git(GitError::NoRepository(_)) => "it is not in a git repository".to_owned(),
                RootFault::Shallow => {
                    format!("{fault}; to complete it: git -C {} fetch --unshallow", shell_word(&name))
                }
                fault => fault.to_string(),
            };
            self.note(&format!(
                "the history of {name} is not known, so moved goalposts and earlier values of its goals are not available ({reason})"
            ));
        }
    }

    /// Reads the history. A failure is an error if the history is needed, else a note.
    fn read_history<T>(
        &self,
        project: &Project,
        needed: bool,
        read: impl FnOnce() -> Result<T, GitError>,
    ) -> Result<Option<T>, CommandError> {
        let progress = self.progress("reading the history");
        let history = read();
        drop(progress);
        self.note_fetched(project);
        match history {
            Ok(history) => Ok(Some(history)),
            Err(error) if needed => Err(error.into()),
            Err(error) => {
                self.note(&format!("cannot read the history: {error} ({})", error.hint()));
                Ok(None)
            }
        }
    }
}

impl HistoryReach {
    /// Returns the time from which history is read at first, in seconds since 1970; `None` for all of it.
    fn since(self, states: &[(&Project, Day)]) -> Option<i64> {
        if !matches!(self, Self::Recent | Self::Trends) {
            return None;
        }
        let states = states.iter().filter(|(project, _)| !project.workspace.goals.is_empty());
        let needed = states.map(|(project, today)| needed_from(&project.workspace, *today));
        needed.min().flatten().map(seconds)
    }

    /// Tells whether the part that was read gives the same numbers as the whole history.
    fn is_enough(self, project: &Project, past: &LoadedHistory) -> bool {
        suffices(&project.workspace, &past.timeline, past.today, self == Self::Trends)
    }
}

/// What a history tells of a project's goals.
fn with_history(project: &Project, history: GoalHistory, today: Day) -> LoadedHistory {
    let timeline = Timeline::from_history(&project.workspace, history, today);
    LoadedHistory { timeline, no_history: NoHistory::default(), today }
}

/// Returns the start of a day in seconds since 1970 (UTC).
fn seconds(day: Day) -> i64 {
    days_between(Day::constant(1970, 1, 1), day) * 86_400
}
