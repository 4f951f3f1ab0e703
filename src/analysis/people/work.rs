//! Commits whose `Goal:` trailer names goals.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::analysis::history::contributors::Contributors;
use crate::analysis::snapshot::Snapshot;
use crate::git::{GitError, Message, Oid, Repository, Searching, Signature, values_of};
use crate::model::{GoalIx, id_problem};
use crate::source::InOrder as _;

/// The trailer that names goals.
pub const GOAL_KEY: &str = "goal";

/// The commits of several repositories that name goals.
#[derive(Debug, Default)]
pub struct GoalCommits<'w> {
    /// The repositories, in the order of the arguments.
    pub repositories: Vec<Searched>,
    /// The commits with a `Goal:` trailer, the latest of each repository first.
    pub commits: Vec<NamingCommit<'w>>,
    /// The indices of the commits that name each goal.
    pub by_goal: BTreeMap<GoalIx, Vec<usize>>,
    /// The indices of the commits that name each unknown goal.
    pub unknown: BTreeMap<String, Vec<usize>>,
    seen: HashSet<Oid>,
}

/// A repository that was searched.
#[derive(Debug, Clone)]
pub struct Searched {
    /// The path of its folder, as in the argument.
    pub name: String,
    /// The number of commits searched.
    pub commits: usize,
    /// The number of commits that name a goal.
    pub naming: usize,
}

/// A commit that names goals.
#[derive(Debug)]
pub struct NamingCommit<'w> {
    /// The commit's id.
    pub oid: Oid,
    /// The index of its repository.
    pub repository: usize,
    /// Its author, resolved through `.mailmap`.
    pub author: Signature,
    /// The author's id and team on that day; none if the address belongs to nobody in `org.yaml`.
    pub person: Option<(&'w str, Option<&'w str>)>,
    /// The first line of its message.
    pub subject: String,
    /// The goals that it names.
    pub goals: Vec<GoalIx>,
}

/// A goal that a message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalName {
    /// The name, which should be an id.
    pub name: String,
    /// Whether it is where git looks for trailers: at the end.
    pub is_trailer: bool,
}

/// The goals that a commit message names in `Goal:` trailers.
pub fn goal_names(message: &str) -> Vec<GoalName> {
    let mut names = Vec::new();
    for (value, is_trailer) in values_of(message, GOAL_KEY) {
        let parts = value.split(',').map(str::trim).filter(|name| !name.is_empty());
        // Outside the last paragraph `Goal: …` may be prose: there only what could be an id is a name.
        let parts = parts.filter(|name| is_trailer || id_problem(name).is_none());
        names.extend(parts.map(|name| GoalName { name: name.to_owned(), is_trailer }));
    }
    names
}

impl<'w> GoalCommits<'w> {
    /// Searches a repository. A commit that another repository has too (a fork or clone) is not counted again.
    ///
    /// # Errors
    /// Nothing has been committed yet, or an object is missing or broken.
    pub fn search(
        &mut self,
        snapshot: &Snapshot<'w>,
        repository: &Repository,
        name: &str,
        bounds: &Searching<'_>,
    ) -> Result<(), GitError> {
        let place = self.repositories.len();
        let before = self.commits.iter().filter(|commit| !commit.goals.is_empty()).count();
        let searching = Searching { word: "goal:", ..bounds.clone() };
        let commits = repository.messages(&searching, |message| {
            if self.seen.insert(message.oid) {
                self.take(snapshot, place, message);
            }
        })?;
        let naming = self.commits.iter().filter(|commit| !commit.goals.is_empty()).count() - before;
        self.repositories.push(Searched { name: name.to_owned(), commits, naming });
        Ok(())
    }

    /// Adds a repository that has no commits yet.
    pub fn pass(&mut self, name: &str) {
        self.repositories.push(Searched { name: name.to_owned(), commits: 0, naming: 0 });
    }

    /// Adds a commit, if it names a goal.
    fn take(&mut self, snapshot: &Snapshot<'w>, repository: usize, message: Message) {
        let (mut goals, mut unknown) = (BTreeSet::new(), BTreeSet::new());
        for GoalName { name, .. } in goal_names(&message.text) {
            match snapshot.workspace.find(&name) {
                Some(goal) => drop(goals.insert(goal)),
                None => drop(unknown.insert(name)),
            }
        }
        if goals.is_empty() && unknown.is_empty() {
            return;
        }
        let person = snapshot.org().and_then(|org| Contributors::of_message(org, &message).author);
        let day = message.author.day();
        let place = self.commits.len();
        for goal in &goals {
            self.by_goal.entry(*goal).or_default().push(place);
        }
        for name in unknown {
            self.unknown.entry(name).or_default().push(place);
        }
        self.commits.push(NamingCommit {
            oid: message.oid,
            repository,
            person: person.map(|person| (person.id.as_str(), person.team_on(day))),
            author: message.author,
            subject: message.text.lines().next().unwrap_or_default().to_owned(),
            goals: goals.into_iter().collect(),
        });
    }

    /// Sorts the commits of each goal, the latest first.
    pub fn finish(&mut self) {
        let commits = &self.commits;
        let latest = |place: &usize| {
            let commit = &commits[*place];
            (std::cmp::Reverse(commit.author.time), commit.oid)
        };
        for places in self.by_goal.values_mut().chain(self.unknown.values_mut()) {
            places.order_by_key(latest);
        }
    }

    /// The number of commits for each strategic goal that is named itself or through a goal below it. A commit counts
    /// once for each, however many goals it names.
    pub fn by_strategic(&self, snapshot: &Snapshot<'_>) -> BTreeMap<GoalIx, usize> {
        let is_strategic = |ix: &GoalIx| snapshot.is_strategic(snapshot.goal(*ix));
        let above: HashMap<GoalIx, Vec<GoalIx>> = self
            .by_goal
            .keys()
            .map(|ix| (*ix, snapshot.graph.above(*ix).into_iter().chain([*ix]).filter(is_strategic).collect()))
            .collect();
        let mut counts = BTreeMap::new();
        for commit in &self.commits {
            let served: BTreeSet<GoalIx> =
                commit.goals.iter().filter_map(|goal| above.get(goal)).flatten().copied().collect();
            for goal in served {
                *counts.entry(goal).or_insert(0) += 1;
            }
        }
        counts
    }
}
