//! Goals that support each other in a cycle.

use crate::analysis::facts::Facts;
use crate::graph::Edge;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;

pub(in crate::rules) static RULE: Rule = Rule::error("cycle", Group::Cascade, check);

/// The maximum number of goals of a cycle that its message names.
const MAX_NAMED: usize = 12;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for found in snapshot.graph.cycles() {
        let edges = found.iter().zip(found.iter().cycle().skip(1));
        let mut places = edges.map(|(from, to)| (*from, route(snapshot, *from, *to), snapshot.goal(*to).id.as_str()));
        let Some((first, route, next)) = places.next() else { continue };
        let message = format!("goals support each other in a cycle: {}", format_cycle(snapshot, found));
        let mut report = Report::at(first, route, message)
            .label(format!("links to `{next}`, which leads back here"))
            .help("remove the link that points down or sideways");
        for (from, route, next) in places {
            report = report.related(from, route, format!("links to `{next}`"));
        }
        sink.report(report);
    }
}

/// The route of the link from one goal of a cycle to the next.
fn route(snapshot: &Facts<'_>, from: GoalIx, to: GoalIx) -> String {
    match snapshot.graph.parents(from).find(|parent| parent.goal == to).map(|parent| parent.edge) {
        Some(Edge::Supports { link, .. }) => snapshot.goal(from).supports[link].route(),
        Some(Edge::Measures { .. }) => "measures".to_owned(),
        None => String::new(),
    }
}

/// Formats a cycle as `a` → `b` → `a`; the middle of a long one is left out.
fn format_cycle(snapshot: &Facts<'_>, found: &[GoalIx]) -> String {
    let name = |ix: &GoalIx| format!("`{}`", snapshot.goal(*ix).id);
    let mut names: Vec<String> = found.iter().map(name).collect();
    if names.len() > MAX_NAMED {
        let left_out = names.len() - MAX_NAMED;
        names.splice(MAX_NAMED - 1..names.len() - 1, [format!("… ({left_out} more)")]);
    }
    names.extend(found.first().map(name));
    names.join(" → ")
}
