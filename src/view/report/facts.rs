//! The fields by which a report names a goal, a team or a person.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::model::{Day, GoalIx, Kind, days_between};
use crate::view::brief::Brief;
use crate::view::standing::CountedView;

/// A goal as it is named in a report.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mention {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<PersonOrTeamName>,
    /// Its team.
    pub team: Option<PersonOrTeamName>,
    /// Its health, in the words of `rollup`.
    pub health: String,
    /// Its health in words, with the number of measured parts or the age of the value: `off track, from 1 of 6`.
    pub standing: String,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// The measured share of the goal, 0 to 1; null for missions, KPIs and surveys.
    pub coverage: Option<f64>,
    /// How many of its own parts are measured; null for a goal with a measure of its own.
    pub counted: Option<CountedView>,
}

/// The goals that a list mentions. What a goal of many milestones is called is not asked again for each of them, and kept
/// for those alone that are mentioned again.
pub(super) struct Mentions<'s, 'w> {
    snapshot: &'s Facts<'w>,
    repeated: HashMap<GoalIx, Option<Mention>>,
}

impl<'s, 'w> Mentions<'s, 'w> {
    /// Those of a list of goals.
    pub(super) fn among(snapshot: &'s Facts<'w>, goals: impl Iterator<Item = GoalIx>) -> Self {
        let mut seen = HashSet::new();
        let repeated = goals.filter(|goal| !seen.insert(*goal)).map(|goal| (goal, None)).collect();
        Self { snapshot, repeated }
    }

    /// The mention of a goal.
    pub(super) fn of(&mut self, goal: GoalIx) -> Mention {
        let new = || Mention::new(self.snapshot, goal);
        match self.repeated.get_mut(&goal) {
            Some(known) => known.get_or_insert_with(new).clone(),
            None => new(),
        }
    }
}

/// A person or a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PersonOrTeamName {
    /// Their id.
    pub id: String,
    /// Their name; their id where the organisation gives none.
    pub name: String,
}

/// What teams and people are called where a report names them by id.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisplayNames {
    /// Teams by id.
    pub teams: BTreeMap<String, String>,
    /// The owners of the goals by id.
    pub people: BTreeMap<String, String>,
}

impl DisplayNames {
    /// The names of all teams, and of the people who own the goals.
    pub fn new(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Self {
        let teams = snapshot.org().into_iter().flat_map(|org| &org.teams);
        let owners = goals.iter().filter_map(|ix| snapshot.goal(*ix).owner.as_deref());
        Self {
            teams: teams.map(|team| (team.id.clone(), team.name.clone())).collect(),
            people: owners.map(|id| (id.to_owned(), PersonOrTeamName::person(snapshot, id).name)).collect(),
        }
    }
}

impl Mention {
    /// The goal in brief.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let Brief { id, kind, title, owner, team, health, standing, progress, coverage, counted, .. } =
            Brief::new(snapshot, ix);
        let owner = owner.map(|id| PersonOrTeamName::person(snapshot, &id));
        let team = team.map(|id| PersonOrTeamName::team(snapshot, &id));
        Self { id, kind, title, owner, team, health, standing, progress, coverage, counted }
    }
}

impl PersonOrTeamName {
    /// A person by id.
    pub fn person(snapshot: &Facts<'_>, id: &str) -> Self {
        let name = snapshot.org().and_then(|org| org.person(id)).map_or(id, |person| &person.name);
        Self { id: id.to_owned(), name: name.to_owned() }
    }

    /// A team by id.
    pub fn team(snapshot: &Facts<'_>, id: &str) -> Self {
        let name = snapshot.org().and_then(|org| org.team(id)).map_or(id, |team| &team.name);
        Self { id: id.to_owned(), name: name.to_owned() }
    }

    /// A person or a team by id, whichever there is.
    pub fn either(snapshot: &Facts<'_>, id: &str) -> Self {
        let is_team = snapshot.org().is_some_and(|org| org.person(id).is_none() && org.team(id).is_some());
        if is_team { Self::team(snapshot, id) } else { Self::person(snapshot, id) }
    }
}

/// How many days something has been open.
pub(super) fn days_open(since: Day, today: Day) -> i64 {
    days_between(since, today).max(0)
}
