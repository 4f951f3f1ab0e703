//! An objective that is still open although all its key results are closed.

use crate::analysis::agenda::{closing_command, closing_due, key_results_closed};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, days_between};

pub(in crate::rules) static RULE: Rule = Rule::warning("all-key-results-done-objective-open", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        let overdue = closing_due(snapshot, ix).is_some_and(|due| due < snapshot.today);
        // After `close_within` it is an `open-after-period`.
        if !overdue && is_done(snapshot, ix, goal) {
            let key_results = snapshot.graph.key_results(ix);
            let closed = key_results.filter(|child| !snapshot.goal(child.goal).is_open());
            let report =
                Report::at(ix, "", format!("all key results of `{}` are closed, but it is still open", goal.id))
                    .label("no open key result or supporting goal")
                    .help(format!(
                        "to grade and close it: {}; or add a key result for what remains",
                        closing_command(snapshot, ix)
                    ));
            sink.report(closed.fold(report, |report, child| report.related(child.goal, "state", "closed")));
        }
    }
}

/// Whether nothing that could change an objective's progress has been open for more than one cadence. The cadence leaves
/// time to close the objective after its last key result.
fn is_done(snapshot: &Facts<'_>, ix: GoalIx, objective: &Goal) -> bool {
    let cadence = snapshot.settings().cadence_of(objective.level.as_deref());
    let recent = |last: Day| days_between(last, snapshot.today) <= cadence;
    key_results_closed(snapshot, ix).is_some_and(|last| !last.is_some_and(recent))
}
