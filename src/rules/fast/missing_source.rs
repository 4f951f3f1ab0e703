//! A metric without a source.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind};

pub(in crate::rules) static RULE: Rule = Rule::off("missing-source", Group::Fast, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let measured = snapshot.active_goals().filter(|(_, goal)| matches!(goal.kind, Kind::KeyResult | Kind::Kpi));
    let has_none = |goal: &Goal| goal.metric.as_ref().is_some_and(|it| it.source.is_none() && it.from.is_none());
    for (ix, goal) in measured.filter(|(_, goal)| has_none(goal)) {
        let elsewhere = goal.kind == Kind::KeyResult && !snapshot.workspace.lacks(goal, "metric.kpi");
        if !elsewhere
            && snapshot.workspace.lacks(goal, "metric.source")
            && snapshot.workspace.lacks(goal, "metric.from")
        {
            sink.report(
                Report::at(ix, "metric", format!("the metric of `{}` has no source", goal.id))
                    .label("no `source`")
                    .help("add `source:` with a URL, or with a description of where others can look the number up"),
            );
        }
    }
}
