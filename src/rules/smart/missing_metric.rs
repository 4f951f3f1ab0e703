//! A key result that nothing measures.

use super::activity_not_outcome::{self, activity_of};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, MOST_SINGLE, Report, Rule, Sink};
use crate::rules::names::holder_of;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "missing-metric",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("missing_metric.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let is_activity_reported = activity_not_outcome::RULE.level_in(snapshot.settings()).is_some();
    for (ix, goal) in snapshot.active_key_results() {
        let page = snapshot.workspace.document_of(goal);
        let marked = !goal.milestones.is_empty() || page.has_fault("milestones");
        let meant = page.misspells("milestones");
        if page.mentions("metric") || marked || meant {
            continue;
        }
        // A title that names an activity is reported for that, which asks for a metric too.
        if is_activity_reported && activity_of(snapshot, goal).is_some() {
            continue;
        }
        let report = Report::at(ix, "", format!("nothing measures `{}`", goal.id)).label("no metric and no milestones");
        let help = "add `metric: {name: …, unit: …, baseline: …, target: …}`, or `milestones:` with `due` and `done`";
        let together = format!("key results {}", holder_of(snapshot, goal));
        sink.report(report.help(help).batch(MOST_SINGLE, "nothing measures", together));
    }
}
