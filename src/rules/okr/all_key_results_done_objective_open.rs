//! An objective that is still open although all its key results are closed.

use super::closing::closing;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, State, days_between};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "all-key-results-done-objective-open",
    group: Group::Okr,
    level: Some(Level::Warning),
    page: include_str!("all_key_results_done_objective_open.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        let overdue =
            goal.end().is_some_and(|end| days_between(end, snapshot.today) > snapshot.settings().close_within);
        if !overdue && is_done(snapshot, ix, goal) {
            let key_results = snapshot.graph.key_results(ix);
            let closed = key_results.filter(|child| !snapshot.goal(child.goal).is_open());
            let report = Report::at(ix, "", format!("all key results of `{}` are closed, and it is open", goal.id))
                .label("nothing is left to move it")
                .help(format!("{}; or add a key result for what is left", closing(goal)));
            sink.report(closed.fold(report, |report, child| report.related(child.goal, "state", "closed")));
        }
    }
}

/// Whether nothing is left by which an objective could move, since more than one check-in's time.
fn is_done(snapshot: &Facts<'_>, ix: GoalIx, objective: &Goal) -> bool {
    // What a file that cannot be read says of its state nobody knows.
    if !snapshot.unread.parts_of(ix).is_empty() {
        return false;
    }
    let mut reached = false;
    let mut last = None;
    for goal in snapshot.graph.key_results(ix).map(|child| snapshot.goal(child.goal)) {
        match goal.state {
            State::Active => return false,
            State::Draft => continue,
            State::Achieved | State::Missed => reached = true,
            State::Dropped => {}
        }
        last = last.max(goal.closed);
    }
    let cadence = snapshot.settings().cadence_of(objective.level.as_deref());
    let recent = last.is_some_and(|last| days_between(last, snapshot.today) <= cadence);
    reached && !recent && !snapshot.graph.supporters(ix).any(|child| snapshot.goal(child.goal).is_open())
}
