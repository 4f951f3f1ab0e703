//! A key result that nothing measures.

use super::activity_not_outcome::{self, activity_of};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{TitleMetric, metric_in};
use crate::lint::{Group, MOST_SINGLE, Report, Rule, Sink};
use crate::model::ORDER;
use crate::rules::names::holder_of;
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule::warning("missing-metric", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let page = snapshot.workspace.document_of(goal);
        let marked = !goal.milestones.is_empty() || page.has_fault("milestones");
        let meant = page.misspells("milestones");
        if page.mentions("metric") || marked || meant {
            continue;
        }
        // A title that names an activity is reported for that, which asks for a metric too. Where a comment allows that,
        // there is still no measure.
        let activity = activity_not_outcome::RULE.name;
        let is_activity = activity_of(snapshot, goal).is_some() && sink.is_reported_by(activity, ix);
        if is_activity && !sink.is_allowed(activity, ix, "title") {
            continue;
        }
        let report = Report::at(ix, "", format!("nothing measures `{}`", goal.id)).label("no metric and no milestones");
        let together = format!("key results {}", holder_of(snapshot, goal));
        let all =
            "give each a `metric` or `milestones`; to write those that titles state: goalpost check --unsafe-fixes";
        let report = report.batch(MOST_SINGLE, "nothing measures", together).batch_help(all);
        let stated = if page.writes("milestones") { None } else { metric_in(&goal.title) };
        sink.report(match stated {
            Some(stated) => {
                let to = content_of(stated);
                let help = format!(
                    "add `metric: {}`, as the title says (goalpost check --unsafe-fixes), or `milestones:`",
                    to.flow()
                );
                report.help(help).unsafe_fix(Edit::Set { route: "metric".to_owned(), to, order: ORDER })
            }
            None => report.help(
                "add `metric: {name: …, unit: …, baseline: …, target: …}`, or `milestones:` with `due` and `done`",
            ),
        });
    }
}

/// The metric that a title states, as it is written.
fn content_of(stated: TitleMetric) -> Content {
    let unit = stated.unit.map(|unit| ("unit", Content::text(unit)));
    let numbers = [("baseline", stated.baseline), ("target", Some(stated.target))];
    let numbers = numbers.into_iter().filter_map(|(name, it)| Some((name, Content::Word(it?.to_string()))));
    Content::Fields(unit.into_iter().chain(numbers).map(|(name, it)| (name.to_owned(), it)).collect())
}
