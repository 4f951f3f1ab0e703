//! An open goal whose owner has left.

use std::collections::HashMap;

use crate::analysis::capacity::next_owner;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, GoalIx};
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule::warning("departed-owner", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let mut next_owners = HashMap::new();
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| !goal.inherited.owner) {
        let Some(id) = goal.owner.as_deref() else { continue };
        let Some(owner) = org.person(id) else {
            if org.knows_person(id) {
                sink.report(report_removed(ix, id, snapshot.today));
            }
            continue;
        };
        let Some(until) = owner.left_before(snapshot.today) else { continue };
        let next = *next_owners.entry(owner.id.as_str()).or_insert_with(|| next_owner(org, owner, snapshot.today));
        let message = format!("`{}`, the owner of this goal, left on {until}", owner.id);
        let report = Report::at(ix, "owner", message).label(format!("left on {until}"));
        sink.report(match next {
            Some(next) => report
                .help(format!(
                    "set `owner: {}` or another person; for all goals, run goalpost reassign --owner {} --to {}",
                    next.id, owner.id, next.id
                ))
                .unsafe_fix(Edit::SetScalar { route: "owner".to_owned(), to: Content::text(&next.id) }),
            None => report.help(format!("set another owner; org.yaml names nobody above `{}`", owner.id)),
        });
    }
}

/// Reports an owner who is only in an earlier `org.yaml`: the day they left and their manager are no longer known.
fn report_removed(ix: GoalIx, id: &str, today: Day) -> Report {
    let message = format!("`{id}`, the owner of this goal, is no longer in org.yaml");
    Report::at(ix, "owner", message).label("was in an earlier org.yaml").help(format!(
        "restore their entry with `until: {today}` or the day they left; for all their goals, run goalpost reassign \
         --owner {id} --to PERSON"
    ))
}
