//! Commits whose `Goal:` trailer names goals.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::analysis::history::contributors::Contributors;
use crate::analysis::snapshot::Snapshot;
use crate::git::{GitError, Message, Oid, Repository, Searching, Signature, values_of};
use crate::model::{GoalIx, id_problem};

/// The trailer that names goals.
const KEY: &str = "goal";

/// The commits of some repositories that name goals.
#[derive(Debug, Default)]
pub struct GoalCommits<'w> {
    /// The repositories, in the order given.
    pub repositories: Vec<Searched>,
    /// The commits that name goals or what is none, the latest first.
    pub commits: Vec<NamingCommit<'w>>,
    /// For each goal that is named, the commits, by their places.
    pub by_goal: BTreeMap<GoalIx, Vec<usize>>,
    /// For each name that is no goal's, the commits, by their places.
    pub unknown: BTreeMap<String, Vec<usize>>,
    seen: HashSet<Oid>,
}

/// A repository that was looked through.
#[derive(Debug, Clone)]
pub struct Searched {
    /// Its name: that of its folder, as it was given.
    pub name: String,
    /// Commits looked at.
    pub commits: usize,
    /// Those that name a goal.
    pub naming: usize,
}

/// A commit that names goals.
#[derive(Debug)]
pub struct NamingCommit<'w> {
    /// The commit.
    pub oid: Oid,
    /// The repository, by its place.
    pub repository: usize,
    /// Its author, as `.mailmap` has it.
    pub author: Signature,
    /// The person and the team that they were in on that day; none where the address is nobody's.
    pub person: Option<(&'w str, Option<&'w str>)>,
    /// The first line of its message.
    pub subject: String,
    /// The goals that it names.
    pub goals: Vec<GoalIx>,
}

impl<'w> GoalCommits<'w> {
    /// Looks through a repository; a commit that was seen in another is not counted again.
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

    /// Notes a repository that has no commits yet.
    pub fn pass(&mut self, name: &str) {
        self.repositories.push(Searched { name: name.to_owned(), commits: 0, naming: 0 });
    }

    fn take(&mut self, snapshot: &Snapshot<'w>, repository: usize, message: Message) {
        let (mut goals, mut unknown) = (BTreeSet::new(), BTreeSet::new());
        for (value, at_the_end) in values_of(&message.text, KEY) {
            for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                match snapshot.workspace.find(name) {
                    Some(goal) => drop(goals.insert(goal)),
                    // Elsewhere in a message it may be prose.
                    None if at_the_end || id_problem(name).is_none() => drop(unknown.insert(name.to_owned())),
                    None => {}
                }
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

    /// Puts the commits of each goal in order, the latest first.
    pub fn finish(&mut self) {
        let commits = &self.commits;
        let latest = |place: &usize| {
            let commit = &commits[*place];
            (std::cmp::Reverse(commit.author.time), commit.oid)
        };
        for places in self.by_goal.values_mut().chain(self.unknown.values_mut()) {
            places.sort_by_key(latest);
        }
    }

    /// For each strategic goal with named goals below it, or named itself, how many commits serve it; a commit counts
    /// once, whatever it names there.
    #[must_use]
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
