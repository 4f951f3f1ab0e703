//! Counts in git repositories, several at once: each count starts git, which takes a processor for a while.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::questions::Question;
use super::trust::Trust;
use crate::fetch::Fetched;
use crate::git::{GitError, Oid, Repository, measure};
use crate::model::{Day, FeedKind, Origin};
use crate::project::Project;

/// The most counts at once. More than there are processors gain nothing.
const MOST_AT_ONCE: usize = 8;

/// What a question came to.
type CountOutcome = Result<Fetched, String>;

/// A count, and the places of the questions that ask for it.
struct SharedCount<'q> {
    path: &'q str,
    origin: &'q Origin,
    at: Vec<usize>,
}

/// The counts that questions ask for. The same count for several goals is made once.
pub(super) struct Counts<'q> {
    root: PathBuf,
    commit: Option<Oid>,
    today: Day,
    waiting: Mutex<VecDeque<SharedCount<'q>>>,
    made: Mutex<Vec<(usize, CountOutcome)>>,
}

impl<'q> Counts<'q> {
    /// Finds the counts among questions, of which those at the given places are asked.
    pub(super) fn of(
        project: &Project,
        trust: &Trust<'_>,
        questions: &'q [Question<'_>],
        at: &[usize],
        today: Day,
    ) -> Self {
        let mut shared: Vec<SharedCount<'q>> = Vec::new();
        let mut known: HashMap<(&str, String), usize> = HashMap::new();
        for (at, question) in at.iter().map(|at| (*at, &questions[*at])) {
            let FeedKind::Git { path } = &question.feed.kind else { continue };
            let place = *known.entry((path, format!("{:?}", question.origin))).or_insert_with(|| {
                shared.push(SharedCount { path, origin: &question.origin, at: Vec::new() });
                shared.len() - 1
            });
            shared[place].at.push(at);
        }
        Self {
            root: project.root.clone(),
            commit: trust.commit(),
            today,
            waiting: Mutex::new(shared.into()),
            made: Mutex::default(),
        }
    }

    /// How many threads are to make them.
    pub(super) fn workers(&self) -> usize {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).len();
        let processors = thread::available_parallelism().map_or(1, usize::from);
        waiting.min(processors).min(MOST_AT_ONCE)
    }

    /// Makes counts until none is left, or the user has given up.
    pub(super) fn work(&self, is_cancelled: &(dyn Fn() -> bool + Sync)) {
        loop {
            let next = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(count) = next.filter(|_| !is_cancelled()) else { return };
            let outcome = self.counted(Path::new(count.path), count.origin);
            let outcomes = count.at.into_iter().map(|at| (at, outcome.clone()));
            self.made.lock().unwrap_or_else(PoisonError::into_inner).extend(outcomes);
        }
    }

    /// What the questions came to, by their places.
    pub(super) fn outcomes(self) -> Vec<(usize, CountOutcome)> {
        self.made.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts in a repository: in the goals' own as the trunk has it, in another one at its HEAD.
    fn counted(&self, path: &Path, origin: &Origin) -> CountOutcome {
        let words = |error: GitError| error.to_string();
        let repository = Repository::open(&self.root.join(path)).map_err(words)?;
        let is_own = Repository::open(&self.root).is_ok_and(|own| repository.is_same(&own));
        let revision = match self.commit.filter(|_| is_own) {
            Some(commit) => commit,
            None => repository.head().map_err(words)?.oid,
        };
        let value = measure(&repository, revision, origin, self.today).map_err(|error| error.to_string())?;
        Ok(Fetched { value, as_of: None, second: None })
    }
}
