//! A deadline or an end of a period that was moved after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::numbers::expected_share;
use crate::analysis::text::percent;
use crate::analysis::versions::goalpost_words;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, count_of, days_between, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "moved-deadline",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("moved_deadline.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in phrases::slips(snapshot, &["deadline", "period", "milestones.due"]) {
        let (dues, ends): (Vec<_>, Vec<_>) =
            slips.into_iter().partition(|slip| slip.field_without_index == "milestones.due");
        let end = ends.iter().find_map(|slip| {
            Some((slip, with_previous_end(goal, slip))).filter(|(_, before)| before.end() != goal.end())
        });
        // If the end moved, the milestones moved with it, and are no finding of their own.
        match end {
            Some((slip, before)) => sink.report(report(snapshot, ix, slip, &before)),
            None => {
                dues.first().into_iter().for_each(|first| sink.report(report_milestones(snapshot, ix, first, &dues)));
            }
        }
    }
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
    let by = match then.end().zip(goal.end()).map(|(before, after)| days_between(before, after)) {
        Some(days) if days > 0 => format!(", {} later", count_of(days, "day")),
        Some(days) => format!(", {} earlier", count_of(-days, "day")),
        None => String::new(),
    };
    let (before, after, steps) = (day(then.end()), day(goal.end()), phrases::describe_steps(slip));
    let expected = |goal: &Goal| expected_share(goal, snapshot.today).map(percent);
    let effect = match (expected(then), expected(goal)) {
        (Some(before), Some(after)) if before != after => {
            format!("; expected progress today: {after} ({before} with the original deadline)")
        }
        _ => String::new(),
    };
    let message = format!("the end of `{}` was moved from {before} to {after}{by}{steps}{effect}", goal.id);
    phrases::report(snapshot, ix, slip, message)
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
