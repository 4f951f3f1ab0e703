//! The answer of `impact`: what a change to a goal would affect, before it is made.

use std::collections::HashSet;

use serde::Serialize;

use super::brief::{Brief, Relation, reading_order, users_of_kpi};
use super::diff::ReviewerView;
use super::show::neighbours::{needs, needs_of_others};
use super::show::{IncomingNeed, NeedView};
use crate::analysis::diff::{reviewers_of_goal, rollup_shares};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::ParentChanges;
use crate::analysis::versions::goalposts_of;
use crate::graph::{Edge, Parent};
use crate::model::{Agreement, Day, GoalIx, Kind};
use crate::source::InOrder as _;

/// The answer of `goalpost impact`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalImpactView {
    /// The goal.
    pub goal: Brief,
    /// The goals above it, the nearest first, and key results whose metric it is.
    pub above: Vec<AffectedView>,
    /// The goals below it, the nearest first.
    pub below: Vec<AffectedView>,
    /// The links to it that a change of a goalpost, or of the meaning of its title, would make suspect.
    pub links: Vec<LinkAtRisk>,
    /// The goals of others that need it.
    pub needed_by: Vec<IncomingNeed>,
    /// What it needs from other teams.
    pub needs: Vec<NeedView>,
    /// The agreements to what it is now.
    pub agreements: Vec<GivenAgreement>,
    /// Whom to ask before the change, the closest first, with the reasons.
    pub ask: Vec<ReviewerView>,
    /// Commands for the next steps.
    pub next: Vec<String>,
}

/// A goal above or below.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AffectedView {
    /// The goal.
    #[serde(flatten)]
    pub goal: Brief,
    /// How many links lie between.
    pub distance: usize,
    /// How the two are linked, where the link is direct; else null.
    pub via: Option<Relation>,
    /// The share of this goal's progress that comes from the goal in question, 0 to 1; null where its progress does not
    /// rest on it, and for goals below.
    pub rollup_share: Option<f64>,
}

/// A link that a change would make suspect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LinkAtRisk {
    /// The goal that has the link.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// `supports` or `measures`.
    pub via: Relation,
    /// Whether it is suspect already; null where that is not known, without the whole history.
    pub suspect: Option<bool>,
}

/// An agreement to a goal or to one of its links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GivenAgreement {
    /// Who agreed.
    pub by: String,
    /// The day.
    pub date: Option<Day>,
    /// What they agreed to: this goal, or of a key result its objective.
    pub goal: String,
    /// The goal above, if they agreed to the link to it; else null.
    pub link: Option<String>,
}

impl GoalImpactView {
    /// What a change to a goal would affect.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let links = links_at_risk(snapshot, ix);
        Self {
            goal: Brief::new(snapshot, ix),
            above: above(snapshot, ix),
            below: by_distance(ix, |at| snapshot.graph.children(at).collect())
                .into_iter()
                .map(|(below, distance, edge)| affected(snapshot, below, distance, edge.map(Relation::of), None))
                .collect(),
            needed_by: needs_of_others(snapshot, ix),
            needs: needs(snapshot, ix),
            agreements: agreements(snapshot, ix),
            ask: reviewers_of_goal(snapshot, ix)
                .into_iter()
                .map(|reviewer| ReviewerView::new(reviewer, &[snapshot.org()]))
                .collect(),
            next: next(snapshot, ix, !links.is_empty()),
            links,
        }
    }
}

/// The goals in one direction, breadth first, each once with its distance; the edge of those next to the goal.
fn by_distance(ix: GoalIx, step: impl Fn(GoalIx) -> Vec<Parent>) -> Vec<(GoalIx, usize, Option<Edge>)> {
    let (mut seen, mut found) = (HashSet::from([ix]), Vec::new());
    let mut nearest: Vec<GoalIx> = vec![ix];
    for distance in 1.. {
        let mut further = Vec::new();
        for Parent { goal, edge } in nearest.iter().flat_map(|at| step(*at)) {
            if seen.insert(goal) {
                found.push((goal, distance, (distance == 1).then_some(edge)));
                further.push(goal);
            }
        }
        if further.is_empty() {
            return found;
        }
        nearest = further;
    }
    found
}

fn affected(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    distance: usize,
    via: Option<Relation>,
    rollup_share: Option<f64>,
) -> AffectedView {
    AffectedView { goal: Brief::new(snapshot, ix), distance, via, rollup_share }
}

fn above(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<AffectedView> {
    let shares = rollup_shares(snapshot, ix);
    let users = if snapshot.goal(ix).kind == Kind::Kpi { users_of_kpi(snapshot, ix) } else { Vec::new() };
    let mut found: Vec<AffectedView> = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |above: GoalIx, distance: usize, via: Option<Relation>| {
        if seen.insert(above) {
            found.push(affected(snapshot, above, distance, via, shares.get(&above).copied()));
        }
    };
    for user in &users {
        add(*user, 1, Some(Relation::Kpi));
    }
    for (start, away) in std::iter::once((ix, 0)).chain(users.iter().map(|user| (*user, 1))) {
        for (above, distance, edge) in by_distance(start, |at| snapshot.graph.parents(at).collect()) {
            add(above, distance + away, edge.filter(|_| away == 0).map(Relation::of));
        }
    }
    found.order_by_key(|it| it.distance);
    found
}

/// The links that are judged when the goal changes: of open goals of this root.
fn links_at_risk(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<LinkAtRisk> {
    let known = snapshot.history().is_some();
    let suspect: HashSet<GoalIx> =
        snapshot.parent_changes(ix).iter().flat_map(ParentChanges::links).map(|link| link.child).collect();
    let mut children: Vec<Parent> =
        snapshot.graph.children(ix).filter(|child| snapshot.is_live(snapshot.goal(child.goal))).collect();
    children.order_by_key(|child| reading_order(snapshot, child.goal));
    let link = |child: Parent| {
        let goal = snapshot.goal(child.goal);
        LinkAtRisk {
            goal: goal.id.clone(),
            title: goal.title.clone(),
            owner: snapshot.workspace.owner_of(goal).map(str::to_owned),
            via: Relation::of(child.edge),
            // The history of another root is not read here.
            suspect: (known && snapshot.workspace.is_own(goal.document)).then(|| suspect.contains(&child.goal)),
        }
    };
    children.into_iter().map(link).collect()
}

fn agreements(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<GivenAgreement> {
    let goal = snapshot.goal(ix);
    let given = |it: &Agreement, of: &str, link: Option<&str>| GivenAgreement {
        by: it.by.clone(),
        date: it.date,
        goal: of.to_owned(),
        link: link.map(str::to_owned),
    };
    let mut found: Vec<GivenAgreement> = goal.agreed.iter().map(|it| given(it, &goal.id, None)).collect();
    for link in &goal.supports {
        found.extend(link.agreed.iter().map(|it| given(it, &goal.id, Some(&link.goal))));
    }
    // Whoever agrees to an objective agrees to how it is measured.
    if let Some(objective) = snapshot.objective_of(goal).map(|objective| snapshot.goal(objective)) {
        found.extend(objective.agreed.iter().map(|it| given(it, &objective.id, None)));
    }
    found
}

fn next(snapshot: &Facts<'_>, ix: GoalIx, has_links: bool) -> Vec<String> {
    let goal = snapshot.goal(ix);
    let mut next = vec!["goalpost diff".to_owned()];
    let fields = goalposts_of(&goal.as_written());
    let target = fields.iter().find(|(field, _)| field == "metric.target").or(fields.first());
    if let Some((field, _)) = target {
        next.push(format!("goalpost note {} \"WHY\" --kind decision --about {field}", goal.id));
    }
    if has_links && snapshot.workspace.is_own(goal.document) {
        next.push(format!("goalpost ack {} --links", goal.id));
    }
    next
}
