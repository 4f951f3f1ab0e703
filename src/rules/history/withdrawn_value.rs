//! A value that was taken back later, which made progress better.

use std::collections::BTreeMap;

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Withdrawal, withdrawals_of};
use crate::analysis::text::percent;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, State, count_of};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "withdrawn-value",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("withdrawn_value.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    if snapshot.history().is_none() {
        return;
    }
    // One revert is one finding, however many goals it is about.
    let mut by_commit: BTreeMap<Option<usize>, Vec<Withdrawal<'_>>> = BTreeMap::new();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| !matches!(goal.state, State::Draft | State::Dropped)) {
        // Changes after the close are `edited-after-close`.
        let closing = snapshot.closing(ix);
        let is_before_close = |it: &Withdrawal<'_>| closing.is_none_or(|closing| it.by.is_some_and(|by| by <= closing));
        for it in withdrawals_of(snapshot, ix).into_iter().filter(|it| it.is_quiet() && is_before_close(it)) {
            if snapshot.is_recent_on(goal, it.day) {
                by_commit.entry(it.by).or_default().push(it);
            }
        }
    }
    for withdrawals in by_commit.values() {
        sink.report(report(snapshot, withdrawals));
    }
}

fn report(snapshot: &Facts<'_>, withdrawals: &[Withdrawal<'_>]) -> Report {
    let first = &withdrawals[0];
    let message = match withdrawals {
        [only] => describe(snapshot, only),
        several => {
            let values: usize = several.iter().map(|it| it.observations.len()).sum();
            let better = format!("progress of {} is better without them", count_of(several.len(), "goal"));
            format!("{} of {} were withdrawn together; {better}", count_of(values, "value"), names(snapshot, several))
        }
    };
    let keeper = keeper(snapshot, first.goal);
    let why = phrases::explanation_advice(&snapshot.goal(keeper).id, first.by, "metric.current");
    let report = Report::at(keeper, "metric.as_of", message)
        .label(format!("withdrawn {}", phrases::describe_on(snapshot, first.by, first.day)))
        .help(format!("record what was true again, or {why}"));
    withdrawals.iter().skip(1).fold(report, |report, it| {
        report.related(self::keeper(snapshot, it.goal), "metric.as_of", describe(snapshot, it))
    })
}

/// The goal whose file has the value: the KPI, for a key result that measures one.
fn keeper(snapshot: &Facts<'_>, ix: GoalIx) -> GoalIx {
    snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).unwrap_or(ix)
}

/// The goals whose values were withdrawn, two by name.
fn names(snapshot: &Facts<'_>, withdrawals: &[Withdrawal<'_>]) -> String {
    let name = |it: &Withdrawal<'_>| format!("`{}`", snapshot.goal(it.goal).id);
    match withdrawals {
        [a, b] => format!("{} and {}", name(a), name(b)),
        [a, b, rest @ ..] => format!("{}, {} and {}", name(a), name(b), count_of(rest.len(), "other goal")),
        _ => withdrawals.iter().map(name).collect(),
    }
}

/// What was withdrawn of one goal: `the value of "k" for 2026-11-01 was withdrawn 19 days later; progress that day was
/// 100 %, or 64 % with it`.
fn describe(snapshot: &Facts<'_>, it: &Withdrawal<'_>) -> String {
    let goal = snapshot.goal(it.goal);
    let (what, with) = match it.observations.as_slice() {
        [only] => (format!("the value of `{}` for {} was", goal.id, only.day), "with it"),
        several => {
            let days = several.first().zip(several.last());
            let days = days.map(|(first, last)| format!("{} to {}", first.day, last.day)).unwrap_or_default();
            (format!("{} of `{}` for {days} were", count_of(several.len(), "value"), goal.id), "with them")
        }
    };
    let effect = match it.progress {
        Some(_) if goal.kind == Kind::Kpi => format!("; it was inside its bounds then, and outside {with}"),
        Some((without, of_all)) => {
            format!("; progress that day was {}, or {} {with}", percent(without), percent(of_all))
        }
        None => String::new(),
    };
    format!("{what} withdrawn {} later{effect}", count_of(usize::try_from(it.stood).unwrap_or(0), "day"))
}
