//! A key result that measures another thing than before: unit, KPI, scale, shape, or the objective it is for.

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::versions::{MeasureKind, measure_kind, say_goalpost};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Shape};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "changed-metric",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("changed_metric.md"),
    options: &[],
    check,
};

/// Goalposts that come and go with a metric's shape, beside those that say what is measured.
const POSTS: &[&str] = &[
    "metric.unit",
    "metric.kpi",
    "metric.scale",
    "metric.target",
    "metric.baseline",
    "metric.at_least",
    "metric.at_most",
    "milestones",
    "measures",
];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in telling::slips(snapshot, POSTS) {
        let what = |slip: &&Slip<'_>| match slip.post.as_str() {
            // A unit that is gone is missing, or the KPI's, and told of as such.
            "metric.unit" => !slip.after.is_null(),
            post => matches!(post, "metric.kpi" | "metric.scale"),
        };
        let shape = |slip: &&Slip<'_>| measure_kind(slip.base).is_some_and(|before| measure_kind(goal) != Some(before));
        let measured = slips.iter().filter(|slip| slip.post != "measures");
        let found = measured.clone().find(shape).or_else(|| measured.clone().find(what));
        // A goal without any measure is told of as such.
        if let Some(slip) = found.filter(|_| measure_kind(goal).is_some()) {
            sink.report(report(snapshot, ix, slip));
        }
        let moved = slips.iter().find(|slip| slip.post == "measures" && !slip.after.is_null());
        if let Some(slip) = moved.filter(|slip| !snapshot.rescopings().tell_of(&goal.id, slip.latest.commit)) {
            let (before, after) = (say_goalpost(&slip.before), say_goalpost(&slip.after));
            let message = format!("`{}` counts for `{after}` now, and counted for `{before}` before", goal.id);
            sink.report(telling::report(snapshot, ix, slip, message));
        }
    }
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>) -> Report {
    let goal = snapshot.goal(ix);
    let latest = slip.latest;
    let lost = "; what it read before does not compare";
    if let (Some(before), Some(after)) = (measure_kind(slip.base), measure_kind(goal))
        && before != after
    {
        let message =
            format!("`{}` is measured by {} now, and was by {} before{lost}", goal.id, words(after), words(before));
        let field = if after == MeasureKind::Milestones { "milestones" } else { "metric" };
        let when = telling::when(snapshot, latest.commit, latest.day);
        return Report::at(ix, field, message)
            .label(format!("was measured by {} until {when}", words(before)))
            .help(telling::help(goal, slip, &earlier(slip.base)));
    }
    let noun = match slip.post.as_str() {
        "metric.kpi" => "KPI",
        "metric.scale" => "scale",
        _ => "unit",
    };
    let (before, after) = (say_goalpost(&slip.before), say_goalpost(&slip.after));
    let now = if slip.after.is_null() { "gone".to_owned() } else { format!("`{after}`") };
    let message = format!("the {noun} of `{}` was `{before}` and is {now}{lost}", goal.id);
    telling::report(snapshot, ix, slip, message)
}

fn words(by: MeasureKind) -> &'static str {
    match by {
        MeasureKind::Metric(Shape::Reach) => "a target to reach",
        MeasureKind::Metric(Shape::Keep) => "bounds to keep",
        MeasureKind::Metric(Shape::Rubric) => "a scale to climb",
        MeasureKind::Milestones => "milestones",
    }
}

fn earlier(base: &Goal) -> String {
    if base.metric.is_some() { "the earlier metric".to_owned() } else { "the milestones".to_owned() }
}
