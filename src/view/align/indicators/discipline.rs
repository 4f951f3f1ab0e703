//! Check-ins made of those due.

use serde::Serialize;

use crate::analysis::alignment::{self, Population, ratio};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Statistics};
use crate::view::align::shares::{PersonShare, TeamShare, shares_by_owner, shares_by_team};
use crate::view::withheld::is_withheld;

/// Check-ins made of those due.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisciplineView {
    /// The share of due check-ins that were made; null without git, where none is due, or where `people.statistics` is
    /// off.
    pub value: Option<f64>,
    /// Check-ins made.
    pub made: i64,
    /// Check-ins due.
    pub due: i64,
    /// The goals that check-ins are due of, by id.
    pub goals: Vec<GoalCheckIns>,
    /// By team of the goals; empty where statistics are off.
    pub teams: Vec<TeamShare>,
    /// By owner, only where `people.statistics` is `person`; else null.
    pub people: Option<Vec<PersonShare>>,
    /// Whether the figures are withheld because a filter leaves one person's goals, and `people.statistics` is not `person`.
    pub withheld: bool,
}

/// The check-ins of a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalCheckIns {
    /// The goal.
    pub goal: String,
    /// Check-ins made.
    pub made: i64,
    /// Check-ins due.
    pub due: i64,
}

impl DisciplineView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population, narrowed: bool) -> Self {
        let is_shown = snapshot.settings().statistics != Statistics::Off;
        let found = alignment::discipline(snapshot, population).filter(|_| is_shown).unwrap_or_default();
        let withheld = narrowed && is_withheld(snapshot, found.iter().map(|it| it.goal));
        let found = if withheld { Vec::new() } else { found };
        let (made, due) = found.iter().fold((0, 0), |(made, due), it| (made + it.made, due + it.due));
        let parts: Vec<(GoalIx, i64, i64)> = found.iter().map(|it| (it.goal, it.made, it.due)).collect();
        let count = |number: i64| usize::try_from(number).unwrap_or(0);
        Self {
            value: ratio(count(made), count(due)),
            made,
            due,
            goals: found
                .iter()
                .map(|it| GoalCheckIns { goal: snapshot.goal(it.goal).id.clone(), made: it.made, due: it.due })
                .collect(),
            teams: shares_by_team(snapshot, &parts, narrowed),
            people: shares_by_owner(snapshot, &parts),
            withheld,
        }
    }
}
