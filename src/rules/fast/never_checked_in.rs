//! A key result without any check-in although a fifth of its period is over.

use std::collections::BTreeMap;

use super::stale_check_in::confidence_help;
use crate::analysis::agenda::{check_ins_of, has_source, is_dated_ahead, is_never_checked_in, value_keeper};
use crate::analysis::facts::Facts;
use crate::lint::{Group, MOST_SINGLE, Report, Rule, Sink};
use crate::model::{Day, GoalIx, Kind, count_of, days_between};
use crate::rules::names::holder_of;

pub(in crate::rules) static RULE: Rule = Rule::warning("never-checked-in", Group::Fast, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // Key results that share a KPI lack the same value: that is one finding, at the KPI.
    let mut forgotten: BTreeMap<GoalIx, Vec<(GoalIx, Day)>> = BTreeMap::new();
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        // A value of a day that has not come is a `future-check-in`.
        let Some(check_ins) = check_ins_of(snapshot, ix).filter(|_| !is_dated_ahead(snapshot, ix)) else { continue };
        if is_never_checked_in(goal, &check_ins) {
            let from = check_ins.from.unwrap_or(snapshot.today);
            let keeper = if has_source(snapshot, ix) { ix } else { value_keeper(snapshot, ix) };
            forgotten.entry(keeper).or_default().push((ix, from));
        }
    }
    for (keeper, key_results) in &forgotten {
        sink.report(report(snapshot, *keeper, key_results));
    }
}

fn report(snapshot: &Facts<'_>, keeper: GoalIx, key_results: &[(GoalIx, Day)]) -> Report {
    let goal = snapshot.goal(keeper);
    let (first, from) = key_results.iter().copied().min_by_key(|(_, from)| *from).unwrap_or((keeper, snapshot.today));
    let days = days_between(from, snapshot.today);
    // If the goal is younger than its period, or history is cut off, only the time since then is known.
    let since = if snapshot.goal(first).start() == Some(from) {
        format!("the period started {days} days ago")
    } else {
        format!("{from}, {days} days ago")
    };
    let (subject, label) = if goal.kind == Kind::KeyResult {
        (format!("`{}`", goal.id), "no check-in yet")
    } else {
        (
            format!("`{}`, which measures {},", goal.id, count_of(key_results.len(), "key result")),
            "no value in their period yet",
        )
    };
    let message = format!("{subject} has had no check-in since {since}");
    let help = if has_source(snapshot, keeper) {
        confidence_help(&goal.id)
    } else if goal.metric.is_some() {
        format!("run goalpost checkin {} VALUE; if no value is available, choose another metric", goal.id)
    } else {
        format!("run goalpost checkin {} --done MILESTONE, or use --note TEXT if nothing has changed", goal.id)
    };
    let report = Report::at(keeper, "", message).label(label).help(help);
    let noun = if goal.kind == Kind::KeyResult { "key results" } else { "KPIs" };
    let together = format!("{noun} {} have had no check-in", holder_of(snapshot, goal));
    let all = "go through what is due with goalpost checkin, and choose other metrics where no value is available";
    let report = report.batch(MOST_SINGLE, "", together).batch_help(all);
    let related = key_results.iter().filter(|(it, _)| *it != keeper);
    related.fold(report, |report, (it, _)| report.related(*it, "metric.kpi", "measured by it"))
}
