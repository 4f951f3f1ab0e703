//! Collaboration between departments, as planned in goals and as done in commits, logs and needs.

use std::collections::{BTreeMap, BTreeSet};

use super::population::Population;
use super::share::Share;
use crate::analysis::people::departments::Departments;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, NeedState, Org, Person};

/// The collaboration between departments.
#[derive(Debug, Clone, Default)]
pub struct Collaboration<'w> {
    /// The share of departments' goals with contributors, needs or links in other departments.
    pub planned: Share,
    /// The goals that involve other departments, by id.
    pub crossing: Vec<Crossing<'w>>,
    /// For each department with goals, the number of them that involve each other department.
    pub matrix: BTreeMap<&'w str, BTreeMap<&'w str, usize>>,
    /// The share of the same goals whose commits, log and needs come from two departments or more.
    pub worked: Share,
}

/// A goal that involves other departments than its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing<'w> {
    /// The goal.
    pub goal: GoalIx,
    /// Its department.
    pub department: &'w str,
    /// The other departments, by contributors, needs and links to goals above.
    pub with: BTreeSet<&'w str>,
}

/// The collaboration among the goals of a population that belong to a department; none without such goals.
pub fn collaboration<'w>(snapshot: &Snapshot<'w>, population: &Population) -> Option<Collaboration<'w>> {
    let org = snapshot.org()?;
    let departments = Departments::of(snapshot);
    let mut found = Collaboration::default();
    for (ix, goal) in population.iter(snapshot) {
        let Some(department) = departments.of_goal(goal) else { continue };
        let with = departments.touched_by(snapshot, ix);
        found.planned.of += 1;
        found.worked.of += 1;
        let row = found.matrix.entry(department).or_default();
        for other in &with {
            *row.entry(other).or_default() += 1;
        }
        if with.is_empty() {
            found.planned.missing.push(ix);
        } else {
            found.crossing.push(Crossing { goal: ix, department, with });
        }
        if at_work(snapshot, population, goal, org, &departments).len() < 2 {
            found.worked.missing.push(ix);
        }
    }
    (found.planned.of > 0).then_some(found)
}

/// The departments from which the commits, the log and the needs of a goal come in the population's period.
///
/// A need that is not declined counts for the goal's own department and for the one that provides it.
fn at_work<'w>(
    snapshot: &Snapshot<'w>,
    population: &Population,
    goal: &'w Goal,
    org: &'w Org,
    departments: &Departments<'w>,
) -> BTreeSet<&'w str> {
    let of_person = |person: &'w Person, day: Day| departments.of_team(person.team_on(day)?);
    let mut found = BTreeSet::new();
    for commit in snapshot.timeline.history().into_iter().flat_map(|history| history.commits_of(&goal.id)) {
        let day = commit.author.day();
        if population.contains(day) {
            found.extend(snapshot.contributors(commit).authors.into_iter().filter_map(|it| of_person(it, day)));
        }
    }
    for entry in goal.log.iter().filter(|entry| population.contains(entry.date)) {
        let person = entry.by.as_deref().and_then(|by| org.person(by));
        found.extend(person.and_then(|person| of_person(person, entry.date)));
    }
    for need in goal.needs.iter().filter(|need| need.state != NeedState::Declined) {
        found.extend(departments.of_team(&need.from));
        found.extend(departments.of_goal(goal));
    }
    found
}
