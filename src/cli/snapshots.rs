//! Snapshots of the goals with their history: how far back it is read, and what is noted if it cannot be read.

use super::error::CommandError;
use super::session::Session;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::first_move;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::{Timeline, needed_from, suffices};
use crate::analysis::snapshot::NoHistory;
use crate::git::{GitError, HistoryRange, Limit, Oid, Repository};
use crate::model::{Day, days_between};
use crate::project::Project;
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

impl Session {
    /// Takes a snapshot of the goals with their history, if there is one. Notes what limits the history.
    pub(super) fn snapshot<'p>(
        &self,
        project: &'p Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<Facts<'p>, CommandError> {
        let (needed, today) = (reach == HistoryReach::Needed, context.today);
        let (tip, no_history) = self.history_tip(project, needed)?;
        let Some((repository, tip)) = tip else { return Ok(without_history(project, no_history, today)) };
        let range = |since| HistoryRange { since, today: Some(today) };
        let read = |since| {
            self.read_history(project, needed, || GoalHistory::read(repository, tip, range(since), &project.workspace))
        };
        let build = |history| with_history(project, history, today);
        let first = read(reach.since(&[(project, today)]))?.map(build);
        // If an observation from before that day counts, the whole history is read.
        let facts = match first {
            Some(facts) if !reach.is_enough(&facts) => read(None)?.map(build),
            first => first,
        };
        Ok(facts.unwrap_or_else(|| without_history(project, no_history, today)))
    }

    /// Takes snapshots of two states, each on its own day and with its own history, both read back to the same day.
    /// Every command that compares with an earlier state uses this, so that all give the same numbers for it.
    pub(super) fn snapshots<'p>(
        &self,
        before: (&'p Project, Day),
        after: (&'p Project, Day),
        reach: HistoryReach,
    ) -> Result<(Facts<'p>, Facts<'p>), CommandError> {
        let (tip, no_history) = self.history_tip(after.0, false)?;
        let Some((repository, tip)) = tip else {
            let bare = |(project, today)| without_history(project, no_history, today);
            return Ok((bare(before), bare(after)));
        };
        let later = (repository, tip, &after.0.workspace);
        let read = |since| {
            let range = HistoryRange { since, today: Some(after.1) };
            self.read_history(after.0, false, || {
                let (Some(base), Ok(base_repository)) = (before.0.revision, &before.0.repository) else {
                    // An earlier state without a commit is the one before the first commit.
                    let history = GoalHistory::read(repository, tip, range, later.2)?;
                    let nothing = without_history(before.0, no_history, before.1);
                    return Ok((nothing, with_history(after.0, history, after.1)));
                };
                let earlier = (base_repository, base.oid, &before.0.workspace);
                let (first, second) = GoalHistory::read_both(range, earlier, later)?;
                Ok((with_history(before.0, first, before.1), with_history(after.0, second, after.1)))
            })
        };
        let facts = match read(reach.since(&[before, after]))? {
            Some((first, second)) if !(reach.is_enough(&first) && reach.is_enough(&second)) => read(None)?,
            facts => facts,
        };
        let bare = |(project, today)| without_history(project, no_history, today);
        Ok(facts.unwrap_or_else(|| (bare(before), bare(after))))
    }

    /// Takes a snapshot of the goals, and one of an earlier state if it is known.
    pub(super) fn snapshot_since<'p>(
        &self,
        earlier: Option<(&'p Project, Day)>,
        project: &'p Project,
        context: &Context,
        reach: HistoryReach,
    ) -> Result<(Option<Facts<'p>>, Facts<'p>), CommandError> {
        Ok(match earlier {
            Some(earlier) => {
                let (before, after) = self.snapshots(earlier, (project, context.today), reach)?;
                (Some(before), after)
            }
            None => (None, self.snapshot(project, context, reach)?),
        })
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
        for limit in repository.limits() {
            self.note(match limit {
                Limit::Shallow => {
                    "this is a shallow clone, so the history is incomplete; to complete it: git fetch --unshallow"
                }
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
    fn is_enough(self, facts: &Facts<'_>) -> bool {
        suffices(facts.workspace, &facts.timeline, facts.today, self == Self::Trends)
    }
}

/// Builds a snapshot with history.
fn with_history(project: &Project, mut history: GoalHistory, today: Day) -> Facts<'_> {
    find_landings(project, &mut history);
    let timeline = Timeline::from_history(&project.workspace, history, today);
    Facts::with_timeline(&project.workspace, timeline, today)
}

/// Finds out how moved goalposts reached the trunk: who merged them, and in which merge. This reads merges, so it is
/// done only if a goalpost moved. If it fails, `by_owner_alone` stays unknown: a wrong accusation is worse than none.
fn find_landings(project: &Project, history: &mut GoalHistory) {
    let (Ok(repository), Some(since)) = (&project.repository, first_move(history)) else { return };
    let Ok(tip) = project.revision.map_or_else(|| repository.head(), Ok) else { return };
    let trunk = project.workspace.settings.trunk.as_deref();
    let newest = trunk.filter(|_| project.revision.is_none()).and_then(|name| {
        // A clone made for a pull request may have the trunk as a remote branch only.
        let names = [name.to_owned(), format!("origin/{name}")];
        names.iter().find_map(|name| repository.resolve(name, trunk, tip.day).ok())
    });
    drop(history.find_landings(repository, newest.unwrap_or(tip).oid, trunk, since));
}

/// Builds a snapshot without history, with the reason.
fn without_history(project: &Project, no_history: NoHistory, today: Day) -> Facts<'_> {
    let mut facts = Facts::take(&project.workspace, today);
    facts.no_history = no_history;
    facts
}

/// Returns the start of a day in seconds since 1970 (UTC).
fn seconds(day: Day) -> i64 {
    days_between(Day::constant(1970, 1, 1), day) * 86_400
}
