//! An objective that nothing measures or supports.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("objective-without-key-results", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        // A misspelt link that meant this objective is reported where it is; fixing it fixes this too.
        if snapshot.is_carried(ix) || snapshot.dangling().is_wanted(ix) {
            continue;
        }
        let add = format!("add key results with `measures: {}` that show whether it is reached", goal.id);
        // What is left below it was dropped.
        let (message, help) = if snapshot.graph.children(ix).next().is_some() {
            (
                format!("everything that measured or supported `{}` was dropped", goal.id),
                format!("{add}, or drop it too"),
            )
        } else {
            (format!("no key result measures `{}`, and no goal supports it", goal.id), add)
        };
        sink.report(Report::at(ix, "", message).label("nothing measures this").help(help));
    }
}
