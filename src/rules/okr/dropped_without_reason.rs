//! A dropped goal without a reason.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::State;

pub(in crate::rules) static RULE: Rule = Rule::error("dropped-without-reason", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.state == State::Dropped) {
        if snapshot.is_long_past(goal) || !snapshot.workspace.lacks(goal, "reason") || goal.reason_of_state().is_some()
        {
            continue;
        }
        // One reason is enough for a dropped objective and the goals that were dropped with it.
        let mut parents = snapshot.graph.parents(ix).map(|parent| snapshot.goal(parent.goal)).peekable();
        let with_parents = parents.peek().is_some() && parents.all(|parent| parent.state == State::Dropped);
        if !with_parents {
            sink.report(
                Report::at(ix, "state", format!("`{}` was dropped without a reason", goal.id))
                    .label("no reason given")
                    .help("add `reason:` with one sentence explaining why it was dropped"),
            );
        }
    }
}
