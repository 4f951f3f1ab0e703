//! A value that was taken back later, which made progress better.

use std::collections::{BTreeMap, HashSet};

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Withdrawal, withdrawals_of};
use crate::analysis::text::percent;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, count_of};

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
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.state.counts()) {
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
    let keeper = keeper(snapshot, first.goal);
    // The values of a KPI are withdrawn once, for however many key results they count.
    let mut keepers: Vec<GoalIx> = withdrawals.iter().map(|it| self::keeper(snapshot, it.goal)).collect();
    let mut seen = HashSet::new();
    keepers.retain(|it| seen.insert(*it));
    let id = |ix: &GoalIx| snapshot.goal(*ix).id.as_str();
    let advice = match keepers.as_slice() {
        [only] => {
            format!("restore the value, or {}", phrases::explanation_advice(id(only), first.by, "metric.current"))
        }
        several => {
            let ids = several.iter().map(id).collect::<Vec<_>>().join(", ");
            let each =
                phrases::explanation_advice("GOAL", first.by, "metric.current").replace("explain it", "explain each");
            format!("restore the values, or {each}: {ids}")
        }
    };
    let message = match withdrawals {
        [only] => describe(snapshot, only),
        several => {
            let of_keeper = |keeper: &GoalIx| {
                let own = several.iter().filter(|it| self::keeper(snapshot, it.goal) == *keeper);
                own.map(|it| it.observations.len()).max().unwrap_or(0)
            };
            let values: usize = keepers.iter().map(of_keeper).sum();
            let goals = several.iter().filter(|it| snapshot.goal(it.goal).kind != Kind::Kpi).count();
            let together = if keepers.len() > 1 { " together" } else { "" };
            let (were, them) = if values == 1 { ("was", "it") } else { ("were", "them") };
            let better = format!("progress of {} is better without {them}", count_of(goals, "goal"));
            let effect = if goals == 0 { String::new() } else { format!("; {better}") };
            format!("{} of {} {were} withdrawn{together}{effect}", count_of(values, "value"), names(snapshot, &keepers))
        }
    };
    let report = Report::at(keeper, "metric.as_of", message)
        .label(format!("withdrawn {}", phrases::describe_on(snapshot, first.by, first.day)))
        .help(advice);
    withdrawals.iter().skip(1).fold(report, |report, it| {
        report.related(self::keeper(snapshot, it.goal), "metric.as_of", describe(snapshot, it))
    })
}

/// The goal whose file has the value: the KPI, for a key result that measures one.
fn keeper(snapshot: &Facts<'_>, ix: GoalIx) -> GoalIx {
    snapshot.workspace.kpi_of_goal(snapshot.goal(ix)).unwrap_or(ix)
}

/// The goals whose values were withdrawn, two by name.
fn names(snapshot: &Facts<'_>, keepers: &[GoalIx]) -> String {
    let name = |it: &GoalIx| format!("`{}`", snapshot.goal(*it).id);
    match keepers {
        [a, b] => format!("{} and {}", name(a), name(b)),
        [a, b, rest @ ..] => format!("{}, {} and {}", name(a), name(b), count_of(rest.len(), "other goal")),
        _ => keepers.iter().map(name).collect(),
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
