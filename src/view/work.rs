//! The answer of `work`: commits that reference goals. The numbers are no measure of a goal's value or a person's work.

use serde::Serialize;

use super::withheld::is_one_person;
use crate::analysis::facts::Facts;
use crate::analysis::people::{GoalCommits, NamingCommit};
use crate::model::{Day, GoalIx, Kind, Statistics};
use crate::source::InOrder as _;
use crate::syntax::Lexicon;

/// The answer of `goalpost work`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WorkView {
    /// The first day looked at; null for all of history.
    pub since: Option<Day>,
    /// Whether statistics may name teams and people: `people.statistics` in goalpost.yaml.
    pub statistics: Statistics,
    /// The number of commits examined, in all repositories.
    pub commits: usize,
    /// The number of commits that reference a goal.
    pub naming: usize,
    /// The repositories.
    pub repositories: Vec<RepositoryView>,
    /// The goals that commits reference, by id.
    pub goals: Vec<WorkedGoal>,
    /// Every open strategic goal with the commits that serve it, whatever goal below it they name, by id.
    pub strategic: Vec<StrategicWork>,
    /// Unknown goal ids in commits, by name.
    pub unknown: Vec<UnknownName>,
}

/// A repository that was looked through.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepositoryView {
    /// Its folder, as it was named.
    pub name: String,
    /// The number of commits examined.
    pub commits: usize,
    /// The number of commits that reference a goal.
    pub naming: usize,
}

/// A goal that commits reference.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WorkedGoal {
    /// The goal.
    pub goal: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// `draft`, `active`, `achieved`, `missed` or `dropped`.
    pub state: String,
    /// The number of commits that reference it.
    pub commits: usize,
    /// The day of the first.
    pub first: Option<Day>,
    /// The day of the last.
    pub last: Option<Day>,
    /// The teams that the commits come from, by id; empty where `people.statistics` is off.
    pub teams: Vec<TeamCommits>,
    /// The commits, the latest first.
    pub evidence: Vec<CommitView>,
}

/// How many commits come from a team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamCommits {
    /// The team; null for authors who are in no known team, and for those of a team of one person unless
    /// `people.statistics` is `person`.
    pub team: Option<String>,
    /// Commits.
    pub commits: usize,
}

/// A commit that references a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CommitView {
    /// The commit.
    pub commit: String,
    /// The repository, as it was named.
    pub repository: String,
    /// Its author's day.
    pub day: Day,
    /// The first line of its message.
    pub subject: String,
    /// The author's team on that day; null where it is not known, it has one person and `people.statistics` is not
    /// `person`, or that is off.
    pub team: Option<String>,
    /// The author's id in org.yaml, else their name; null unless `people.statistics` is `person`.
    pub author: Option<String>,
}

/// A strategic goal and the commits that serve it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StrategicWork {
    /// The strategic goal.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Commits that name it or a goal below it; each counts once.
    pub commits: usize,
    /// The share of the commits that name a goal; null where none does.
    pub share: Option<f64>,
}

/// An unknown goal id in commits.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnknownName {
    /// The id in the trailers.
    pub name: String,
    /// The goal that was probably meant.
    pub near: Option<String>,
    /// The number of commits that reference it.
    pub commits: usize,
    /// The commits, the latest first.
    pub evidence: Vec<CommitView>,
}

impl WorkView {
    /// What was found in the repositories.
    pub fn new(snapshot: &Facts<'_>, work: &GoalCommits<'_>, since: Option<Day>) -> Self {
        let mut goals: Vec<WorkedGoal> =
            work.by_goal.iter().map(|(ix, places)| worked(snapshot, work, *ix, places)).collect();
        goals.order_by(|a, b| a.goal.cmp(&b.goal));
        let lexicon = Lexicon::new(snapshot.workspace.ids());
        let unknown = work.unknown.iter().map(|(name, places)| UnknownName {
            name: name.clone(),
            near: lexicon.closest(name).map(str::to_owned),
            commits: places.len(),
            evidence: evidence(snapshot, work, places),
        });
        let naming = work.repositories.iter().map(|it| it.naming).sum();
        Self {
            since,
            statistics: snapshot.settings().statistics,
            commits: work.repositories.iter().map(|it| it.commits).sum(),
            naming,
            repositories: work
                .repositories
                .iter()
                .map(|it| RepositoryView { name: it.name.clone(), commits: it.commits, naming: it.naming })
                .collect(),
            strategic: strategic(snapshot, work, naming),
            unknown: unknown.collect(),
            goals,
        }
    }
}

fn worked(snapshot: &Facts<'_>, work: &GoalCommits<'_>, ix: GoalIx, places: &[usize]) -> WorkedGoal {
    let goal = snapshot.goal(ix);
    let days = || places.iter().map(|place| work.commits[*place].author.day());
    let mut teams: std::collections::BTreeMap<Option<&str>, usize> = std::collections::BTreeMap::new();
    if snapshot.settings().statistics != Statistics::Off {
        for place in places {
            *teams.entry(team_of(snapshot, &work.commits[*place])).or_default() += 1;
        }
    }
    WorkedGoal {
        goal: goal.id.clone(),
        kind: goal.kind,
        title: goal.title.clone(),
        level: goal.level.clone(),
        team: goal.team.clone(),
        state: goal.state.word().to_owned(),
        commits: places.len(),
        first: days().min(),
        last: days().max(),
        teams: teams
            .into_iter()
            .map(|(team, commits)| TeamCommits { team: team.map(str::to_owned), commits })
            .collect(),
        evidence: evidence(snapshot, work, places),
    }
}

/// The team that a commit comes from; none where that would name one person and may not.
fn team_of<'w>(snapshot: &Facts<'_>, commit: &NamingCommit<'w>) -> Option<&'w str> {
    commit.person.and_then(|(_, team)| team).filter(|team| !is_one_person(snapshot, team))
}

fn evidence(snapshot: &Facts<'_>, work: &GoalCommits<'_>, places: &[usize]) -> Vec<CommitView> {
    let statistics = snapshot.settings().statistics;
    places
        .iter()
        .map(|place| {
            let commit = &work.commits[*place];
            let author = || commit.person.map_or(commit.author.name.as_str(), |(person, _)| person).to_owned();
            let team = team_of(snapshot, commit).filter(|_| statistics != Statistics::Off);
            CommitView {
                commit: commit.oid.to_string(),
                repository: work.repositories.get(commit.repository).map_or_else(String::new, |it| it.name.clone()),
                day: commit.author.day(),
                subject: commit.subject.clone(),
                team: team.map(str::to_owned),
                author: (statistics == Statistics::Person).then(author),
            }
        })
        .collect()
}

/// The strategic goals that are open or that commits serve.
fn strategic(snapshot: &Facts<'_>, work: &GoalCommits<'_>, naming: usize) -> Vec<StrategicWork> {
    let counts = work.by_strategic(snapshot);
    let mut found: Vec<StrategicWork> = Vec::new();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| snapshot.is_strategic(goal)) {
        let commits = counts.get(&ix).copied();
        if commits.is_none() && !snapshot.is_live(goal) {
            continue;
        }
        let commits = commits.unwrap_or(0);
        let share = crate::analysis::alignment::ratio(commits, naming);
        found.push(StrategicWork { goal: goal.id.clone(), title: goal.title.clone(), commits, share });
    }
    found.order_by(|a, b| a.goal.cmp(&b.goal));
    found
}
