//! A deadline or an end of a period that was moved after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::numbers::expected_share;
use crate::analysis::text::percent;
use crate::analysis::versions::goalpost_words;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, count_of, days_between, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("moved-deadline", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in phrases::slips(snapshot, &["deadline", "period", "milestones.due"]) {
        let (dues, ends): (Vec<_>, Vec<_>) =
            slips.into_iter().partition(|slip| slip.field_without_index == "milestones.due");
        let end = ends.iter().find_map(|slip| {
            Some((slip, with_previous_end(goal, slip))).filter(|(_, before)| is_later(before.end(), goal.end()))
        });
        // So that a period begins anew the plan does too: what was late is in time again.
        let start = || {
            ends.iter().find(|slip| {
                slip.field_without_index == "period" && is_later(with_previous_end(goal, slip).start(), goal.start())
            })
        };
        let mut dues = dues;
        dues.retain(|slip| slip.before.as_str() < slip.after.as_str());
        // If the end moved, the milestones moved with it, and are no finding of their own.
        match (end, start()) {
            (Some((slip, before)), _) => sink.report(report(snapshot, ix, slip, &before)),
            (None, Some(slip)) => sink.report(report_start(snapshot, ix, slip)),
            (None, None) => {
                dues.first().into_iter().for_each(|first| sink.report(report_milestones(snapshot, ix, first, &dues)));
            }
        }
    }
}

/// Whether a day was moved to a later one, or taken away.
fn is_later(before: Option<Day>, after: Option<Day>) -> bool {
    before.is_some_and(|before| after.is_none_or(|after| after > before))
}

/// The goal with its previous end.
fn with_previous_end(goal: &Goal, slip: &Slip<'_>) -> Goal {
    let mut then = goal.clone();
    then.deadline = slip.base.deadline;
    then.period = slip.base.period.clone().or(then.period);
    then
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>, then: &Goal) -> Report {
    let goal = snapshot.goal(ix);
    let day = |end: Option<Day>| end.map_or_else(|| "no day".to_owned(), |end| end.to_string());
    let days = then.end().zip(goal.end()).map(|(before, after)| days_between(before, after));
    let by = days.map(|days| format!(", {} later", count_of(days, "day"))).unwrap_or_default();
    let (before, after, steps) = (day(then.end()), day(goal.end()), phrases::describe_steps(slip));
    let effect = describe_effect(snapshot, goal, then, "deadline");
    let message = format!("the end of `{}` was moved from {before} to {after}{by}{steps}{effect}", goal.id);
    phrases::report(snapshot, ix, slip, message)
}

/// Reports a period that begins later than it did.
fn report_start(snapshot: &Facts<'_>, ix: GoalIx, slip: &Slip<'_>) -> Report {
    let goal = snapshot.goal(ix);
    let then = with_previous_end(goal, slip);
    let day = |of: &Goal| of.start().map_or_else(|| "no day".to_owned(), |day| day.to_string());
    let (before, after, steps) = (day(&then), day(goal), phrases::describe_steps(slip));
    let effect = describe_effect(snapshot, goal, &then, "period");
    let message = format!("the start of `{}` was moved from {before} to {after}{steps}{effect}", goal.id);
    phrases::report(snapshot, ix, slip, message)
}

/// Describes what the plan asks for today, and what it asked for.
fn describe_effect(snapshot: &Facts<'_>, goal: &Goal, then: &Goal, noun: &str) -> String {
    let expected = |goal: &Goal| expected_share(goal, snapshot.today).map(percent);
    match (expected(then), expected(goal)) {
        (Some(before), Some(after)) if before != after => {
            format!("; expected progress today: {after} ({before} with the original {noun})")
        }
        _ => String::new(),
    }
}

/// Reports milestones whose day was moved, in one finding.
fn report_milestones(snapshot: &Facts<'_>, ix: GoalIx, first: &Slip<'_>, slips: &[Slip<'_>]) -> Report {
    let goal = snapshot.goal(ix);
    let title = quoted_title(first.part.unwrap_or_default());
    let message = if slips.len() == 1 {
        let (before, after) = (goalpost_words(&first.before), goalpost_words(&first.after));
        format!("the milestone {title} of `{}` was moved from {before} to {after}", goal.id)
    } else {
        format!("{} of `{}` were moved to other days, first {title}", count_of(slips.len(), "milestone"), goal.id)
    };
    let report = phrases::report(snapshot, ix, first, message);
    let others = slips.iter().skip(1);
    others.fold(report, |report, slip| {
        report.related(ix, slip.field.as_str(), phrases::describe_previous(snapshot, goal, slip))
    })
}
