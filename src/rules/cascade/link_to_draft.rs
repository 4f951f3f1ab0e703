//! An active goal under a draft.

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::State;

pub(in crate::rules) static RULE: Rule = Rule::warning("link-to-draft", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        for parent in snapshot.graph.parents(ix) {
            let above = snapshot.goal(parent.goal);
            if above.state != State::Draft {
                continue;
            }
            let verb = if parent.edge.is_measure() { "measures" } else { "supports" };
            let message = format!("an active goal {verb} `{}`, which is still a draft", above.id);
            let help =
                format!("remove `state: draft` from `{}` once it is agreed, or make this goal a draft too", above.id);
            let report = Report::at(ix, route_of(goal, parent.edge), message).label("a draft");
            sink.report(report.help(help).related(parent.goal, "state", "still a draft"));
        }
    }
}
