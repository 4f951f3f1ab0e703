//! The direction in which a goalpost moved: easier, harder, or unclear.

use serde_json::Value;

use crate::model::Metric;

/// The direction in which a goalpost moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ease {
    /// The same value means more progress than before.
    Easier,
    /// The same value means less progress than before.
    Harder,
    /// The direction is unknown.
    Unclear,
}

/// The direction in which a number of a metric moved: its target, baseline, a bound, or a planned value. `old` is the metric
/// before. Unclear for other goalposts.
pub(in crate::analysis) fn ease_between(field: &str, old: Option<&Metric>, before: &Value, after: &Value) -> Ease {
    let Some((before, after)) = planned(old, before).zip(planned(old, after)).filter(|_| is_number(field)) else {
        return Ease::Unclear;
    };
    if !(before < after || after < before) {
        return Ease::Unclear;
    }
    let (baseline, target) = (old.and_then(|it| it.baseline), old.and_then(|it| it.target));
    let up = match (field, baseline, target) {
        ("metric.at_least", ..) => Some(true),
        ("metric.at_most", ..) => Some(false),
        // A target or baseline that passes the other one turns the direction of the metric: the ways cannot be
        // compared.
        ("metric.target", Some(baseline), Some(target)) if (after > baseline) != (target > baseline) => None,
        ("metric.baseline", Some(baseline), Some(target)) if (target > after) != (target > baseline) => None,
        (_, Some(baseline), Some(target)) => Some(target > baseline),
        _ => None,
    };
    // A baseline nearer to the target makes the goal harder as well: the progress so far counts for less.
    match up.map(|up| (after > before) == up) {
        Some(true) => Ease::Harder,
        Some(false) => Ease::Easier,
        None => Ease::Unclear,
    }
}

/// Whether numbers of a goal are in other terms once all these changes are made: a smaller number of another unit is not less.
pub(in crate::analysis) fn is_recast<'c>(mut changes: impl Iterator<Item = (&'c str, [&'c Value; 2])>) -> bool {
    changes.any(|(field, [before, after])| match field {
        "metric.unit" => !before.is_null() && !after.is_null(),
        _ => matches!(field, "metric.kpi" | "metric.scale"),
    })
}

/// Whether a move made its goal harder, so that it needs no reason: harder numbers, an earlier day, or a commitment.
pub(in crate::analysis) fn is_harder(field: &str, old: Option<&Metric>, before: &Value, after: &Value) -> bool {
    match field {
        "deadline" | "milestones.due" => after.as_str().is_some_and(|after| Some(after) < before.as_str()),
        "commitment" => after == "committed",
        _ => ease_between(field, old, before, after) == Ease::Harder,
    }
}

/// Whether a goalpost is a number of a metric or a planned one.
pub(in crate::analysis) fn is_number(field: &str) -> bool {
    matches!(field, "metric.target" | "metric.baseline" | "metric.at_least" | "metric.at_most" | "milestones.value")
}

/// A number, or the place of a step on the scale of a metric.
fn planned(metric: Option<&Metric>, value: &Value) -> Option<f64> {
    match value {
        Value::String(step) => {
            metric?.scale.iter().position(|it| it == step).and_then(|at| u32::try_from(at).ok()).map(f64::from)
        }
        value => value.as_f64(),
    }
}
