//! An objective whose contributions all have the weight 0, or of which exactly one has no weight.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::RollupCandidates;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx};

pub(in crate::rules) static RULE: Rule = Rule::warning("invalid-weights", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        let contributions = contributions(snapshot, ix, goal);
        if contributions.is_empty() {
            continue;
        }
        if contributions.iter().all(|child| child.edge.weight() <= 0.0) {
            let message = format!("all contributions to `{}` have the weight 0", goal.id);
            let report = Report::at(ix, "", message)
                .label("progress cannot be computed")
                .help("set a weight above 0 for at least one of them, or remove the weights (the default is 1)");
            let related = contributions.iter();
            sink.report(
                related.fold(report, |report, child| report.related(child.goal, route(snapshot, child), "weight 0")),
            );
            continue;
        }
        if let Some(forgotten) = find_forgotten(snapshot, &contributions) {
            sink.report(report_forgotten(snapshot, goal, &contributions, forgotten));
        }
    }
}

/// The contributions to an objective's progress, including those with the weight 0.
fn contributions(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Vec<Parent> {
    let counts = |child: &Parent| snapshot.goal(child.goal).state.counts();
    RollupCandidates::find(&snapshot.graph, &snapshot.unread, goal, ix).goals.into_iter().filter(counts).collect()
}

/// The route at which the weight of a contribution is written, or would be.
fn route(snapshot: &Facts<'_>, child: &Parent) -> String {
    match child.edge {
        Edge::Measures { .. } => "weight".to_owned(),
        Edge::Supports { link, .. } => {
            format!("supports[{}].weight", snapshot.goal(child.goal).supports[link].index)
        }
    }
}

/// The weight that is written for a contribution; none if it has the default of 1.
fn written_weight(snapshot: &Facts<'_>, child: &Parent) -> Option<f64> {
    let goal = snapshot.goal(child.goal);
    match child.edge {
        Edge::Measures { .. } => goal.weight,
        Edge::Supports { link, .. } => goal.supports[link].weight,
    }
}

/// Finds the only key result without a weight, if all others have one and the default of 1 was probably not intended:
/// there are at least two others, or the only other weight is of another scale (60, or 0.3). `weight: 2` beside one
/// key result without a weight is the ordinary way to make one count more.
fn find_forgotten<'c>(snapshot: &Facts<'_>, contributions: &'c [Parent]) -> Option<&'c Parent> {
    // The weights of supporting goals are in other files with other owners, so their absence is not an oversight.
    if contributions.iter().any(|child| !child.edge.is_measure()) {
        return None;
    }
    let mut without = contributions.iter().filter(|child| written_weight(snapshot, child).is_none());
    let only = without.next().filter(|_| without.next().is_none())?;
    // A weight that cannot be read has its own finding.
    if snapshot.workspace.writes(snapshot.goal(only.goal), "weight") {
        return None;
    }
    let weights: Vec<f64> = contributions.iter().filter_map(|child| written_weight(snapshot, child)).collect();
    let (least, most) = weights.iter().fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(*it), most.max(*it)));
    (weights.len() >= 2 || least > 2.0 || (most > 0.0 && most < 0.5)).then_some(only).filter(|_| !weights.is_empty())
}

/// Reports a key result whose weight was forgotten, with the weights of the others.
fn report_forgotten(snapshot: &Facts<'_>, goal: &Goal, contributions: &[Parent], forgotten: &Parent) -> Report {
    let id = &snapshot.goal(forgotten.goal).id;
    let message = format!("`{id}` has no weight and counts 1 in `{}`; all others have a weight", goal.id);
    let report = Report::at(forgotten.goal, route(snapshot, forgotten), message)
        .label("1 by default")
        .help("add its `weight`, or `weight: 1` if that is intended");
    contributions.iter().fold(report, |report, child| match written_weight(snapshot, child) {
        Some(weight) => report.related(child.goal, route(snapshot, child), format!("weight {weight}")),
        None => report,
    })
}
