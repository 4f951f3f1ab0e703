//! A metric's values and aims in words.

use crate::analysis::numbers::goalpost_unit::differ;
use crate::analysis::numbers::measure::unit_of;
use crate::analysis::numbers::observation::{Observation, ValueTerms};
use crate::model::{Goal, Metric, Workspace, exact};

/// Formats a value of a metric: as a step of its rubric, or as a number with its unit, which may be its KPI's.
pub fn value_words(workspace: &Workspace, metric: &Metric, value: f64) -> String {
    match unit_of(workspace, metric) {
        Some(unit) if metric.scale.is_empty() => format!("{} {unit}", exact(value)),
        _ => metric.say(value),
    }
}

/// The value of an observation in words, in the unit or the scale in which it was written. None without a value or a metric.
pub fn observed_words(workspace: &Workspace, goal: &Goal, it: &Observation) -> Option<String> {
    let metric = goal.metric.as_ref()?;
    match written_metric(workspace, goal, it) {
        Some(then) if !then.scale.is_empty() => then.current.map(|step| then.say(step)),
        Some(then) => it.value.map(|value| value_words(workspace, then, value)),
        None => it.value.map(|value| value_words(workspace, metric, value)),
    }
}

/// The unit in which an observation was written; none for a step of a rubric.
pub fn observed_unit<'g>(workspace: &'g Workspace, goal: &'g Goal, it: &'g Observation) -> Option<&'g str> {
    let metric = written_metric(workspace, goal, it).or(goal.metric.as_ref())?;
    unit_of(workspace, metric).filter(|_| metric.scale.is_empty())
}

/// The metric of the version that brought an observation, where its value cannot be compared with today's.
pub fn other_metric(it: &Observation) -> Option<&Metric> {
    let then = it.version.as_ref().and_then(|version| version.metric.as_ref());
    then.filter(|_| it.value.is_some() && it.terms != ValueTerms::Today)
}

/// The metric of the version that brought an observation, where that says the value in another way than today's.
fn written_metric<'g>(workspace: &Workspace, goal: &Goal, it: &'g Observation) -> Option<&'g Metric> {
    let then = it.version.as_ref().and_then(|version| version.metric.as_ref()).filter(|_| it.value.is_some());
    then.filter(|_| it.terms != ValueTerms::Today || is_in_other_unit(workspace, goal, it))
}

/// Whether the value of an observation is in another unit than today's, or a step that today's scale does not have. One that was
/// written without a unit is in today's.
pub(in crate::analysis) fn is_in_other_unit(workspace: &Workspace, goal: &Goal, it: &Observation) -> bool {
    let then = it.version.as_ref().and_then(|version| version.metric.as_ref()).filter(|_| it.value.is_some());
    let Some((then, now)) = then.zip(workspace.keeper_of(goal).metric.as_ref()) else { return false };
    if let Some(step) = then.current.filter(|_| !then.scale.is_empty()) {
        return now.place_of_step(&then.say(step)).is_none();
    }
    !now.scale.is_empty() || differ(unit_of(workspace, then), unit_of(workspace, now))
}

/// The aim of a metric in words: `9.5 → 8 %`, `at least 40 points`. None without a target or bounds.
pub fn aim_words(workspace: &Workspace, metric: &Metric) -> Option<String> {
    let say = |value: f64| value_words(workspace, metric, value);
    match (metric.baseline, metric.target) {
        (Some(from), Some(to)) => Some(way_words(!metric.scale.is_empty(), from, to, say)),
        (None, Some(to)) => Some(format!("to {}", say(to))),
        (_, None) => bounds_words(metric.at_least, metric.at_most, say),
    }
}

/// Bounds in words: `at least 40 points`, `at most 3`, `40 to 60 points`. `say` formats a value with its unit.
pub fn bounds_words(at_least: Option<f64>, at_most: Option<f64>, say: impl Fn(f64) -> String) -> Option<String> {
    match (at_least, at_most) {
        (Some(least), Some(most)) => Some(format!("{} to {}", exact(least), say(most))),
        (Some(least), None) => Some(format!("at least {}", say(least))),
        (None, Some(most)) => Some(format!("at most {}", say(most))),
        (None, None) => None,
    }
}

/// A baseline and a target: `20 → 80 points`. The unit stands once, steps of a rubric by their names.
pub fn way_words(is_rubric: bool, from: f64, to: f64, say: impl Fn(f64) -> String) -> String {
    format!("{} → {}", if is_rubric { say(from) } else { exact(from) }, say(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    #[test]
    fn the_unit_stands_once_and_may_be_the_kpis() {
        let kpi = "kind: kpi\nid: rating\ntitle: Rating\nmetric: {name: rating, unit: points}\n";
        let workspace = Workspace::read(SourceSet::from_texts([("rating.yaml", kpi)]));
        let of_kpi = Metric { kpi: Some("rating".to_owned()), ..Metric::default() };
        let words = |metric: &Metric| aim_words(&workspace, metric).unwrap_or_default();
        let reach = Metric { baseline: Some(9.5), target: Some(8.0), ..of_kpi.clone() };
        assert_eq!(words(&reach), "9.5 → 8 points");
        assert_eq!(words(&Metric { baseline: None, ..reach.clone() }), "to 8 points");
        let scale = ["no", "some", "yes"].map(str::to_owned).to_vec();
        assert_eq!(words(&Metric { baseline: Some(0.0), target: Some(2.0), scale: scale.into(), ..reach }), "no → yes");
        let keep = Metric { at_least: Some(40.0), ..of_kpi.clone() };
        assert_eq!(words(&keep), "at least 40 points");
        assert_eq!(words(&Metric { at_most: Some(60.0), ..keep.clone() }), "40 to 60 points");
        assert_eq!(words(&Metric { at_least: None, at_most: Some(3.0), ..keep }), "at most 3 points");
        assert_eq!(words(&of_kpi), "");
    }
}
