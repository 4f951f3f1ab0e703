//! An objective in whose mean nothing has a weight.

use crate::analysis::facts::Facts;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{GoalIx, Rollup, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "invalid-weights",
    group: Group::Cascade,
    level: Some(Level::Warning),
    page: include_str!("invalid_weights.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        let contributions = contributions(snapshot, ix);
        if contributions.is_empty() || contributions.iter().any(|child| child.edge.weight() > 0.0) {
            continue;
        }
        let message = format!("everything that counts for `{}` has the weight 0", goal.id);
        let mut report = Report::at(ix, "", message)
            .label("nothing to take the mean of")
            .help("give one of them a weight above 0, or leave the weights out: they are 1 then");
        for child in contributions {
            let route = match child.edge {
                Edge::Measures { .. } => "weight".to_owned(),
                Edge::Supports { link, .. } => {
                    format!("supports[{}].weight", snapshot.goal(child.goal).supports[link].index)
                }
            };
            report = report.related(child.goal, route, "weighs nothing");
        }
        sink.report(report);
    }
}

/// What an objective's progress is made of, whatever its weight.
fn contributions(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<Parent> {
    let counts = |child: &Parent| !matches!(snapshot.goal(child.goal).state, State::Draft | State::Dropped);
    let of_key_results = match snapshot.goal(ix).rollup {
        Some(rollup) => rollup == Rollup::KeyResults,
        None => snapshot.graph.key_results(ix).next().is_some(),
    };
    if of_key_results {
        snapshot.graph.key_results(ix).filter(counts).collect()
    } else {
        snapshot.graph.supporters(ix).filter(counts).collect()
    }
}
