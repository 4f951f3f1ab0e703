//! The answer of `graph`: the selected goals and the edges between them.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::brief::{Brief, Relation, kpi_of, users_of_kpi};
use super::selection::Selection;
use super::unreadable::UnreadableView;
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Kind};
use crate::source::InOrder as _;

/// The answer of `goalpost graph`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GraphView {
    /// The goals, by id.
    pub nodes: Vec<NodeView>,
    /// The edges between them, by the ids of both ends.
    pub edges: Vec<EdgeView>,
    /// The files that cannot be read now.
    pub unreadable: Vec<UnreadableView>,
}

/// A goal in the graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NodeView {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// The team's name, for people.
    #[serde(skip)]
    pub team_name: Option<String>,
}

/// An edge from one goal to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EdgeView {
    /// The goal that supports, measures, needs, or whose metric it is.
    pub from: String,
    /// The goal that is supported, measured, needed, or the KPI.
    pub to: String,
    /// The type of the edge.
    #[serde(rename = "type")]
    pub relation: Relation,
    /// How much the lower goal counts in the upper one's rollup; null for needs and KPIs.
    pub weight: Option<f64>,
    /// The places of both ends in [`GraphView::nodes`].
    #[serde(skip)]
    pub ends: (usize, usize),
}

impl GraphView {
    /// The chosen goals; with `of` that goal, what it serves and what serves it, and the KPIs of these.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection, of: Option<GoalIx>) -> Self {
        let chosen: HashSet<GoalIx> = match of {
            Some(goal) => goals_around(snapshot, goal),
            None => snapshot.goals().filter(|(_, goal)| selection.covers(snapshot, goal)).map(|(ix, _)| ix).collect(),
        };
        let mut order: Vec<GoalIx> = chosen.into_iter().collect();
        order.order_by_key(|ix| snapshot.goal(*ix).id.as_str());
        let nodes = order.iter().map(|ix| node(snapshot, *ix)).collect();
        let mut edges = edges(snapshot, &order);
        edges.order_by_key(|edge| (edge.ends, edge.relation));
        Self { nodes, edges, unreadable: UnreadableView::all(snapshot, true) }
    }

    /// The places of the nodes by team, each with the team's name; first those that have none.
    pub fn by_team(&self) -> Vec<(Option<&str>, Vec<usize>)> {
        let mut teams: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            teams.entry(node.goal.team.as_deref()).or_default().push(at);
        }
        let name = |members: &[usize]| self.nodes[members[0]].team_name.as_deref();
        teams.into_iter().map(|(team, members)| (name(&members).or(team), members)).collect()
    }
}

/// A goal with all above and below it, and the KPIs that their metrics are.
fn goals_around(snapshot: &Facts<'_>, goal: GoalIx) -> HashSet<GoalIx> {
    let mut found: HashSet<GoalIx> = std::iter::once(goal).collect();
    if snapshot.goal(goal).kind == Kind::Kpi {
        for user in users_of_kpi(snapshot, goal) {
            found.insert(user);
            found.extend(snapshot.graph.above(user));
        }
    }
    found.extend(snapshot.graph.above(goal));
    found.extend(snapshot.graph.below(goal));
    let kpis: Vec<GoalIx> = found.iter().filter_map(|ix| kpi_of(snapshot, *ix)).collect();
    found.extend(kpis);
    found
}

fn node(snapshot: &Facts<'_>, ix: GoalIx) -> NodeView {
    let goal = Brief::new(snapshot, ix);
    let team_name = goal.team.as_deref().and_then(|id| Some(snapshot.org()?.team(id)?.name.clone()));
    NodeView { goal, team_name }
}

/// The ways between goals that are both there; a need that is named twice is one.
fn edges(snapshot: &Facts<'_>, order: &[GoalIx]) -> Vec<EdgeView> {
    let places: HashMap<GoalIx, usize> = order.iter().enumerate().map(|(at, ix)| (*ix, at)).collect();
    let mut edges = Vec::new();
    for (from, ix) in order.iter().enumerate() {
        let mut add_edge = |to: GoalIx, relation: Relation, weight: Option<f64>| {
            let Some(place) = places.get(&to) else { return };
            edges.push(EdgeView {
                from: snapshot.goal(*ix).id.clone(),
                to: snapshot.goal(to).id.clone(),
                relation,
                weight,
                ends: (from, *place),
            });
        };
        for parent in snapshot.graph.parents(*ix) {
            add_edge(parent.goal, Relation::of(parent.edge), Some(parent.edge.weight()));
        }
        let mut needed = HashSet::new();
        for need in &snapshot.goal(*ix).needs {
            let goal = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id));
            if let Some(to) = goal.filter(|to| to != ix && needed.insert(*to)) {
                add_edge(to, Relation::Needs, None);
            }
        }
        if let Some(kpi) = kpi_of(snapshot, *ix) {
            add_edge(kpi, Relation::Kpi, None);
        }
    }
    edges
}
