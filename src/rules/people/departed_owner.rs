//! An open goal whose owner has left.

use std::collections::HashMap;

use crate::analysis::capacity::next_owner;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Day, GoalIx};
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "departed-owner",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("departed_owner.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let mut next_owners = HashMap::new();
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| !goal.inherited.owner) {
        let Some(id) = goal.owner.as_deref() else { continue };
        let Some(owner) = org.person(id) else {
            if org.knows_person(id) {
                sink.report(erased(ix, id, snapshot.today));
            }
            continue;
        };
        let Some(until) = owner.until.filter(|until| *until < snapshot.today) else { continue };
        let next = *next_owners.entry(owner.id.as_str()).or_insert_with(|| next_owner(org, owner, snapshot.today));
        let message = format!("`{}`, who owns this goal, left on {until}", owner.id);
        let report = Report::at(ix, "owner", message).label(format!("left on {until}"));
        sink.report(match next {
            Some(next) => report
                .help(format!(
                    "write `owner: {}` or whoever takes over; for all: goalpost reassign --owner {} --to {}",
                    next.id, owner.id, next.id
                ))
                .unsafe_fix(Edit::SetScalar { route: "owner".to_owned(), to: Content::text(&next.id) }),
            None => report.help(format!("org.yaml names nobody above `{}`: find an owner who is here", owner.id)),
        });
    }
}

/// Whoever stood in an earlier `org.yaml` has left too; their line is gone with the day and with who comes after them.
fn erased(ix: GoalIx, id: &str, today: Day) -> Report {
    let message = format!("`{id}`, who owns this goal, stands in org.yaml no more");
    Report::at(ix, "owner", message).label("stood in an earlier org.yaml").help(format!(
        "bring their line back with `until: {today}`, or the day they left; for all their goals: goalpost reassign \
         --owner {id} --to PERSON"
    ))
}
