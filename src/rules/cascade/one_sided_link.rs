//! A link to another team's goal whose owner has not agreed to it.

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::analysis::people::{agreement_due, missing_agreement};
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::off("one-sided-link", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        // Nothing is expected before the goal has settled, of a later link before as long a time.
        if !snapshot.has_settled(goal) {
            continue;
        }
        for parent in snapshot.graph.parents(ix) {
            let Some(owner) = missing_agreement(snapshot, goal, parent) else { continue };
            if !snapshot.is_overdue(goal, agreement_due(snapshot, goal, parent)) {
                continue;
            }
            let above = snapshot.goal(parent.goal);
            let message = format!("the owner of `{}` has not agreed to this link yet", above.id);
            let help = format!(
                "ask `{owner}`; to record the agreement, run goalpost ack {} --link {} --by {owner}",
                goal.id, above.id
            );
            sink.report(Report::at(ix, route_of(goal, parent.edge), message).label("not agreed yet").help(help));
        }
    }
}
