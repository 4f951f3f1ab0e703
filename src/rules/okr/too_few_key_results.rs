//! An objective with some key results, but fewer than the limit.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Rollup, State, count_of};

pub(in crate::rules) static RULE: Rule = Rule::off("too-few-key-results", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let least = snapshot.settings().limits.key_results.0;
    for (ix, goal) in snapshot.active_objectives() {
        // An unreadable key result counts too. With `rollup: supporters`, supporting goals are the measure.
        if goal.rollup == Some(Rollup::Supporters) || !snapshot.unread.parts_of(ix).is_empty() {
            continue;
        }
        let states = || snapshot.graph.key_results(ix).map(|child| snapshot.goal(child.goal).state);
        let count = states().filter(|state| state.counts()).count();
        let some = states().any(|state| state != State::Dropped);
        if some && u32::try_from(count).is_ok_and(|count| count < least) {
            let message = format!("`{}` has {}; the minimum is {least}", goal.id, count_of(count, "key result"));
            sink.report(
                Report::at(ix, "", message)
                    .label("too few key results")
                    .help(format!("add a key result with `measures: {}`, for example to guard quality", goal.id)),
            );
        }
    }
}
