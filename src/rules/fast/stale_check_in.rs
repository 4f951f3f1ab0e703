//! A key result whose last check-in is older than its cadence allows.

use std::collections::BTreeMap;

use crate::analysis::agenda::{CheckIns, check_ins_of, has_source, is_dated_ahead, value_keeper};
use crate::analysis::facts::Facts;
use crate::lint::{Group, OptionKind, Report, Rule, RuleOption, Sink};
use crate::model::{Day, Goal, GoalIx, Kind, count_of, days_between, interval};

pub(in crate::rules) static RULE: Rule = Rule {
    options: &[RuleOption { name: "grace", kind: OptionKind::Days(3), doc: "How late a check-in may be." }],
    ..Rule::warning("stale-check-in", Group::Fast, check)
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut stale: BTreeMap<GoalIx, Vec<StaleKeyResult>> = BTreeMap::new();
    for (ix, _) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        // A value of a day that has not come is a `future-check-in`.
        let Some(check_ins) = check_ins_of(snapshot, ix).filter(|_| !is_dated_ahead(snapshot, ix)) else { continue };
        let grace = sink.days("grace", ix);
        if let Some(last) = check_ins.last.filter(|_| check_ins.late_by(snapshot.today) > grace) {
            // Key results that share a KPI lack the same value: that is one finding, at the KPI. Where the value comes by
            // itself, each owner is asked how sure they are.
            let keeper = if has_source(snapshot, ix) { ix } else { value_keeper(snapshot, ix) };
            stale.entry(keeper).or_default().push(StaleKeyResult { goal: ix, last, check_ins });
        }
    }
    for (keeper, stale) in &stale {
        sink.report(report(snapshot, *keeper, stale));
    }
}

/// A key result whose last check-in is too old.
struct StaleKeyResult {
    goal: GoalIx,
    last: Day,
    check_ins: CheckIns,
}

fn report(snapshot: &Facts<'_>, keeper: GoalIx, stale: &[StaleKeyResult]) -> Report {
    let goal = snapshot.goal(keeper);
    let last = stale.iter().map(|it| it.last).max().unwrap_or(snapshot.today);
    let cadence = stale.iter().map(|it| it.check_ins.cadence).min().unwrap_or_default();
    let days = days_between(last, snapshot.today);
    let own = goal.kind == Kind::KeyResult;
    let measured =
        if own { String::new() } else { format!(", which measures {},", count_of(stale.len(), "key result")) };
    if has_source(snapshot, keeper) {
        let message = format!("how sure you are of `{}` was last said {days} days ago", goal.id);
        let field = if goal.confidence.is_some() { "confidence" } else { "" };
        return Report::at(keeper, field, message)
            .label(format!("expected every {}", interval(cadence)))
            .help(confidence_help(&goal.id));
    }
    let message = format!("the last check-in on `{}`{measured} was {days} days ago", goal.id);
    let dated = goal.metric.as_ref().is_some_and(|metric| metric.as_of.is_some());
    let report = Report::at(keeper, if dated { "metric.as_of" } else { "" }, message)
        .label(format!("expected every {}", interval(cadence)))
        .help(help(goal));
    let related = stale.iter().filter(|it| it.goal != keeper);
    related.fold(report, |report, it| report.related(it.goal, "metric.kpi", "measured by it"))
}

/// The command to run where the value comes by itself.
pub(super) fn confidence_help(id: &str) -> String {
    format!("run goalpost checkin {id} --confidence 0.7, or use --note TEXT; its value comes by itself")
}

/// The command to run. A note on a KPI is no check-in on its key results, so it is not offered there.
fn help(goal: &Goal) -> String {
    let id = &goal.id;
    let news = match goal.metric {
        Some(_) => format!("run goalpost checkin {id} VALUE"),
        None => format!("run goalpost checkin {id} --done MILESTONE"),
    };
    if goal.kind == Kind::KeyResult { format!("{news}, or use --note TEXT if nothing has changed") } else { news }
}
