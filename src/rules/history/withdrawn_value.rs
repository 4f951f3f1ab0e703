//! A value or another statement that was taken back later, which made things look better.

use std::collections::{BTreeMap, HashSet};

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Effect, TakenBack, Withdrawal, withdrawals_of};
use crate::analysis::text::percent;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, count_of};

pub(in crate::rules) static RULE: Rule = Rule::warning("withdrawn-value", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    if snapshot.history().is_none() {
        return;
    }
    // One revert is one finding, however many goals it is about.
    let mut by_commit: BTreeMap<Option<usize>, Vec<Withdrawal<'_>>> = BTreeMap::new();
    for (ix, goal) in snapshot.goals().filter(|(ix, goal)| goal.state.counts() && sink.is_on(*ix)) {
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
    // What was taken back beside values is told with them.
    let valued: Vec<&Withdrawal<'_>> = withdrawals.iter().filter(|it| !it.observations.is_empty()).collect();
    let first = valued.first().copied().unwrap_or(&withdrawals[0]);
    // The values of a KPI are withdrawn once, for however many key results they count.
    let mut keepers: Vec<GoalIx> = withdrawals.iter().map(|it| keeper(snapshot, it)).collect();
    let mut seen = HashSet::new();
    keepers.retain(|it| seen.insert(*it));
    let id = |ix: &GoalIx| snapshot.goal(*ix).id.as_str();
    let advice = match keepers.as_slice() {
        [only] => {
            let what = if valued.is_empty() { "it" } else { "the value" };
            format!("restore {what}, or {}", phrases::explanation_advice(id(only), first.by, field(first)))
        }
        several => {
            let ids = several.iter().map(id).collect::<Vec<_>>().join(", ");
            let each =
                phrases::explanation_advice("GOAL", first.by, field(first)).replace("explain it", "explain each");
            format!("restore {}, or {each}: {ids}", if valued.is_empty() { "them" } else { "the values" })
        }
    };
    let message = match (withdrawals, valued.as_slice()) {
        ([only], _) => describe(snapshot, only),
        (_, []) => format!("what {} said was removed together", names(snapshot, &keepers)),
        (_, valued) => describe_together(snapshot, valued, &keepers),
    };
    let report = Report::at(keeper(snapshot, first), field(first), message)
        .label(format!("withdrawn {}", phrases::describe_on(snapshot, first.by, first.day)))
        .help(advice);
    let others = withdrawals.iter().filter(|it| !std::ptr::eq(*it, first));
    others.fold(report, |report, it| report.related(keeper(snapshot, it), field(it), describe(snapshot, it)))
}

/// The goal whose file has what was taken back: the KPI, for the values of a key result that measures one.
fn keeper(snapshot: &Facts<'_>, it: &Withdrawal<'_>) -> GoalIx {
    let of_kpi = snapshot.workspace.kpi_of_goal(snapshot.goal(it.goal)).filter(|_| !it.observations.is_empty());
    of_kpi.unwrap_or(it.goal)
}

/// The field that no longer says it.
fn field(it: &Withdrawal<'_>) -> &'static str {
    match it.parts.iter().find(|_| it.observations.is_empty()) {
        Some(part) => part.field(),
        None if it.removed => "metric.current",
        None => "metric.as_of",
    }
}

/// The goals of which something was withdrawn, two by name.
fn names(snapshot: &Facts<'_>, keepers: &[GoalIx]) -> String {
    let name = |it: &GoalIx| format!("`{}`", snapshot.goal(*it).id);
    match keepers {
        [a, b] => format!("{} and {}", name(a), name(b)),
        [a, b, rest @ ..] => format!("{}, {} and {}", name(a), name(b), count_of(rest.len(), "other goal")),
        _ => keepers.iter().map(name).collect(),
    }
}

/// The values of several goals that one commit withdrew.
fn describe_together(snapshot: &Facts<'_>, several: &[&Withdrawal<'_>], keepers: &[GoalIx]) -> String {
    let of_keeper = |of: &GoalIx| {
        let own = several.iter().filter(|it| keeper(snapshot, it) == *of);
        own.map(|it| it.observations.len()).max().unwrap_or(0)
    };
    let values: usize = keepers.iter().map(of_keeper).sum();
    let goals: Vec<_> = several.iter().filter(|it| snapshot.goal(it.goal).kind != Kind::Kpi).collect();
    let together = if keepers.len() > 1 { " together" } else { "" };
    let (were, them) = if values == 1 { ("was", "it") } else { ("were", "them") };
    let unknown = goals.iter().filter(|it| it.removed).count();
    let better = match unknown {
        0 => "better",
        all if all == goals.len() => "unknown",
        _ => "better or unknown",
    };
    let effect = format!("; progress of {} is {better} without {them}", count_of(goals.len(), "goal"));
    let effect = if goals.is_empty() { "" } else { &effect };
    format!("{} of {} {were} withdrawn{together}{effect}", count_of(values, "value"), names(snapshot, keepers))
}

/// What was withdrawn of one goal: `the value of "k" for 2026-11-01 was withdrawn 19 days later; progress that day was
/// 100 %, or 64 % with it`.
fn describe(snapshot: &Facts<'_>, it: &Withdrawal<'_>) -> String {
    let (goal, holder) = (snapshot.goal(it.goal), snapshot.goal(keeper(snapshot, it)));
    let of = if holder.id == goal.id { String::new() } else { format!(" of `{}`", goal.id) };
    let later = it.stood.and_then(|days| usize::try_from(days).ok());
    let later = later.map(|days| format!(" {} later", count_of(days, "day"))).unwrap_or_default();
    let parts: Vec<String> = it.improving.iter().map(TakenBack::noun).collect();
    let verb = if it.removed { "removed" } else { "withdrawn" };
    let (what, with) = match it.observations.as_slice() {
        [] => {
            let was = if parts.len() == 1 { "was" } else { "were" };
            return format!("{} of `{}` {was} removed{later}", parts.join(" and "), goal.id);
        }
        [only] => (format!("the value of `{}` for {} was", holder.id, only.day), "it"),
        several => {
            let days = several.first().zip(several.last());
            let days = days.map(|(first, last)| format!("{} to {}", first.day, last.day)).unwrap_or_default();
            (format!("{} of `{}` for {days} were", count_of(several.len(), "value"), holder.id), "them")
        }
    };
    let effect = match it.effect {
        Some(Effect { with: inside, without: None }) if goal.kind == Kind::Kpi => {
            let side = if inside > 0.5 { "inside" } else { "outside" };
            format!("; it was {side} its bounds, and whether it still is cannot be told without {with}")
        }
        Some(_) if goal.kind == Kind::Kpi => format!("; it was inside its bounds then, and outside with {with}"),
        Some(Effect { without: None, with: of_all }) => {
            format!("; progress{of} was {}, and is unknown without {with}", percent(of_all))
        }
        Some(Effect { without: Some(without), with: of_all }) => {
            format!("; progress{of} that day was {}, or {} with {with}", percent(without), percent(of_all))
        }
        None => String::new(),
    };
    let also = if parts.is_empty() { String::new() } else { format!("; also removed: {}", parts.join(", ")) };
    format!("{what} {verb}{later}{effect}{also}")
}
