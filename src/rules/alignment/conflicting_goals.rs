//! Open goals that pull the same number in opposite directions, or set incompatible bounds.

use crate::analysis::facts::Facts;
use crate::analysis::tensions::{Conflict, Opposition, aim, conflicts, number_name};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, Metric, brief};
use crate::rules::names::list;

pub(in crate::rules) static RULE: Rule = Rule::warning("conflicting-goals", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for conflict in conflicts(snapshot) {
        sink.report(report(snapshot, &conflict));
    }
}

fn report(snapshot: &Facts<'_>, conflict: &Conflict) -> Report {
    let first = conflict.goals[0];
    let (one, other) = (&snapshot.goal(first).id, &snapshot.goal(conflict.opponent).id);
    let name = brief(number_name(snapshot, first));
    let field = match conflict.opposition {
        Opposition::Up | Opposition::Down => "metric.target",
        Opposition::AtLeast(..) => "metric.at_least",
        Opposition::AtMost(..) => "metric.at_most",
    };
    let message = format!("`{name}`: {}", conflict.opposition.words(&format!("`{one}`"), &format!("`{other}`")));
    let owners = list(conflict.goals.iter().filter_map(|ix| snapshot.goal(*ix).owner.as_deref()), 4);
    // If one person owns both goals, there is nobody to agree with.
    let settle = match owners.as_str() {
        "" => "the owners need to agree on a direction".to_owned(),
        several if several.contains(' ') => format!("{several} need to agree on a direction"),
        one => format!("{one} needs to choose a direction"),
    };
    let linked: Vec<GoalIx> =
        conflict.goals.iter().copied().filter(|ix| snapshot.goal(*ix).kind == Kind::KeyResult).take(20).collect();
    let above = snapshot.graph.common_to_all(&linked).filter(|_| linked.len() > 1);
    let help = match above {
        Some(above) => {
            format!("{settle} (common ancestor: `{}`), or use two separate metrics", snapshot.goal(above).id)
        }
        None => format!("{settle}, or use two separate metrics"),
    };
    let mut report = Report::at(first, field, message).label(aim(snapshot, first)).help(help);
    for ix in &conflict.goals[1..] {
        let goal = snapshot.goal(*ix);
        let owner = goal.owner.as_ref().map(|owner| format!(" of `{owner}`")).unwrap_or_default();
        report = report.related(
            *ix,
            goalpost_route(goal.metric.as_ref()),
            format!("`{}`{owner}: {}", goal.id, aim(snapshot, *ix)),
        );
    }
    report
}

/// The route of the goalpost that takes part in a conflict.
fn goalpost_route(metric: Option<&Metric>) -> &'static str {
    match metric {
        Some(metric) if metric.at_least.is_some() => "metric.at_least",
        Some(metric) if metric.at_most.is_some() => "metric.at_most",
        _ => "metric.target",
    }
}
