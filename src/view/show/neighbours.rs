//! The goals around a goal: what it serves, what serves it, what it needs, who needs it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::graph::Parent;
use crate::model::{Agreement, Day, GoalIx, NeedState};
use crate::view::brief::{Brief, Relation, link_of, reading_order, users_of_kpi};

/// A link upward, as written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkView {
    /// The id that the link names.
    pub id: String,
    /// `supports` or `measures`.
    pub via: Relation,
    /// The goal that it names; null where there is none.
    pub goal: Option<Brief>,
    /// Whether the link counts: the goal exists, can be linked to, and is not named by an earlier entry.
    pub counts: bool,
    /// How this goal helps that one.
    pub how: Option<String>,
    /// How much this goal counts in that one's rollup.
    pub weight: f64,
    /// The part of this goal's effort that goes there, where it is written.
    pub share: Option<f64>,
    /// Who agreed to the link.
    pub agreed: Vec<Agreement>,
}

/// A goal that supports this one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MemberView {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// How it helps this one.
    pub how: Option<String>,
    /// How much it counts in this one's rollup.
    pub weight: f64,
    /// The part of its effort that goes here, where it is written.
    pub share: Option<f64>,
    /// Who agreed to the link.
    pub agreed: Vec<Agreement>,
}

/// Something that this goal needs from another team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NeedView {
    /// The team that is asked.
    pub from: String,
    /// What is needed.
    pub what: String,
    /// The day it is needed by.
    pub by: Option<Day>,
    /// The id of the goal in which the other team does it, as written.
    pub goal: Option<String>,
    /// What it costs the other team, in person-weeks.
    pub effort: Option<f64>,
    /// Its state.
    pub state: NeedState,
    /// Whether its day is past and it is neither met nor declined.
    pub late: bool,
}

/// A need of another goal that this one answers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskedView {
    /// The goal that asks.
    pub goal: Brief,
    /// What it needs.
    pub need: NeedView,
}

/// The goals at the lower end of some edges, in reading order.
pub(super) fn members(snapshot: &Facts<'_>, edges: impl Iterator<Item = Parent>) -> Vec<MemberView> {
    let mut edges: Vec<Parent> = edges.collect();
    edges.sort_by_key(|edge| reading_order(snapshot, edge.goal));
    edges
        .into_iter()
        .map(|Parent { goal, edge }| {
            let link = link_of(snapshot, goal, edge);
            MemberView {
                goal: Brief::new(snapshot, goal),
                how: link.and_then(|link| link.how.clone()),
                weight: edge.weight(),
                share: link.and_then(|link| link.share),
                agreed: link.map(|link| link.agreed.clone()).unwrap_or_default(),
            }
        })
        .collect()
}

/// Every entry of `measures` and `supports`, including those that do not count.
pub(super) fn links(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<LinkView> {
    let goal = snapshot.goal(ix);
    let leads: HashSet<GoalIx> = snapshot.graph.parents(ix).map(|parent| parent.goal).collect();
    let brief = |id: &str| snapshot.workspace.find(id).map(|parent| Brief::new(snapshot, parent));
    let mut named = HashSet::new();
    let mut counts =
        |id: &str| snapshot.workspace.find(id).is_some_and(|parent| leads.contains(&parent) && named.insert(parent));
    let measures = goal.measures.iter().map(|id| (id, Relation::Measures, goal.weight, None));
    let supports = goal.supports.iter().map(|link| (&link.goal, Relation::Supports, link.weight, Some(link)));
    measures
        .chain(supports)
        .map(|(id, via, weight, link)| LinkView {
            id: id.clone(),
            via,
            goal: brief(id),
            counts: counts(id),
            how: link.and_then(|link| link.how.clone()),
            weight: weight.unwrap_or(1.0),
            share: link.and_then(|link| link.share),
            agreed: link.map(|link| link.agreed.clone()).unwrap_or_default(),
        })
        .collect()
}

/// The key results whose metric a KPI is.
pub(super) fn metric_of(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<Brief> {
    if snapshot.goal(ix).kind != crate::model::Kind::Kpi {
        return Vec::new();
    }
    users_of_kpi(snapshot, ix).into_iter().map(|user| Brief::new(snapshot, user)).collect()
}

/// What a goal needs.
pub(super) fn needs(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<NeedView> {
    snapshot.goal(ix).needs.iter().map(|need| need_view(snapshot, need)).collect()
}

/// The needs of other goals that name a goal, by the id of who asks.
pub(super) fn needs_of_others(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<AskedView> {
    let mut asked = Vec::new();
    for (other, goal) in snapshot.goals().filter(|(other, _)| *other != ix) {
        for need in &goal.needs {
            if need.goal.as_deref().and_then(|id| snapshot.workspace.find(id)) == Some(ix) {
                asked.push(AskedView { goal: Brief::new(snapshot, other), need: need_view(snapshot, need) });
            }
        }
    }
    asked.sort_by(|a, b| a.goal.id.cmp(&b.goal.id));
    asked
}

fn need_view(snapshot: &Facts<'_>, need: &crate::model::Need) -> NeedView {
    let waiting = matches!(need.state, NeedState::Asked | NeedState::Agreed);
    NeedView {
        from: need.from.clone(),
        what: need.what.clone(),
        by: need.by,
        goal: need.goal.clone(),
        effort: need.effort,
        state: need.state,
        late: waiting && need.by.is_some_and(|by| by < snapshot.today),
    }
}
