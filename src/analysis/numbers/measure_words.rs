//! What a metric measures and wants, in a few words.

use crate::analysis::numbers::measure::unit_of;
use crate::model::{Metric, Workspace, exact};

/// A value in the words of its metric: a rubric's step, or the number with its unit, which may be its KPI's.
#[must_use]
pub fn say_value(workspace: &Workspace, metric: &Metric, value: f64) -> String {
    match unit_of(workspace, metric) {
        Some(unit) if metric.scale.is_empty() => format!("{} {unit}", exact(value)),
        _ => metric.say(value),
    }
}

/// What a metric wants of its number: `9.5 → 8 %`, `at least 40 points`. None where it wants nothing yet.
#[must_use]
pub fn aim_words(workspace: &Workspace, metric: &Metric) -> Option<String> {
    let say = |value: f64| say_value(workspace, metric, value);
    match (metric.baseline, metric.target) {
        (Some(from), Some(to)) => Some(format!("{} → {}", without_unit(metric, from), say(to))),
        (None, Some(to)) => Some(format!("to {}", say(to))),
        (_, None) => bounds_words(metric.at_least, metric.at_most, say),
    }
}

/// What bounds ask for: `at least 40 points`, `at most 3`, `40 to 60 points`; `say` says the value that the unit follows.
pub fn bounds_words(at_least: Option<f64>, at_most: Option<f64>, say: impl Fn(f64) -> String) -> Option<String> {
    match (at_least, at_most) {
        (Some(least), Some(most)) => Some(format!("{} to {}", exact(least), say(most))),
        (Some(least), None) => Some(format!("at least {}", say(least))),
        (None, Some(most)) => Some(format!("at most {}", say(most))),
        (None, None) => None,
    }
}

/// The first of two values: the unit once is enough.
fn without_unit(metric: &Metric, value: f64) -> String {
    if metric.scale.is_empty() { exact(value) } else { metric.say(value) }
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
        assert_eq!(words(&Metric { baseline: Some(0.0), target: Some(2.0), scale, ..reach }), "no → yes");
        let keep = Metric { at_least: Some(40.0), ..of_kpi.clone() };
        assert_eq!(words(&keep), "at least 40 points");
        assert_eq!(words(&Metric { at_most: Some(60.0), ..keep.clone() }), "40 to 60 points");
        assert_eq!(words(&Metric { at_least: None, at_most: Some(3.0), ..keep }), "at most 3 points");
        assert_eq!(words(&of_kpi), "");
    }
}
