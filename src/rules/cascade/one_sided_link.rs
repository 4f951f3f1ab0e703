//! A link to another team's goal whose owner never agreed.

use super::routes::route_of;
use crate::analysis::Snapshot;
use crate::graph::Edge;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Link, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "one-sided-link",
    group: Group::Cascade,
    level: None,
    page: include_str!("one_sided_link.md"),
    options: &[],
    check,
};

fn check(snapshot: &Snapshot<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        if goal.state != State::Active || !snapshot.has_settled(goal) {
            continue;
        }
        for parent in snapshot.graph.parents(ix) {
            let Edge::Supports { link, .. } = parent.edge else { continue };
            let above = snapshot.goal(parent.goal);
            let Some(owner) = stranger(snapshot, goal, above) else { continue };
            if has_agreed(snapshot, goal, &goal.supports[link], owner) {
                continue;
            }
            let message = format!("the owner of `{}` has not agreed to this link yet", above.id);
            let help = format!("ask `{owner}`; a yes is: goalpost ack {} --link {} --by {owner}", goal.id, above.id);
            sink.report(Report::at(ix, route_of(goal, parent.edge), message).label("agreed by one side").help(help));
        }
    }
}

/// The owner of an open goal above, where team and owner are both other than this goal's.
fn stranger<'g>(snapshot: &Snapshot<'_>, goal: &Goal, above: &'g Goal) -> Option<&'g str> {
    let owner = above.owner.as_deref().filter(|_| above.is_open())?;
    let team = above.team.as_deref()?;
    let same_team = goal.team.as_deref().is_some_and(|own| snapshot.is_same_team(own, team));
    let same_owner = goal.owner.as_deref().is_some_and(|own| snapshot.is_same_person(own, owner));
    (!same_team && !same_owner).then_some(owner)
}

fn has_agreed(snapshot: &Snapshot<'_>, goal: &Goal, link: &Link, owner: &str) -> bool {
    link.agreed.iter().chain(&goal.agreed).any(|agreement| snapshot.is_same_person(&agreement.by, owner))
}
