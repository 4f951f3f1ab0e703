//! The main fields of a goal, for answers about other goals.

use serde::Serialize;

use super::standing::{CountedView, short_standing, standing};
use crate::analysis::facts::Facts;
use crate::graph::Edge;
use crate::model::{GoalIx, Kind, Link};
use crate::source::InOrder as _;

/// The main fields of a goal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Brief {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: Option<String>,
    /// Its team.
    pub team: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// `draft`, `active`, `achieved`, `missed` or `dropped`.
    pub state: String,
    /// Its health: `draft`, `not-started`, `no-data`, `achieved-early`, `on-track`, `at-risk`, `off-track`,
    /// `achieved`, `missed` or `dropped`.
    pub health: String,
    /// Its health in words, with the number of measured parts or the age of the value: `off track, from 1 of 6`; of a
    /// closed goal its state and its grade: `missed, graded 0.5`.
    pub standing: String,
    /// The same for narrow columns.
    #[serde(skip)]
    pub short_standing: String,
    /// Progress, 0 to 1.
    pub progress: Option<f64>,
    /// The measured share of the goal, 0 to 1; null for missions, KPIs and surveys.
    pub coverage: Option<f64>,
    /// How many of its own parts are measured; null for a goal with a measure of its own.
    pub counted: Option<CountedView>,
}

impl Brief {
    /// One goal in brief.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        Self {
            id: goal.id.clone(),
            kind: goal.kind,
            title: goal.title.clone(),
            level: goal.level.clone(),
            team: goal.team.clone(),
            owner: goal.owner.clone(),
            state: goal.state.word().to_owned(),
            health: numbers.health.word().to_owned(),
            standing: standing(snapshot, ix),
            short_standing: short_standing(snapshot, ix),
            progress: numbers.progress,
            coverage: numbers.coverage,
            counted: numbers.counted.map(CountedView::from),
        }
    }
}

/// The relation of one goal to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// It supports the other.
    Supports,
    /// It is a key result of the other.
    Measures,
    /// It waits for the other.
    Needs,
    /// Its metric is the other, a KPI.
    Kpi,
}

impl Relation {
    /// The relation of an edge of the graph.
    pub fn of(edge: Edge) -> Self {
        match edge {
            Edge::Supports { .. } => Self::Supports,
            Edge::Measures { .. } => Self::Measures,
        }
    }
}

/// The entry of `supports` of an edge from a goal.
pub fn link_of<'w>(snapshot: &Facts<'w>, from: GoalIx, edge: Edge) -> Option<&'w Link> {
    match edge {
        Edge::Supports { link, .. } => snapshot.goal(from).supports.get(link),
        Edge::Measures { .. } => None,
    }
}

/// The order in which goals side by side are read: missions, key results, then level by level; KPIs last, else by id.
pub fn reading_order<'w>(snapshot: &Facts<'w>, ix: GoalIx) -> (u8, usize, &'w str) {
    let goal = snapshot.goal(ix);
    let kind = match goal.kind {
        Kind::Mission => 0,
        Kind::KeyResult => 1,
        Kind::Objective => 2,
        Kind::Development => 3,
        Kind::Kpi | Kind::Survey => 4,
    };
    let level = goal.level.as_deref().and_then(|level| snapshot.settings().rank(level)).unwrap_or(usize::MAX);
    (kind, level, &goal.id)
}

/// The key results whose metric is each KPI.
pub fn users_of_kpi(snapshot: &Facts<'_>, kpi: GoalIx) -> Vec<GoalIx> {
    let has_it = |ix: &GoalIx| kpi_of(snapshot, *ix) == Some(kpi);
    let mut users: Vec<GoalIx> = snapshot.goals().map(|(ix, _)| ix).filter(has_it).collect();
    users.order_by_key(|ix| snapshot.goal(*ix).id.as_str());
    users
}

/// The KPI that a goal's metric is.
pub fn kpi_of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<GoalIx> {
    snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).filter(|kpi| *kpi != ix)
}
