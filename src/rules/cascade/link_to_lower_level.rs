//! A goal that supports a goal of a lower level.

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::error("link-to-lower-level", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        let Some((level, rank)) = snapshot.level_of(goal) else { continue };
        for parent in snapshot.graph.parents(ix).filter(|parent| !parent.edge.is_measure()) {
            let above = snapshot.goal(parent.goal);
            // Links to closed goals and links in a cycle have findings of their own.
            if above.kind == Kind::Mission || !above.is_open() || snapshot.graph.lead_to_each_other(ix, parent.goal) {
                continue;
            }
            let Some((lower, _)) = snapshot.level_of(above).filter(|(_, other)| *other > rank) else { continue };
            let message = format!("a goal of level `{level}` supports `{}`, which is of level `{lower}`", above.id);
            let help = format!(
                "reverse it (`supports: [{}]` in `{}`), or add it to `needs` if this goal depends on that team's work",
                goal.id, above.id
            );
            sink.report(
                Report::at(ix, route_of(goal, parent.edge), message).label(format!("level `{lower}`")).help(help),
            );
        }
    }
}
