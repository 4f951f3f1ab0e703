//! An open goal under a closed one.

use std::collections::HashSet;

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::analysis::links::LinkRole;
use crate::graph::{Edge, Parent};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, State};
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule::warning("link-to-closed-goal", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        for parent in snapshot.graph.parents(ix) {
            let above = snapshot.goal(parent.goal);
            // A dropped goal without a successor is one finding of `children-of-dropped-goal`, not one per child.
            if above.is_open() || above.state == State::Dropped && above.replaced_by.is_none() {
                continue;
            }
            let route = route_of(goal, parent.edge);
            let verb = if parent.edge.is_measure() { "measures" } else { "supports" };
            let message = format!("an open goal {verb} `{}`, which is {}", above.id, above.state.word());
            let label = above.closed.map_or_else(|| above.state.word().to_owned(), |day| format!("closed {day}"));
            let report = Report::at(ix, route.clone(), message).label(label);
            sink.report(match find_successor(snapshot, ix, &parent) {
                Some(to) => report
                    .help(format!("link to `{}`, which replaced it", to.id))
                    .safe_fix(Edit::SetScalar { route, to: Content::text(&to.id) }),
                None => report.help("link to an open goal, or close this one too"),
            });
        }
    }
}

/// Finds the open goal that replaced a parent, if the link may name it and the goal does not link to it already.
fn find_successor<'w>(snapshot: &Facts<'w>, ix: GoalIx, parent: &Parent) -> Option<&'w Goal> {
    let workspace = snapshot.workspace;
    let goal = snapshot.goal(ix);
    let mut seen = HashSet::from([ix]);
    let mut at = parent.goal;
    while !snapshot.goal(at).is_open() {
        at = workspace.find(snapshot.goal(at).replaced_by.as_deref()?).filter(|next| seen.insert(*next))?;
    }
    let to = snapshot.goal(at);
    let role = if matches!(parent.edge, Edge::Measures { .. }) { LinkRole::Measures } else { LinkRole::Supports };
    let again = snapshot.graph.parents(ix).any(|other| other.goal == at);
    let hidden = workspace.is_private(to.document) && !workspace.is_private(goal.document);
    (at != ix && role.fits(goal.kind, to.kind) && !again && !hidden).then_some(to)
}
