//! In which month the fiscal year began when a version of a goal was written: the name of its period meant other days then
//! where that has changed since.

use std::sync::Arc;

use super::commit_changes::CommitChanges;
use crate::git::{GitError, Oid, OidMap, Repository};
use crate::model::{Goal, Period, PeriodUnit, readable_settings};
use crate::source::{SETTINGS_FILE, SourceFile};

/// The first months of the fiscal year in some commits.
#[derive(Debug)]
pub(super) struct FiscalYears {
    /// The month with which the contents of files were read.
    read_with: u8,
    /// The month before the first of the commits.
    before: u8,
    /// The month in each commit; empty where it never changed.
    of_commit: Vec<u8>,
}

/// Reads the fiscal years in the commits of a repository.
#[derive(Debug, Clone, Copy)]
pub(super) struct YearsReader<'r> {
    repository: &'r Repository,
    /// The file of settings in the last commit.
    head: Option<Oid>,
    /// The month with which the contents of files were read.
    read_with: u8,
    /// Whether the files are read with their own settings. Those of an included root are read with the settings of the root
    /// that names it.
    is_own: bool,
}

impl<'r> YearsReader<'r> {
    pub(super) fn new(repository: &'r Repository, head: Option<Oid>, (read_with, is_own): (u8, bool)) -> Self {
        Self { repository, head, read_with, is_own }
    }

    /// Reads those of some commits, ancestors first.
    pub(super) fn of(&self, commits: &[CommitChanges<'_>]) -> Result<FiscalYears, GitError> {
        let Self { repository, head, read_with, is_own } = *self;
        if !is_own {
            return Ok(FiscalYears::always(read_with));
        }
        let mut known: OidMap<Option<u8>> = OidMap::default();
        let mut month = |oid: Oid| -> Result<Option<u8>, GitError> {
            if let Some(month) = known.get(&oid) {
                return Ok(*month);
            }
            let settings = readable_settings(&SourceFile::from_bytes(SETTINGS_FILE, repository.blob(oid)?));
            let month = settings.map(|settings| settings.fiscal_year_starts);
            known.insert(oid, month);
            Ok(month)
        };
        let change = |commit: &CommitChanges<'_>| -> Option<(Option<Oid>, Option<Oid>)> {
            let changes = commit.sides.first()?;
            changes.iter().find(|change| change.path == SETTINGS_FILE).map(|change| (change.old, change.new))
        };
        // With the first file nothing was changed: until then nobody had set anything.
        let first = commits.iter().find_map(change).map_or(head, |(old, new)| old.or(new));
        let before = first.map(&mut month).transpose()?.flatten().unwrap_or(read_with);
        let mut of_commit: Vec<u8> = Vec::with_capacity(commits.len());
        for commit in commits {
            let inherited = commit.parents.first().copied().flatten().and_then(|parent| of_commit.get(parent).copied());
            let inherited = inherited.unwrap_or(before);
            of_commit.push(match change(commit) {
                // What cannot be read changes nothing, and without the file the default holds.
                Some((_, Some(new))) => month(new)?.unwrap_or(inherited),
                Some((Some(_), None)) => 1,
                _ => inherited,
            });
        }
        if before == read_with && of_commit.iter().all(|month| *month == read_with) {
            return Ok(FiscalYears::always(read_with));
        }
        Ok(FiscalYears { read_with, before, of_commit })
    }
}

impl FiscalYears {
    /// Those of a history that has always been read with one month.
    fn always(month: u8) -> Self {
        Self { read_with: month, before: month, of_commit: Vec::new() }
    }

    /// A version of a goal as a commit had it; without one as it was before the first of them.
    pub(super) fn version(&self, goal: Arc<Goal>, commit: Option<usize>) -> Arc<Goal> {
        let then = commit.map_or(self.before, |commit| self.of_commit.get(commit).copied().unwrap_or(self.read_with));
        let named = || goal.period.as_ref().filter(|it| !matches!(it.unit, PeriodUnit::Exact | PeriodUnit::Month));
        let Some(period) = named().filter(|_| then != self.read_with) else { return goal };
        let Ok(period) = Period::parse(&period.name, then) else { return goal };
        let mut goal = Arc::unwrap_or_clone(goal);
        goal.period = Some(period);
        Arc::new(goal)
    }
}
