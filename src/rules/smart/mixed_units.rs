//! Goalposts in another unit than the values of the KPI that they are for.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::warning("mixed-units", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        let Some(unit) = snapshot.timeline.other_unit(ix) else { continue };
        let Some(metric) = &goal.metric else { continue };
        let Some(kpi) = snapshot.workspace.kpi_of(metric).map(|kpi| snapshot.goal(kpi)) else { continue };
        let Some(now) = kpi.metric.as_ref().and_then(|metric| metric.unit.as_deref()) else { continue };
        let message = format!(
            "the goalposts of `{}` are in {unit}, and `{}` is measured in {now}: its progress is unknown",
            goal.id, kpi.id
        );
        let (field, label) = match &metric.unit {
            Some(_) => ("metric.unit", "another unit than the KPI's".to_owned()),
            None => ("metric.kpi", format!("was in {unit} when the goalposts were written")),
        };
        let help = format!("write the baseline, the target and the bounds in {now}, or the KPI's values in {unit}");
        sink.report(Report::at(ix, field, message).label(label).help(help));
    }
}
