//! A key result that nothing measures.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-metric",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("missing_metric.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let page = snapshot.workspace.document_of(goal);
        let marked = !goal.milestones.is_empty() || page.has_fault("milestones");
        let meant = page.misspells("milestones");
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
