//! What is planned on each team, and what it has.

use serde::Serialize;

use crate::analysis::alignment::Population;
use crate::analysis::facts::Facts;
use crate::analysis::people::{Claims, Load};
use crate::view::selection::Selection;
use crate::view::withheld::is_one_person;

/// The planned work and the capacity of a team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CapacityView {
    /// The team.
    pub team: String,
    /// Its name.
    pub name: String,
    /// The capacity of the team and the teams below it in the period, in person-weeks. Where the team's own work is more
    /// than it states to have, this is what it states, and all the rest is of the team alone.
    pub capacity: f64,
    /// The planned work of the team and the teams below it, in person-weeks.
    pub planned: f64,
    /// Of it, the work for the team itself.
    pub own: f64,
    /// Planned work as a share of capacity.
    pub load: Option<f64>,
    /// Whether the team is overloaded, beyond what is too much for one of the teams below it.
    pub contended: bool,
    /// The goals that plan work for the team, by id, and then those that plan work for the teams below it.
    pub claims: Vec<ClaimView>,
}

/// Work that a goal plans for a team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimView {
    /// The goal that asks.
    pub goal: String,
    /// The need of another team's goal; null where the goal is the team's own.
    pub need: Option<String>,
    /// Person-weeks in the period.
    pub effort: f64,
    /// `must`, `should` or `could`.
    pub priority: Option<String>,
    /// The goal's owner.
    pub owner: Option<String>,
}

impl CapacityView {
    /// The load of each team in the selected period; with all periods, in today's quarter. Where a filter narrows the goals
    /// down, the load of a team of one person is left out: it would be that person's.
    pub fn all(snapshot: &Facts<'_>, population: &Population, selection: &Selection) -> Vec<Self> {
        let shown = chosen_loads(snapshot, population, selection).into_iter();
        shown
            .filter(|load| !is_left_out(snapshot, selection, load))
            .map(|load| Self {
                team: load.team.id.clone(),
                name: load.team.name.clone(),
                capacity: load.capacity,
                planned: load.planned,
                own: load.own,
                load: (load.capacity > 0.0).then(|| load.planned / load.capacity),
                contended: load.is_too_much(),
                claims: load.claims.iter().map(|claim| ClaimView::new(snapshot, claim)).collect(),
            })
            .collect()
    }

    /// The teams with planned work whose load is left out, by id: whether they are overloaded is not said either.
    pub fn withheld(snapshot: &Facts<'_>, population: &Population, selection: &Selection) -> Vec<String> {
        let loads = chosen_loads(snapshot, population, selection).into_iter();
        let left_out = loads.filter(|load| !load.claims.is_empty() && is_left_out(snapshot, selection, load));
        left_out.map(|load| load.team.id.clone()).collect()
    }
}

/// The loads of the teams that a filter chooses.
fn chosen_loads<'w>(snapshot: &Facts<'w>, population: &Population, selection: &Selection) -> Vec<Load<'w>> {
    let counts = |goal: &crate::model::Goal| population.has_state(goal);
    let mut loads = Claims::among(snapshot, counts).loads(snapshot, &population.quarter(snapshot));
    if let Some(team) = &selection.team {
        loads.retain(|load| snapshot.is_same_team(team, &load.team.id));
    }
    loads
}

/// Whether a team's load is left out because a filter leaves one person's.
fn is_left_out(snapshot: &Facts<'_>, selection: &Selection, load: &Load<'_>) -> bool {
    selection.is_filtered() && is_one_person(snapshot, &load.team.id)
}

impl ClaimView {
    fn new(snapshot: &Facts<'_>, claim: &crate::analysis::people::Claim) -> Self {
        let goal = snapshot.goal(claim.goal);
        Self {
            goal: goal.id.clone(),
            need: claim.need.and_then(|at| goal.needs.get(at)).map(|need| need.what.clone()),
            effort: claim.effort,
            priority: goal.priority.map(|priority| priority.word().to_owned()),
            owner: goal.owner.clone(),
        }
    }
}
