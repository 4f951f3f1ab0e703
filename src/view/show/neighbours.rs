//! The goals around a goal: what it serves, what serves it, what it needs, who needs it.

use std::collections::HashSet;

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::graph::Parent;
use crate::model::{Agreement, GoalIx, Kind, Link, Need, NeedState};
use crate::source::InOrder as _;
use crate::view::brief::{Brief, Relation, link_of, reading_order, users_of_kpi};

/// What a link says of itself.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LinkTerms {
    /// How the lower goal helps the upper one.
    pub how: Option<String>,
    /// How much it counts in the upper one's rollup.
    pub weight: f64,
    /// The part of its effort that goes there, where it is written.
    pub share: Option<f64>,
    /// Who agreed to the link.
    pub agreed: Vec<Agreement>,
}

impl LinkTerms {
    fn new(link: Option<&Link>, weight: f64) -> Self {
        let (how, share) = (link.and_then(|link| link.how.clone()), link.and_then(|link| link.share));
        Self { how, weight, share, agreed: link.map(|link| link.agreed.clone()).unwrap_or_default() }
    }
}

/// A link upward, as written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LinkView {
    /// The id that the link names.
    pub id: String,
    /// `supports` or `measures`.
    pub via: Relation,
    /// The goal that it names; null where there is none.
    pub goal: Option<Brief>,
    /// Whether the link counts: the goal exists, can be linked to, and is not named by an earlier entry.
    pub counts: bool,
    /// What the link says.
    #[serde(flatten)]
    pub terms: LinkTerms,
}

/// A goal that supports this one.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SupporterView {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// What the link says.
    #[serde(flatten)]
    pub terms: LinkTerms,
}

/// Something that this goal needs from another team.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NeedView {
    /// The need, as written.
    #[serde(flatten)]
    pub need: Need,
    /// Whether its day is past and it is neither met nor declined.
    pub late: bool,
}

/// A need of another goal that this one answers.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IncomingNeed {
    /// The goal that asks.
    pub goal: Brief,
    /// What it needs.
    pub need: NeedView,
}

/// The goals at the lower end of some edges, in reading order.
pub(super) fn members(snapshot: &Facts<'_>, edges: impl Iterator<Item = Parent>) -> Vec<SupporterView> {
    let mut edges: Vec<Parent> = edges.collect();
    edges.order_by_key(|edge| reading_order(snapshot, edge.goal));
    edges
        .into_iter()
        .map(|Parent { goal, edge }| {
            let terms = LinkTerms::new(link_of(snapshot, goal, edge), edge.weight());
            SupporterView { goal: Brief::new(snapshot, goal), terms }
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
            terms: LinkTerms::new(link, weight.unwrap_or(1.0)),
        })
        .collect()
}

/// The key results whose metric a KPI is.
pub(super) fn metric_of(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<Brief> {
    if snapshot.goal(ix).kind != Kind::Kpi {
        return Vec::new();
    }
    users_of_kpi(snapshot, ix).into_iter().map(|user| Brief::new(snapshot, user)).collect()
}

/// What a goal needs.
pub(in crate::view) fn needs(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<NeedView> {
    snapshot.goal(ix).needs.iter().map(|need| need_view(snapshot, need)).collect()
}

/// The needs of other goals that name a goal, by the id of who asks.
pub(in crate::view) fn needs_of_others(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<IncomingNeed> {
    let mut asked = Vec::new();
    for (other, goal) in snapshot.goals().filter(|(other, _)| *other != ix) {
        for need in &goal.needs {
            if need.goal.as_deref().and_then(|id| snapshot.workspace.find(id)) == Some(ix) {
                asked.push(IncomingNeed { goal: Brief::new(snapshot, other), need: need_view(snapshot, need) });
            }
        }
    }
    asked.order_by(|a, b| a.goal.id.cmp(&b.goal.id));
    asked
}

fn need_view(snapshot: &Facts<'_>, need: &Need) -> NeedView {
    let is_waiting = matches!(need.state, NeedState::Asked | NeedState::Agreed);
    NeedView { need: need.clone(), late: is_waiting && need.by.is_some_and(|by| by < snapshot.today) }
}
