//! A metric with a target but no baseline.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::value_words;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Shape;

pub(in crate::rules) static RULE: Rule = Rule::warning("missing-baseline", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let Some(metric) = goal.metric.as_ref().filter(|metric| metric.shape() != Shape::Keep) else { continue };
        let Some(target) = metric.target.filter(|_| metric.baseline.is_none()) else { continue };
        if !snapshot.workspace.lacks(goal, "metric.baseline") {
            continue;
        }
        let target = value_words(snapshot.workspace, metric, target);
        sink.report(
            Report::at(ix, "metric", format!("the metric of `{}` has a target but no baseline", goal.id))
                .label(format!("target {target}, starting value unknown"))
                .help("add `baseline:` with the value at the start of the period"),
        );
    }
}
