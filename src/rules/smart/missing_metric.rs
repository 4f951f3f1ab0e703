//! A key result that nothing measures.

use crate::analysis::Snapshot;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Kind, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-metric",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("missing_metric.md"),
    options: &[],
    check,
};

fn check(snapshot: &Snapshot<'_>, sink: &mut Sink<'_, '_>) {
    let key_results = snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult);
    for (ix, goal) in key_results.filter(|(_, goal)| goal.state == State::Active) {
        let page = snapshot.workspace.document_of(goal);
        let marked = !goal.milestones.is_empty() || page.has_fault("milestones");
        let meant = page.mentions("milestones") && !page.writes("milestones");
        if page.mentions("metric") || marked || meant {
            continue;
        }
        sink.report(
            Report::at(ix, "", format!("nothing measures `{}`", goal.id)).label("no metric and no milestones").help(
                "add `metric: {name: …, unit: …, baseline: …, target: …}`, or `milestones:` with `due` and `done`",
            ),
        );
    }
}
