//! A metric without a unit.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::warning("missing-unit", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| matches!(goal.kind, Kind::KeyResult | Kind::Kpi)) {
        let Some(metric) = goal.metric.as_ref().filter(|metric| metric.unit.is_none()) else { continue };
        let elsewhere = goal.kind == Kind::KeyResult && !snapshot.workspace.lacks(goal, "metric.kpi");
        let lacks = |route| snapshot.workspace.lacks(goal, route);
        if elsewhere || !metric.scale.is_empty() || !lacks("metric.unit") || !lacks("metric.scale") {
            continue;
        }
        sink.report(
            Report::at(ix, "metric", format!("the metric of `{}` has no unit", goal.id))
                .label("no `unit`")
                .help("add a unit, such as `unit: \"%\"`, `unit: minutes` or the things that are counted"),
        );
    }
}
