//! A current value that its unit does not allow.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::unit_of;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Kind, Metric};
use crate::syntax::is_percent;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "current-outside-domain",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("current_outside_domain.md"),
    options: &[],
    check,
};

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

/// Whether the unit of a metric does not allow its value. If baseline, target or bounds are outside the unit's domain too,
/// the unit evidently allows more (such as `%` of a plan), and the value is not doubted.
pub(super) fn is_outside_domain(snapshot: &Facts<'_>, metric: &Metric) -> bool {
    let domain = match unit_of(snapshot.workspace, metric) {
        Some(unit) if is_percent(unit) => 0.0..=100.0,
        Some("count") => 0.0..=f64::INFINITY,
        _ => return false,
    };
    let planned = [metric.baseline, metric.target, metric.at_least, metric.at_most];
    let aimed = metric.target.or(metric.at_least).or(metric.at_most).is_some();
    let outside = metric.current.is_some_and(|current| !domain.contains(&current));
    outside && aimed && planned.iter().flatten().all(|value| domain.contains(value))
}
