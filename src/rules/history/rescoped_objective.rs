//! An objective whose progress rose because what it is made of was changed.

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Rescoping, ScopeChange};
use crate::analysis::text::percent;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::count_of;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "rescoped-objective",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("rescoped_objective.md"),
    options: &[],
    check,
};

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
        (_, Some(_)) => "what it is made of was switched (`rollup`)".to_owned(),
        ([only], None) => format!("`{}` {}", only.id, became(only)),
        (all, None) => format!("{} changed in it", count_of(all.len(), "contribution")),
    };
    let earlier = match it.earlier {
        0 => String::new(),
        count => format!(" (and {} before it)", count_of(count, "such change")),
    };
    let message =
        format!("progress of `{}` is {with}; without {change} it would be {without}: {what}{earlier}", goal.id);
    let label = format!("changed {}", telling::on(snapshot, it.commit, it.day));
    let why = telling::say_why(&goal.id, it.commit, "rollup");
    let field = if it.rollup.is_some() { "rollup" } else { "" };
    let report = Report::at(it.objective, field, message).label(label).help(format!("{why}, or take the change back"));
    it.changes.iter().fold(report, |report, change| match snapshot.workspace.find(&change.id) {
        Some(ix) => report.related(ix, "", became(change)),
        None => report,
    })
}

fn became(change: &ScopeChange) -> String {
    match (change.before, change.after) {
        (None, _) => "was added".to_owned(),
        (_, None) if change.dropped => "was dropped".to_owned(),
        (_, None) => "was taken out".to_owned(),
        (Some(before), Some(after)) => format!("counts {after} and counted {before}"),
    }
}
