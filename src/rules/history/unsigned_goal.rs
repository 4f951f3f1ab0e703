//! A goal that was set without its owner and without the owner of a goal above it.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::setters_of;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, Org};

pub(in crate::rules) static RULE: Rule = Rule::off("unsigned-goal", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org().filter(|_| snapshot.history().is_some()) else { return };
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| goal.is_work()) {
        let Some(owner) = own_owner(snapshot, org, goal).filter(|_| snapshot.is_recent(goal)) else { continue };
        let set = phrases::commit_at(snapshot, snapshot.goalposts(ix).set_by);
        if set.is_some_and(|commit| !snapshot.is_judged(commit.day)) {
            continue;
        }
        // If history does not reach back to the setting, it is unknown who took part.
        let Some(setters) = setters_of(snapshot, ix).filter(|it| it.is_whole) else { continue };
        let mut owners_above =
            snapshot.graph.parents(ix).map(|it| snapshot.goal(it.goal)).filter_map(|it| person(org, it));
        if !setters.include(org, owner) && !owners_above.any(|it| setters.include(org, it)) {
            sink.report(report(snapshot, ix));
        }
    }
}

/// The owner of a goal, except for a key result with the owner of its objective: agreeing to the objective covers it.
fn own_owner<'o>(snapshot: &Facts<'_>, org: &'o Org, goal: &Goal) -> Option<&'o str> {
    let owner = person(org, goal)?;
    let objective = goal.measures.as_deref().filter(|_| goal.kind == Kind::KeyResult);
    let objective = objective.and_then(|id| snapshot.workspace.find(id)).map(|ix| snapshot.goal(ix));
    let shared = goal.inherited.owner || objective.and_then(|it| person(org, it)) == Some(owner);
    (!shared).then_some(owner)
}

fn person<'o>(org: &'o Org, goal: &Goal) -> Option<&'o str> {
    org.person(goal.owner.as_deref()?).map(|person| person.id.as_str())
}

fn report(snapshot: &Facts<'_>, ix: GoalIx) -> Report {
    let goal = snapshot.goal(ix);
    let message = format!("neither the owner of `{}` nor an owner above it took part in setting it", goal.id);
    let by =
        phrases::commit_at(snapshot, snapshot.goalposts(ix).set_by).map(|it| phrases::describe_commit(snapshot, it));
    Report::at(ix, "owner", message)
        .label(by.map_or_else(|| "has not agreed".to_owned(), |by| format!("has not agreed; set by {by}")))
        .help(format!("ask the owner to confirm it: goalpost ack {}", goal.id))
}
