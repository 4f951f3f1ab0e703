//! A target outside a bound that others keep, or a KPI out of bounds that no key result brings back.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::analysis::tensions::{Bound, abandoned, breaches};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;
use crate::rules::names::list;

pub(in crate::rules) static RULE: Rule = Rule::warning("guardrail-broken", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let breaches = breaches(snapshot);
    for breach in &breaches {
        let (Some(guard), Some(metric)) = (breach.guards.first(), &snapshot.goal(breach.goal).metric) else { continue };
        let target = metric.target.unwrap_or_default();
        let guard = snapshot.goal(*guard);
        let message = format!("the target {target} breaks the bound of `{}`: {}", guard.id, breach.bound);
        let owner = guard.owner.as_ref().map(|owner| format!(" with `{owner}`")).unwrap_or_default();
        let help = format!("set a target inside the bound, or agree{owner} to move the bound and give a `reason`");
        let mut report =
            Report::at(breach.goal, "metric.target", message).label(describe_excess(breach.bound)).help(help);
        for guard in &breach.guards {
            let text = format!("the bound of `{}`", snapshot.goal(*guard).id);
            report = report.related(*guard, bound_route(breach.bound), text);
        }
        sink.report(report);
    }
    // One cause, one finding: a KPI is not reported if a target that allows its breach is.
    let reported: HashSet<GoalIx> = breaches.iter().map(|breach| breach.goal).collect();
    for broken in abandoned(snapshot).into_iter().filter(|it| !it.key_results.iter().any(|ix| reported.contains(ix))) {
        let id = |ix: &GoalIx| snapshot.goal(*ix).id.as_str();
        let message = format!("`{}` is out of bounds, and no key result brings it back", id(&broken.kpi));
        let help = format!(
            "change {} to reach {} again, or move the bound and give a `reason`",
            list(broken.key_results.iter().map(id), 3),
            broken.bound
        );
        let mut report =
            Report::at(broken.kpi, "metric.current", message).label(describe_excess(broken.bound)).help(help);
        for ix in &broken.key_results {
            report = report.related(*ix, "metric", format!("`{}` does not bring it back", id(ix)));
        }
        sink.report(report);
    }
}

fn describe_excess(bound: Bound) -> String {
    match bound {
        Bound::AtLeast(floor) => format!("below {floor}"),
        Bound::AtMost(ceiling) => format!("above {ceiling}"),
    }
}

fn bound_route(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast(_) => "metric.at_least",
        Bound::AtMost(_) => "metric.at_most",
    }
}
