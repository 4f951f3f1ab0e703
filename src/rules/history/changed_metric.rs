//! A key result that measures something else than before: another unit, KPI, scale, shape or objective.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::versions::{MeasureKind, goalpost_words, measure_kind};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Shape};

pub(in crate::rules) static RULE: Rule = Rule::warning("changed-metric", Group::History, check);

/// The goalposts that define what is measured, and those that appear or disappear with a metric's shape.
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
    for (ix, goal, slips) in phrases::slips(snapshot, POSTS) {
        let what = |slip: &&Slip<'_>| match slip.field_without_index.as_str() {
            // A removed unit is a `missing-unit`, or is inherited from the KPI.
            "metric.unit" => !slip.after.is_null(),
            post => matches!(post, "metric.kpi" | "metric.scale"),
        };
        let shape = |slip: &&Slip<'_>| measure_kind(slip.base).is_some_and(|before| measure_kind(goal) != Some(before));
        let measured = slips.iter().filter(|slip| slip.field_without_index != "measures");
        let found = measured.clone().find(shape).or_else(|| measured.clone().find(what));
        // A goal without any measure is a `missing-metric`.
        if let Some(slip) = found.filter(|_| measure_kind(goal).is_some()) {
            sink.report(report(snapshot, ix, slip));
        }
        let moved = slips.iter().find(|slip| slip.field_without_index == "measures" && !slip.after.is_null());
        if let Some(slip) = moved.filter(|slip| !snapshot.rescopings().include(&goal.id, slip.latest.step)) {
            let (before, after) = (goalpost_words(&slip.before), goalpost_words(&slip.after));
            let message = format!("`{}` now measures `{after}`, and measured `{before}` before", goal.id);
            sink.report(phrases::report(snapshot, ix, slip, message));
        }
    }
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>) -> Report {
    let goal = snapshot.goal(ix);
    let latest = slip.latest;
    let lost = "; earlier values are not comparable";
    if let (Some(before), Some(after)) = (measure_kind(slip.base), measure_kind(goal))
        && before != after
    {
        let message = format!("`{}` is now measured by {} instead of {}{lost}", goal.id, noun(after), noun(before));
        let field = if after == MeasureKind::Milestones { "milestones" } else { "metric" };
        let when = phrases::describe_day(snapshot, latest.commit, latest.day);
        return Report::at(ix, field, message)
            .label(format!("was measured by {} until {when}", noun(before)))
            .help(phrases::help(goal, slip, earlier_measure(slip.base)));
    }
    let field = match slip.field_without_index.as_str() {
        "metric.kpi" if slip.before.is_null() => {
            let now = goalpost_words(&slip.after);
            let message =
                format!("`{}` is now measured by the KPI `{now}` instead of a metric of its own{lost}", goal.id);
            return phrases::report(snapshot, ix, slip, message);
        }
        "metric.kpi" => "KPI",
        "metric.scale" => "scale",
        _ => "unit",
    };
    let (before, after) = (goalpost_words(&slip.before), goalpost_words(&slip.after));
    let now = if slip.after.is_null() { "was removed".to_owned() } else { format!("is now `{after}`") };
    let message = format!("the {field} of `{}` was `{before}` and {now}{lost}", goal.id);
    phrases::report(snapshot, ix, slip, message)
}

fn noun(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Metric(Shape::Reach) => "a target",
        MeasureKind::Metric(Shape::Keep) => "bounds",
        MeasureKind::Metric(Shape::Rubric) => "a rubric",
        MeasureKind::Milestones => "milestones",
    }
}

fn earlier_measure(base: &Goal) -> &'static str {
    if base.metric.is_some() { "the earlier metric" } else { "the milestones" }
}
