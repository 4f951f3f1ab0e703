//! A value that was recorded long after the day it is for.

use std::collections::BTreeSet;

use super::phrases;
use crate::analysis::agenda::check_ins_of;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Recording, recordings_of};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Days, Goal, GoalIx, State, days_between};

pub(in crate::rules) static RULE: Rule = Rule::warning("backdated-check-in", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let measured = |goal: &Goal| goal.metric.is_some() && goal.state == State::Active;
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| measured(goal)) {
        let cadence = snapshot.settings().cadence_of(goal.level.as_deref());
        let recordings = recordings_of(snapshot, ix);
        let mut known = BTreeSet::new();
        let late: Vec<&Recording> = recordings
            .all
            .iter()
            // A day that already had a value is a `rewritten-value`, not late.
            .filter(|it| known.insert(it.as_of))
            .filter(|it| it.brings_day() && !it.is_first())
            .filter(|it| days_between(it.as_of, it.written) > cadence && !recordings.is_explained(it))
            .filter(|it| goal.start().is_none_or(|start| start <= it.as_of) && snapshot.is_recent_on(goal, it.written))
            // While the current value is overdue, `stale-check-in` reports it.
            .filter(|it| {
                goal.metric.as_ref().and_then(|metric| metric.as_of) != Some(it.as_of)
                    || !is_due(snapshot, ix, it.as_of, cadence)
            })
            .collect();
        if let Some((latest, earlier)) = late.split_last() {
            sink.report(report(snapshot, ix, latest, earlier.len()));
        }
    }
}

/// Whether the next value is overdue: by the expected check-ins, or for a KPI by the cadence alone.
fn is_due(snapshot: &Facts<'_>, ix: GoalIx, as_of: Day, cadence: Days) -> bool {
    match check_ins_of(snapshot, ix) {
        Some(check_ins) => check_ins.late_by(snapshot.today) > 0,
        None => days_between(as_of, snapshot.today) > cadence,
    }
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, it: &Recording, earlier: usize) -> Report {
    let goal = snapshot.goal(ix);
    let days = days_between(it.as_of, it.written);
    let more = match earlier {
        0 => String::new(),
        1 => ", like one value before it".to_owned(),
        count => format!(", like {count} values before it"),
    };
    let message = format!("the value of `{}` for {} was recorded {days} days later{more}", goal.id, it.as_of);
    let why = phrases::explanation_advice(&goal.id, it.commit, "metric.current");
    Report::at(ix, "metric.as_of", message)
        .label(format!("recorded {}", phrases::describe_on(snapshot, it.commit, it.written)))
        .help(format!("{why}; if values are always late, set a longer `cadence`"))
}
