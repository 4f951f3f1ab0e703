//! An objective in whose mean nothing has a weight, or one part alone has none.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::MadeOf;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, State};

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
        let contributions = contributions(snapshot, ix, goal);
        if contributions.is_empty() {
            continue;
        }
        if contributions.iter().all(|child| child.edge.weight() <= 0.0) {
            let message = format!("everything that counts for `{}` has the weight 0", goal.id);
            let report = Report::at(ix, "", message)
                .label("nothing to take the mean of")
                .help("give one of them a weight above 0, or leave the weights out: they are 1 then");
            let related = contributions.iter();
            sink.report(
                related
                    .fold(report, |report, child| report.related(child.goal, route(snapshot, child), "weighs nothing")),
            );
            continue;
        }
        if let Some(forgotten) = forgotten(snapshot, &contributions) {
            sink.report(without_weight(snapshot, goal, &contributions, forgotten));
        }
    }
}

/// What an objective's progress is made of, whatever its weight.
fn contributions(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Vec<Parent> {
    let counts = |child: &Parent| !matches!(snapshot.goal(child.goal).state, State::Draft | State::Dropped);
    MadeOf::find(&snapshot.graph, &snapshot.unread, goal, ix).goals.into_iter().filter(counts).collect()
}

/// Where the weight of a contribution is written, or would be.
fn route(snapshot: &Facts<'_>, child: &Parent) -> String {
    match child.edge {
        Edge::Measures { .. } => "weight".to_owned(),
        Edge::Supports { link, .. } => {
            format!("supports[{}].weight", snapshot.goal(child.goal).supports[link].index)
        }
    }
}

/// The weight that a contribution is given; none where it counts 1 by default.
fn written(snapshot: &Facts<'_>, child: &Parent) -> Option<f64> {
    let goal = snapshot.goal(child.goal);
    match child.edge {
        Edge::Measures { .. } => goal.weight,
        Edge::Supports { link, .. } => goal.supports[link].weight,
    }
}

/// The one key result without a weight, where all others have one: two of them at least, or one that shows by its scale
/// that 1 was not thought of (60, or 0.3). A `weight: 2` beside one key result without is how a heavier one is written.
fn forgotten<'c>(snapshot: &Facts<'_>, contributions: &'c [Parent]) -> Option<&'c Parent> {
    // Who supports a goal writes the weight of their own link; nobody has forgotten anything there.
    if contributions.iter().any(|child| !child.edge.is_measure()) {
        return None;
    }
    let mut without = contributions.iter().filter(|child| written(snapshot, child).is_none());
    let only = without.next().filter(|_| without.next().is_none())?;
    // A weight that cannot be read has a finding of its own.
    if snapshot.workspace.writes(snapshot.goal(only.goal), "weight") {
        return None;
    }
    let weights: Vec<f64> = contributions.iter().filter_map(|child| written(snapshot, child)).collect();
    let (least, most) = weights.iter().fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(*it), most.max(*it)));
    (weights.len() >= 2 || least > 2.0 || (most > 0.0 && most < 0.5)).then_some(only).filter(|_| !weights.is_empty())
}

/// A contribution whose weight was forgotten, with those of the others.
fn without_weight(snapshot: &Facts<'_>, goal: &Goal, contributions: &[Parent], forgotten: &Parent) -> Report {
    let id = &snapshot.goal(forgotten.goal).id;
    let message = format!("`{id}` has no weight and counts 1 in `{}`, where all others have one", goal.id);
    let report = Report::at(forgotten.goal, route(snapshot, forgotten), message)
        .label("1 by default")
        .help("write its weight too, `weight: 1` if that is what is meant");
    contributions.iter().fold(report, |report, child| match written(snapshot, child) {
        Some(weight) => report.related(child.goal, route(snapshot, child), format!("weighs {weight}")),
        None => report,
    })
}
