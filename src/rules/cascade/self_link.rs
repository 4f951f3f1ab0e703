//! A goal that links to itself.

use crate::analysis::facts::Facts;
use crate::analysis::links::{LinkRole, links_of};
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("self-link", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals() {
        for link in links_of(goal).filter(|link| snapshot.workspace.find(link.id) == Some(ix)) {
            let does = match link.role {
                LinkRole::Supports => "supports itself",
                LinkRole::Measures => "measures itself",
                LinkRole::Kpi => "names itself as its KPI",
                LinkRole::Need => "names itself in `needs`",
                LinkRole::Continues => "continues itself",
                LinkRole::ReplacedBy => "is replaced by itself",
            };
            let label = if link.id == goal.id { "this goal's own id" } else { "an earlier id of this goal" };
            let route = link.route(goal);
            let report = Report::at(ix, route, format!("`{}` {does}", goal.id)).label(label);
            sink.report(report.help("write the id of the intended goal, or remove the link"));
        }
    }
}
