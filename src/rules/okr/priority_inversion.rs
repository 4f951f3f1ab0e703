//! A "must" that depends on a "could".

use crate::analysis::facts::Facts;
use crate::analysis::numbers::RollupCandidates;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, NeedState, Priority, count_of};

pub(in crate::rules) static RULE: Rule = Rule::warning("priority-inversion", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| goal.priority == Some(Priority::Must)) {
        check_needs(snapshot, sink, ix, goal);
        if goal.kind == Kind::Objective {
            check_contributions(snapshot, sink, ix, goal);
        }
    }
}

/// Reports needs of a must that another team has as a could.
fn check_needs(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, ix: GoalIx, goal: &Goal) {
    for need in goal.needs.iter().filter(|need| matches!(need.state, NeedState::Asked | NeedState::Agreed)) {
        let Some(needed) = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id)) else { continue };
        if needed == ix || !is_open_could(snapshot.goal(needed)) {
            continue;
        }
        let id = &snapshot.goal(needed).id;
        sink.report(
            Report::at(
                ix,
                format!("needs[{}].goal", need.index),
                format!("`{}` is a must but needs `{id}`, which is a could", goal.id),
            )
            .label("dropped first if time is short")
            .related(needed, "priority", "a could")
            .help(format!("agree with `{}` to make it at least a `should`, or find another way", need.from)),
        );
    }
}

/// Reports a must whose contributions are all coulds.
fn check_contributions(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, ix: GoalIx, goal: &Goal) {
    let made_of = RollupCandidates::find(&snapshot.graph, &snapshot.unread, goal, ix);
    // An unreadable contribution may be a must.
    if !made_of.unread.is_empty() {
        return;
    }
    let parts = made_of.goals.into_iter().map(|part| part.goal);
    let parts: Vec<_> = parts.filter(|part| snapshot.goal(*part).state.counts()).collect();
    if parts.is_empty() || !parts.iter().all(|part| is_open_could(snapshot.goal(*part))) {
        return;
    }
    let message = format!("`{}` is a must but depends only on coulds ({})", goal.id, count_of(parts.len(), "goal"));
    let report = Report::at(ix, "priority", message)
        .label("all contributions are coulds")
        .help("make at least one contribution a `must` or `should`, or make this goal a `could`");
    sink.report(parts.into_iter().fold(report, |report, part| report.related(part, "priority", "a could")));
}

fn is_open_could(goal: &Goal) -> bool {
    goal.is_open() && goal.priority == Some(Priority::Could)
}
