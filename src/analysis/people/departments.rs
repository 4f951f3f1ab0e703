//! Departments: the teams of the second level with all teams below them, and the links between departments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Kind};
use crate::source::InOrder as _;

/// The department of each team.
#[derive(Debug)]
pub struct Departments<'w> {
    by_team: HashMap<&'w str, Option<&'w str>>,
}

impl<'w> Departments<'w> {
    /// Finds every team's department: the team at or above it whose level is the second of the settings' levels.
    pub fn of(snapshot: &Snapshot<'w>) -> Self {
        let mut departments = Self { by_team: HashMap::new() };
        let (Some(org), Some(level)) = (snapshot.org(), snapshot.settings().levels.get(1)) else { return departments };
        for team in &org.teams {
            let (mut at, mut below) = (Some(team), Vec::new());
            let found = loop {
                let Some(team) = at else { break None };
                if let Some(known) = departments.by_team.get(team.id.as_str()) {
                    break *known;
                }
                if team.level.as_ref() == Some(level) {
                    departments.by_team.insert(&team.id, Some(&team.id));
                    break Some(team.id.as_str());
                }
                // Teams on the way up count as known, so that a cycle of teams ends.
                departments.by_team.insert(&team.id, None);
                below.push(team.id.as_str());
                at = team.parent.as_deref().and_then(|parent| org.team(parent));
            };
            for team in below {
                departments.by_team.insert(team, found);
            }
        }
        let former = org.teams.iter().flat_map(|team| team.formerly.iter().map(|id| (id.as_str(), team.id.as_str())));
        for (id, team) in former {
            let department = departments.by_team.get(team).copied().flatten();
            departments.by_team.entry(id).or_insert(department);
        }
        departments
    }

    /// The department of a team, by the team's id.
    pub fn of_team(&self, team: &str) -> Option<&'w str> {
        self.by_team.get(team).copied().flatten()
    }

    /// The department of a goal: its team's.
    pub fn of_goal(&self, goal: &Goal) -> Option<&'w str> {
        self.of_team(goal.team.as_deref()?)
    }

    /// The other departments that a goal involves, through contributors, needs and links to goals above.
    ///
    /// Links to the mission and to goals above the level of departments do not count: every department has those.
    pub fn touched_by(&self, snapshot: &Snapshot<'w>, ix: GoalIx) -> BTreeSet<&'w str> {
        let goal = snapshot.goal(ix);
        let providers = goal.needs.iter().map(|need| need.from.as_str());
        let named = goal.contributors.iter().map(String::as_str).chain(providers).filter_map(|team| self.of_team(team));
        let above = snapshot.graph.parents(ix).map(|parent| snapshot.goal(parent.goal));
        let linked = above.filter(|parent| parent.kind != Kind::Mission && !is_above_departments(snapshot, parent));
        let own = self.of_goal(goal);
        named.chain(linked.filter_map(|parent| self.of_goal(parent))).filter(|it| Some(*it) != own).collect()
    }
}

/// A department whose goals involve no other department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silo<'w> {
    /// The department's team.
    pub team: &'w str,
    /// Its objectives and key results, by id; at least two.
    pub goals: Vec<GoalIx>,
}

/// The silos among the departments with goals of today, by id; empty if fewer than two departments have any.
pub fn silos<'w>(snapshot: &Snapshot<'w>) -> Vec<Silo<'w>> {
    let of_today = |goal: &Goal| goal.period.as_ref().is_some_and(|period| period.contains(snapshot.today));
    silos_among(snapshot, snapshot.live_goals().filter(|(_, goal)| of_today(goal)))
}

/// The silos among some goals, of which only objectives and key results count.
///
/// An organisation that writes neither contributors nor needs does not record its connections: nothing follows from
/// their absence then.
pub fn silos_among<'w>(snapshot: &Snapshot<'w>, among: impl Iterator<Item = (GoalIx, &'w Goal)>) -> Vec<Silo<'w>> {
    let records = |goal: &Goal| goal.is_work() && !(goal.contributors.is_empty() && goal.needs.is_empty());
    if !snapshot.goals().any(|(_, goal)| records(goal)) {
        return Vec::new();
    }
    let departments = Departments::of(snapshot);
    let mut goals: BTreeMap<&str, Vec<GoalIx>> = BTreeMap::new();
    let mut tied: BTreeSet<&str> = BTreeSet::new();
    for (ix, goal) in among.filter(|(_, goal)| matches!(goal.kind, Kind::Objective | Kind::KeyResult)) {
        let Some(own) = departments.of_goal(goal) else { continue };
        goals.entry(own).or_default().push(ix);
        let touched = departments.touched_by(snapshot, ix);
        if !touched.is_empty() {
            tied.insert(own);
            tied.extend(touched);
        }
    }
    if goals.len() < 2 {
        return Vec::new();
    }
    // A single goal without a link shows little: a silo has at least two.
    let alone = goals.into_iter().filter(|(team, goals)| goals.len() > 1 && !tied.contains(team));
    alone
        .map(|(team, mut goals)| {
            goals.order_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
            Silo { team, goals }
        })
        .collect()
}

fn is_above_departments(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    snapshot.settings().is_highest(goal.level.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    #[test]
    fn teams_find_their_department_and_rings_have_none() {
        let org = "teams:\n- {id: low, parent: mid}\n- {id: mid, parent: dep, formerly: [was]}\n\
                   - {id: dep, level: department, parent: top}\n\
                   - {id: top, level: company}\n- {id: r, parent: s}\n- {id: s, parent: r}\n";
        let workspace = Workspace::read(SourceSet::from_texts([("org.yaml", org)]));
        let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let departments = Departments::of(&snapshot);
        let found = ["low", "mid", "was", "dep", "top", "r", "s", "x"].map(|team| departments.of_team(team));
        assert_eq!(found, [Some("dep"), Some("dep"), Some("dep"), Some("dep"), None, None, None, None]);
    }
}
