//! Goals that support each other in a circle.

use crate::analysis::facts::Facts;
use crate::graph::Edge;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::GoalIx;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "cycle",
    group: Group::Cascade,
    level: Some(Level::Error),
    page: include_str!("cycle.md"),
    options: &[],
    check,
};

/// The most goals of a circle that its message names.
const MOST_NAMED: usize = 12;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for found in snapshot.graph.cycles() {
        let edges = found.iter().zip(found.iter().cycle().skip(1));
        let mut places = edges.map(|(from, to)| (*from, route(snapshot, *from, *to), snapshot.goal(*to).id.as_str()));
        let Some((first, route, next)) = places.next() else { continue };
        let message = format!("goals support each other in a circle: {}", circle(snapshot, found));
        let mut report = Report::at(first, route, message)
            .label(format!("leads to `{next}`, and from there back"))
            .help("remove the link that points down or sideways: what serves what has to end somewhere");
        for (from, route, next) in places {
            report = report.related(from, route, format!("leads on to `{next}`"));
        }
        sink.report(report);
    }
}

/// Where the link from one goal of a circle to the next stands.
fn route(snapshot: &Facts<'_>, from: GoalIx, to: GoalIx) -> String {
    match snapshot.graph.parents(from).find(|parent| parent.goal == to).map(|parent| parent.edge) {
        Some(Edge::Supports { link, .. }) => snapshot.goal(from).supports[link].route(),
        Some(Edge::Measures { .. }) => "measures".to_owned(),
        None => String::new(),
    }
}

fn circle(snapshot: &Facts<'_>, found: &[GoalIx]) -> String {
    let name = |ix: &GoalIx| format!("`{}`", snapshot.goal(*ix).id);
    let mut names: Vec<String> = found.iter().map(name).collect();
    if names.len() > MOST_NAMED {
        let left_out = names.len() - MOST_NAMED;
        names.splice(MOST_NAMED - 1..names.len() - 1, [format!("… ({left_out} more)")]);
    }
    names.extend(found.first().map(name));
    names.join(" → ")
}
