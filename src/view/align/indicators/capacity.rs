//! What is planned on each team, and what it has.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::alignment::Population;
use crate::analysis::facts::Facts;
use crate::analysis::people::Claims;
use crate::view::selection::Selection;
use crate::view::withheld::is_one_person;

/// What is planned on a team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CapacityView {
    /// The team.
    pub team: String,
    /// Its name.
    pub name: String,
    /// Person-weeks that it has in the period.
    pub capacity: f64,
    /// Person-weeks that are planned on it.
    pub planned: f64,
    /// Planned in parts of what it has.
    pub load: Option<f64>,
    /// Whether that is too much.
    pub contended: bool,
    /// Who plans them, by the goals' ids.
    pub claims: Vec<ClaimView>,
}

/// Work that a goal plans on a team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimView {
    /// The goal that asks.
    pub goal: String,
    /// What another team's goal needs; null where the goal is the team's own.
    pub need: Option<String>,
    /// Person-weeks in the period.
    pub effort: f64,
    /// `must`, `should` or `could`.
    pub priority: Option<String>,
    /// The goal's owner.
    pub owner: Option<String>,
}

impl CapacityView {
    /// The load of each team in the time asked about; for all time, of today's quarter. Where a filter narrows the goals
    /// down, that of a team of one person stays out: it would be that person's.
    #[must_use]
    pub fn all(snapshot: &Facts<'_>, population: &Population, selection: &Selection) -> Vec<Self> {
        let team = selection.team.as_deref();
        let period = population.quarter(snapshot);
        let counts = |goal: &crate::model::Goal| population.has_state(goal);
        let loads = Claims::among(snapshot, counts).loads(snapshot, &period);
        let chosen = loads.iter().filter(|load| team.is_none_or(|team| snapshot.is_same_team(team, &load.team.id)));
        let chosen = chosen.filter(|load| !(selection.is_filtered() && is_one_person(snapshot, &load.team.id)));
        chosen
            .map(|load| Self {
                team: load.team.id.clone(),
                name: load.team.name.clone(),
                capacity: load.capacity,
                planned: load.planned,
                load: (load.capacity > 0.0).then(|| load.planned / load.capacity),
                contended: load.is_too_much(),
                claims: load.claims.iter().map(|claim| ClaimView::new(snapshot, claim)).collect(),
            })
            .collect()
    }
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
