//! A target, a bound or a planned point that was made easier after goalposts had settled, and nobody said why.

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Ease, Slip, ease_of};
use crate::analysis::versions::is_comparable;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Metric, count_of, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "moved-target",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("moved_target.md"),
    options: &[],
    check,
};

const POSTS: &[&str] = &["metric.target", "metric.at_least", "metric.at_most", "milestones.value", "milestones"];

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // Whoever asks more of themselves moves a goalpost too, and nobody has to be warned of it.
    report(snapshot, sink, |ease| ease != Ease::Harder);
}

/// Reports the moves of targets that went some way.
pub(super) fn report(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, wanted: impl Fn(Ease) -> bool) {
    for (ix, goal, slips) in telling::slips(snapshot, POSTS) {
        // Where another thing is measured the numbers are no longer of one kind.
        let (steps, numbers): (Vec<_>, Vec<_>) = slips
            .into_iter()
            .filter(|slip| is_comparable(slip.base, goal) && wanted(ease_of(slip, goal)))
            .partition(|slip| slip.post.starts_with("milestones"));
        for slip in &numbers {
            let price = telling::price(snapshot, ix, noun(&slip.post));
            let message = format!("{}{price}", number(snapshot, goal, slip));
            sink.report(telling::report(snapshot, ix, slip, message));
        }
        let (removed, moved): (Vec<_>, Vec<_>) = steps.into_iter().partition(|slip| slip.post == "milestones");
        if let Some(report) = several(snapshot, ix, &removed, "removed from") {
            sink.report(report);
        }
        if let Some(report) = several(snapshot, ix, &moved, "given other values in") {
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

/// What became of a target or a bound, and which way that is.
fn number(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> String {
    let noun = noun(&slip.post);
    if slip.after.is_null() {
        return format!("the {noun} of `{}` was removed", goal.id);
    }
    let value = |metric: &Metric| match slip.post.as_str() {
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
    let ease = match ease_of(slip, goal) {
        Ease::Easier => ", which is easier",
        Ease::Harder => ", which is harder",
        Ease::Unclear => "",
    };
    let said = |value| telling::said(snapshot, goal, &slip.post, value);
    let (before, after, steps) = (said(&slip.before), said(&slip.after), telling::steps(slip));
    format!("the {noun} of `{}` was {verb} from {before} to {after}{steps}{ease}", goal.id)
}

/// What became of milestones: one finding, however many.
fn several(snapshot: &Facts<'_>, ix: GoalIx, slips: &[Slip<'_>], what: &str) -> Option<Report> {
    let goal = snapshot.goal(ix);
    let first = slips.first()?;
    let price = telling::price(snapshot, ix, "milestones");
    let title = quoted_title(first.part.unwrap_or_default());
    let message = match slips {
        [only] if !only.after.is_null() => {
            let said = |value| telling::said(snapshot, goal, &only.post, value);
            let (before, after) = (said(&only.before), said(&only.after));
            format!("the value planned for {title} in `{}` was {before} and is {after}{price}", goal.id)
        }
        [_] => format!("the milestone {title} was {what} `{}`{price}", goal.id),
        all => format!("{} were {what} `{}`, {title} first{price}", count_of(all.len(), "milestone"), goal.id),
    };
    let removed = first.after.is_null();
    let latest = first.latest;
    let when = telling::when(snapshot, latest.commit, latest.day);
    let label = if removed { format!("{title} stood here until {when}") } else { telling::was(snapshot, goal, first) };
    let back = if removed { "them" } else { "the plan" };
    let field = if removed { "milestones" } else { first.field.as_str() };
    let help = telling::help(goal, first, if removed && slips.len() == 1 { "it" } else { back });
    let report = Report::at(ix, field, message).label(label).help(help);
    let others = slips.iter().skip(1).filter(|_| !removed);
    Some(
        others.fold(report, |report, slip| report.related(ix, slip.field.as_str(), telling::was(snapshot, goal, slip))),
    )
}
