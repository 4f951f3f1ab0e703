//! The direction in which a goalpost moved: easier, harder, or unclear.

use serde_json::Value;

use crate::analysis::goalposts::goalpost::{Goalposts, Move};
use crate::analysis::goalposts::slip::Slip;
use crate::model::{Goal, Metric};

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

/// The direction in which a number of a goal's metric moved: its target, baseline, a bound, or a planned value. Unclear
/// for other goalposts.
#[must_use]
pub fn ease_of(slip: &Slip<'_>, goal: &Goal) -> Ease {
    let old = slip.base.metric.as_ref();
    let new = goal.metric.as_ref();
    let number = |value: fn(&Metric) -> Option<f64>| Some((value(old?)?, value(new?)?));
    let field = slip.field_without_index.as_str();
    let moved = match field {
        "metric.target" => number(|it| it.target),
        "metric.baseline" => number(|it| it.baseline),
        "metric.at_least" => number(|it| it.at_least),
        "metric.at_most" => number(|it| it.at_most),
        "milestones.value" => planned(old, &slip.before).zip(planned(old, &slip.after)),
        _ => None,
    };
    moved.map_or(Ease::Unclear, |(before, after)| ease_between(field, old, before, after))
}

/// Whether a move made its goal harder, so that it needs no reason.
#[must_use]
pub fn is_harder(goalposts: &Goalposts, it: &Move) -> bool {
    let old = goalposts.just_before(it.step).and_then(|goal| goal.metric.as_ref());
    let field = it.field_without_index();
    match field.as_str() {
        "deadline" | "milestones.due" => {
            return it.after.as_str().is_some_and(|after| Some(after) < it.before.as_str());
        }
        "commitment" => return it.after == "committed",
        _ => {}
    }
    let is_number = matches!(
        field.as_str(),
        "metric.target" | "metric.baseline" | "metric.at_least" | "metric.at_most" | "milestones.value"
    );
    let moved = planned(old, &it.before).zip(planned(old, &it.after)).filter(|_| is_number);
    moved.is_some_and(|(before, after)| ease_between(&field, old, before, after) == Ease::Harder)
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

fn ease_between(field: &str, old: Option<&Metric>, before: f64, after: f64) -> Ease {
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
