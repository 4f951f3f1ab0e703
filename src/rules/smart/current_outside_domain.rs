//! A current value that its unit does not allow.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{domain_of, unit_of};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Kind, Metric};
use crate::syntax::is_percent;

pub(in crate::rules) static RULE: Rule = Rule::warning("current-outside-domain", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| matches!(goal.kind, Kind::KeyResult | Kind::Kpi)) {
        let Some(metric) = goal.metric.as_ref().filter(|metric| metric.kpi.is_none()) else { continue };
        let Some(current) = metric.current.filter(|_| is_outside_domain(snapshot, metric)) else { continue };
        let is_share = unit_of(snapshot.workspace, metric).is_some_and(is_percent);
        let (value, label, help) = if is_share {
            let label = if current < 0.0 { "below 0 %" } else { "over 100 %" };
            (
                format!("{current} %"),
                label,
                "write a value from 0 to 100; if other values are possible, change the unit",
            )
        } else {
            (current.to_string(), "below 0", "write a number that is not negative")
        };
        sink.report(
            Report::at(ix, "metric.current", format!("`{}` cannot have the value {value}", goal.id))
                .label(label)
                .help(help),
        );
    }
}

/// Whether the unit of a metric does not allow its value.
pub(super) fn is_outside_domain(snapshot: &Facts<'_>, metric: &Metric) -> bool {
    let domain = domain_of(snapshot.workspace, metric);
    domain.is_some_and(|domain| metric.current.is_some_and(|current| !domain.contains(&current)))
}
