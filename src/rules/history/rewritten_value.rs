//! A value that was changed afterwards: the same day, another number.

use std::collections::HashMap;

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Recording, recordings_of};
use crate::analysis::numbers::say_value;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, State, brief};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "rewritten-value",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("rewritten_value.md"),
    options: &[],
    check,
};

/// A value for a day that had another one.
struct Rewritten {
    it: Recording,
    before: f64,
}

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let measured = |goal: &Goal| goal.metric.is_some() && !matches!(goal.state, State::Draft | State::Dropped);
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| measured(goal)) {
        let rewritten = rewritten(snapshot, ix, goal);
        if let Some((latest, earlier)) = rewritten.split_last() {
            sink.report(report(snapshot, ix, latest, earlier.len()));
        }
    }
}

/// The days of a goal that were given another value on a later day, the latest such change last.
fn rewritten(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Vec<Rewritten> {
    let mut known: HashMap<Day, (f64, Day)> = HashMap::new();
    let mut found: Vec<Rewritten> = Vec::new();
    // What is edited after the close is told as such.
    let closing = snapshot.closing(ix);
    for it in recordings_of(snapshot, ix) {
        if closing.is_some_and(|closing| it.commit.is_none_or(|commit| commit > closing)) {
            break;
        }
        let Some(value) = it.value else { continue };
        found.retain(|other| other.it.as_of != it.as_of);
        // A later day than the one before is a new value; another branch may have given it one as well.
        let back = !it.is_first() && it.before.iter().all(|(as_of, _)| as_of.is_some_and(|as_of| it.as_of <= as_of));
        let was = known.get(&it.as_of).copied().filter(|_| back);
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        let other = was.filter(|(before, written)| *before != value && it.written > *written && !it.explained);
        let Some((before, _)) = other else {
            // What was put right on its own day, or with a reason, stands from then on.
            let written = was.map_or(it.written, |(_, written)| written);
            known.insert(it.as_of, (value, written));
            continue;
        };
        if goal.start().is_none_or(|start| start <= it.as_of) && snapshot.is_recent_on(goal, it.written) {
            found.push(Rewritten { it, before });
        }
    }
    found
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, rewritten: &Rewritten, earlier: usize) -> Report {
    let goal = snapshot.goal(ix);
    let it = &rewritten.it;
    let say = |value: f64| {
        let said = goal.metric.as_ref().map(|metric| say_value(snapshot.workspace, metric, value));
        brief(&said.unwrap_or_default())
    };
    let (before, after) = (say(rewritten.before), say(it.value.unwrap_or_default()));
    let more = match earlier {
        0 => String::new(),
        1 => ", and another day's before it".to_owned(),
        count => format!(", and those of {count} other days before it"),
    };
    let message =
        format!("the value of `{}` for {} was {before} and was made {after} afterwards{more}", goal.id, it.as_of);
    let stands = goal.metric.as_ref().is_some_and(|metric| metric.as_of == Some(it.as_of));
    let day = if stands { String::new() } else { format!("{} ", it.as_of) };
    let why = telling::say_why(&goal.id, it.commit, "metric.current");
    let help = if stands { format!("a new value wants a new `as_of`; if it was wrong, {why}") } else { why };
    Report::at(ix, if stands { "metric.current" } else { "metric.as_of" }, message)
        .label(format!("{day}was {before} until {}", telling::when(snapshot, it.commit, it.written)))
        .help(help)
}
