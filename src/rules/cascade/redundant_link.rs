//! A link to a goal that is already reached through another parent.

use std::collections::HashMap;

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;
use crate::syntax::Edit;

pub(in crate::rules) static RULE: Rule = Rule::off("redundant-link", Group::Cascade, check);

/// The maximum number of goals visited for one goal's links. No goal that people write has more goals above it; the limit
/// keeps hostile graphs from costing quadratic time.
const MAX_VISITED: usize = 10_000;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut place = vec![0_usize; snapshot.workspace.goals.len()];
    for (at, ix) in snapshot.graph.bottom_up().iter().enumerate() {
        place[ix.index()] = at;
    }
    for (ix, goal) in snapshot.active_goals() {
        if goal.supports.len() < 2 {
            continue;
        }
        let parents: Vec<Parent> =
            snapshot.graph.parents(ix).filter(|parent| !snapshot.graph.lead_to_each_other(ix, parent.goal)).collect();
        let reached = find_redundant(snapshot, &parents, &place);
        for parent in &parents {
            let Edge::Supports { link, .. } = parent.edge else { continue };
            let entry = &goal.supports[link];
            // A weight or a share is a decision that the goal counts there too.
            let Some(via) = reached.get(&parent.goal).filter(|_| entry.weight.is_none() && entry.share.is_none())
            else {
                continue;
            };
            let message =
                format!("`{}` is above `{}`, which this goal supports too", entry.goal, snapshot.goal(*via).id);
            let report = Report::at(ix, route_of(goal, parent.edge), message)
                .label("already reached")
                .help("remove this entry, or add a `share` if the goal also serves it directly")
                .unsafe_fix(Edit::Remove { route: format!("supports[{}]", entry.index) });
            sink.report(report);
        }
    }
}

/// Finds the parents that are above another of the parents, each with that one.
///
/// Goals above a goal come later in the bottom-up order, so nothing after the last parent is visited.
fn find_redundant(snapshot: &Facts<'_>, parents: &[Parent], place: &[usize]) -> HashMap<GoalIx, GoalIx> {
    let last = parents.iter().map(|parent| place[parent.goal.index()]).max().unwrap_or(0);
    let mut via: HashMap<GoalIx, GoalIx> = HashMap::new();
    let mut open: Vec<(GoalIx, GoalIx)> = parents.iter().rev().map(|parent| (parent.goal, parent.goal)).collect();
    while let Some((at, from)) = open.pop() {
        for above in snapshot.graph.parents(at).map(|parent| parent.goal) {
            if place[above.index()] <= last && above != from && via.len() < MAX_VISITED && !via.contains_key(&above) {
                via.insert(above, from);
                open.push((above, from));
            }
        }
    }
    via
}
