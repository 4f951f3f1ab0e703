//! A key result that nothing measures.

use super::activity_not_outcome::{self, activity_of};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{TitleMetric, metric_in};
use crate::lint::{Group, Level, MOST_SINGLE, Report, Rule, Sink};
use crate::model::ORDER;
use crate::rules::names::holder_of;
use crate::syntax::{Content, Edit};

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
        // A title that names an activity is reported for that, which asks for a metric too.
        if activity_of(snapshot, goal).is_some() && sink.is_reported_by(activity_not_outcome::RULE.name, ix) {
            continue;
        }
        let report = Report::at(ix, "", format!("nothing measures `{}`", goal.id)).label("no metric and no milestones");
        let together = format!("key results {}", holder_of(snapshot, goal));
        let report = report.batch(MOST_SINGLE, "nothing measures", together);
        let stated = if page.writes("milestones") { None } else { metric_in(&goal.title) };
        sink.report(match stated {
            Some(stated) => {
                let fields = fields_of(&stated);
                let words: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
                let help = format!(
                    "add `metric: {{{}}}`, as the title says (goalpost check --unsafe-fixes), or `milestones:`",
                    words.join(", ")
                );
                let content = |(name, value): (&str, String)| {
                    let value = if name == "unit" { Content::text(value) } else { Content::Word(value) };
                    (name.to_owned(), value)
                };
                let to = Content::Fields(fields.into_iter().map(content).collect());
                report.help(help).unsafe_fix(Edit::Set { route: "metric".to_owned(), to, order: ORDER })
            }
            None => report.help(
                "add `metric: {name: …, unit: …, baseline: …, target: …}`, or `milestones:` with `due` and `done`",
            ),
        });
    }
}

/// The fields of a metric that a title states, in the order in which they are written.
fn fields_of(stated: &TitleMetric) -> Vec<(&'static str, String)> {
    let unit = stated.unit.clone().map(|unit| ("unit", unit));
    let baseline = stated.baseline.map(|baseline| ("baseline", baseline.to_string()));
    unit.into_iter().chain(baseline).chain([("target", stated.target.to_string())]).collect()
}
