//! An objective whose progress rose because its contributions were changed.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Rescoping, ScopeChange};
use crate::analysis::text::{percent, points};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{State, count_of};

pub(in crate::rules) static RULE: Rule = Rule::warning("rescoped-objective", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for rescoping in &snapshot.rescopings().latest {
        sink.report(report(snapshot, rescoping));
    }
}

fn report(snapshot: &Facts<'_>, it: &Rescoping) -> Report {
    let goal = snapshot.goal(it.objective);
    let (with, without) = (percent(it.with), percent(it.without));
    let change = match it.commit {
        Some(_) => format!("the change of {}", it.day),
        None => "the change that is not committed yet".to_owned(),
    };
    let what = match (it.changes.as_slice(), it.rollup) {
        (_, Some(_)) => "`rollup` was changed".to_owned(),
        ([only], None) => format!("`{}` {}", only.id, describe_change(only)),
        (all, None) => format!("{} were changed", count_of(all.len(), "contribution")),
    };
    let earlier = match it.earlier {
        0 => String::new(),
        count => format!(" (after {})", count_of(count, "earlier such change")),
    };
    let message = match it.since {
        None => format!("progress of `{}` is {with}; without {change} it would be {without}: {what}{earlier}", goal.id),
        Some(since) => {
            let (id, by) = (&goal.id, points(it.with - it.without));
            format!(
                "progress of `{id}` is {with}; changes since {since} raised it by {by} points in small steps: {what}{earlier}"
            )
        }
    };
    let label = format!("changed {}", phrases::describe_on(snapshot, it.commit, it.day));
    let why = phrases::explanation_advice(&goal.id, it.commit, "rollup");
    let field = if it.rollup.is_some() { "rollup" } else { "" };
    let report = Report::at(it.objective, field, message).label(label).help(format!("{why}, or revert the change"));
    it.changes.iter().fold(report, |report, change| match snapshot.workspace.find(&change.id) {
        Some(ix) => report.related(ix, "", describe_change(change)),
        None => report,
    })
}

fn describe_change(change: &ScopeChange) -> String {
    match (change.before, change.after) {
        _ if change.silenced => "measures nothing any more".to_owned(),
        (None, _) => "was added".to_owned(),
        (_, None) if change.excluded => "was excluded".to_owned(),
        (_, None) if change.state == State::Dropped => "was dropped".to_owned(),
        (_, None) if change.state == State::Draft => "was made a draft".to_owned(),
        (_, None) => "was removed".to_owned(),
        (Some(before), Some(after)) => format!("has the weight {after} instead of {before}"),
    }
}
