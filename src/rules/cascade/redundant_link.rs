//! A link to a goal that another link leads to anyway.

use std::collections::HashMap;

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;
use crate::syntax::Edit;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "redundant-link",
    group: Group::Cascade,
    level: None,
    page: include_str!("redundant_link.md"),
    options: &[],
    check,
};

/// The most goals that are looked at for one goal's links; more are above none that people write.
const MOST_STEPS: usize = 10_000;

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
        let reached = reached_otherwise(snapshot, &parents, &place);
        for parent in &parents {
            let Edge::Supports { link, .. } = parent.edge else { continue };
            let entry = &goal.supports[link];
            let Some(way) = reached.get(&parent.goal).filter(|_| entry.weight.is_none() && entry.share.is_none())
            else {
                continue;
            };
            let message =
                format!("`{}` is above `{}`, which this goal supports too", entry.goal, snapshot.goal(*way).id);
            let report = Report::at(ix, route_of(goal, parent.edge), message)
                .label("reached anyway")
                .help("remove this entry, or give it a `share` if the goal serves it in a way of its own")
                .unsafe_fix(Edit::Remove { route: format!("supports[{}]", entry.index) });
            sink.report(report);
        }
    }
}

/// Those of some goals that are above another of them, each with that one.
///
/// What is above a goal stands later in the order from the bottom, so nothing beyond the last of them is looked at.
fn reached_otherwise(snapshot: &Facts<'_>, parents: &[Parent], place: &[usize]) -> HashMap<GoalIx, GoalIx> {
    let last = parents.iter().map(|parent| place[parent.goal.index()]).max().unwrap_or(0);
    let mut way: HashMap<GoalIx, GoalIx> = HashMap::new();
    let mut open: Vec<(GoalIx, GoalIx)> = parents.iter().rev().map(|parent| (parent.goal, parent.goal)).collect();
    while let Some((at, from)) = open.pop() {
        for above in snapshot.graph.parents(at).map(|parent| parent.goal) {
            if place[above.index()] <= last && above != from && way.len() < MOST_STEPS && !way.contains_key(&above) {
                way.insert(above, from);
                open.push((above, from));
            }
        }
    }
    way
}
