//! A value or a done milestone dated after the day on which it was written.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{FutureDated, future_dated};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, State};

pub(in crate::rules) static RULE: Rule = Rule::error("future-check-in", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let measured = |goal: &Goal| goal.metric.is_some() || !goal.milestones.is_empty();
    let is_checked = |goal: &Goal| measured(goal) && goal.state != State::Draft && snapshot.is_recent(goal);
    for (ix, _) in snapshot.goals().filter(|(_, goal)| is_checked(goal)) {
        let is_judged = |it: &FutureDated| {
            let commit = phrases::commit_at(snapshot, it.commit);
            commit.is_none_or(|commit| snapshot.is_judged(commit.day))
        };
        for it in future_dated(snapshot, ix).into_iter().filter(is_judged) {
            sink.report(report(snapshot, ix, &it));
        }
    }
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, it: &FutureDated) -> Report {
    let id = &snapshot.goal(ix).id;
    let (what, help) = if it.field == "metric.as_of" {
        ("a value", "`as_of` is the day for which the value is true; put a forecast into a note")
    } else {
        ("a milestone done", "`done` is the day on which it was done; the planned day is `due`")
    };
    let label = match phrases::commit_at(snapshot, it.commit) {
        Some(commit) => format!("written on {} ({})", commit.author.day(), phrases::describe_commit(snapshot, commit)),
        None => format!("today is {}", snapshot.today),
    };
    Report::at(ix, it.field.as_str(), format!("`{id}` has {what} for {}, which was in the future", it.day))
        .label(label)
        .help(help)
}
