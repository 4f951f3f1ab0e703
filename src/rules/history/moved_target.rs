//! A target, bound or milestone that was made easier after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Ease, Slip};
use crate::analysis::versions::is_comparable;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Metric, count_of, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("moved-target", Group::History, check);

const POSTS: &[&str] = &["metric.target", "metric.at_least", "metric.at_most", "milestones.value", "milestones"];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // A harder target is a moved goalpost too, but no reason for a warning: `raised-target` reports it, off by default.
    report(snapshot, sink, |ease| ease != Ease::Harder);
}

/// Reports the moves of targets in a direction.
pub(super) fn report(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, is_wanted: impl Fn(Ease) -> bool) {
    for (ix, goal, slips) in phrases::slips(snapshot, POSTS) {
        // If something else is measured now, the numbers are not comparable, and `changed-metric` reports it.
        let (steps, numbers): (Vec<_>, Vec<_>) = slips
            .into_iter()
            .filter(|slip| is_comparable(snapshot.workspace, slip.base, goal) && is_wanted(slip.ease()))
            .partition(|slip| slip.field_without_index.starts_with("milestones"));
        for slip in &numbers {
            let effect = phrases::describe_effect(snapshot, ix, noun(&slip.field_without_index));
            let message = format!("{}{effect}", describe_move(snapshot, goal, slip));
            sink.report(phrases::report(snapshot, ix, slip, message));
        }
        let (removed, moved): (Vec<_>, Vec<_>) =
            steps.into_iter().partition(|slip| slip.field_without_index == "milestones");
        if let Some(report) = report_milestones(snapshot, ix, &removed, "removed from") {
            sink.report(report);
        }
        if let Some(report) = report_milestones(snapshot, ix, &moved, "given other values in") {
            sink.report(report);
        }
    }
}

fn noun(post: &str) -> &'static str {
    match post {
        "metric.at_least" => "lower bound",
        "metric.at_most" => "upper bound",
        _ => "target",
    }
}

/// Describes the move of a target or a bound, and its direction.
fn describe_move(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> String {
    let noun = noun(&slip.field_without_index);
    if slip.after.is_null() {
        return format!("the {noun} of `{}` was removed", goal.id);
    }
    let value = |metric: &Metric| match slip.field_without_index.as_str() {
        "metric.at_least" => metric.at_least,
        "metric.at_most" => metric.at_most,
        _ => metric.target,
    };
    let numbers = slip.base.metric.as_ref().and_then(value).zip(goal.metric.as_ref().and_then(value));
    let verb = match numbers {
        Some((before, after)) if after > before => "raised",
        Some((before, after)) if after < before => "lowered",
        _ => "moved",
    };
    let ease = match slip.ease() {
        Ease::Easier => " (easier)",
        Ease::Harder => " (harder)",
        Ease::Unclear => "",
    };
    let format = |value| phrases::format_value(snapshot, goal, &slip.field_without_index, value);
    let (before, after, steps) = (format(&slip.before), format(&slip.after), phrases::describe_steps(slip));
    format!("the {noun} of `{}` was {verb} from {before} to {after}{steps}{ease}", goal.id)
}

/// Reports the moves of milestones, in one finding.
fn report_milestones(snapshot: &Facts<'_>, ix: GoalIx, slips: &[Slip<'_>], what: &str) -> Option<Report> {
    let goal = snapshot.goal(ix);
    let first = slips.first()?;
    let effect = phrases::describe_effect(snapshot, ix, "milestones");
    let title = quoted_title(first.part.unwrap_or_default());
    let message = match slips {
        [only] if !only.after.is_null() => {
            let format = |value| phrases::format_value(snapshot, goal, &only.field_without_index, value);
            let (before, after) = (format(&only.before), format(&only.after));
            format!("the value planned for {title} in `{}` was {before} and is now {after}{effect}", goal.id)
        }
        [_] => format!("the milestone {title} was {what} `{}`{effect}", goal.id),
        all => format!("{} were {what} `{}`, first {title}{effect}", count_of(all.len(), "milestone"), goal.id),
    };
    let removed = first.after.is_null();
    let latest = first.latest;
    let when = phrases::describe_day(snapshot, latest.commit, latest.day);
    let label = if removed {
        format!("{title} was here until {when}")
    } else {
        phrases::describe_previous(snapshot, goal, first)
    };
    let back = if removed { "them" } else { "the earlier plan" };
    let field = if removed { "milestones" } else { first.field.as_str() };
    let help = phrases::help(goal, first, if removed && slips.len() == 1 { "it" } else { back });
    let report = Report::at(ix, field, message).label(label).help(help);
    let others = slips.iter().skip(1).filter(|_| !removed);
    Some(others.fold(report, |report, slip| {
        report.related(ix, slip.field.as_str(), phrases::describe_previous(snapshot, goal, slip))
    }))
}
