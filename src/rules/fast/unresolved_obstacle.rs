//! An obstacle that has been open for more than three cadences.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{LogEntry, days_between};

pub(in crate::rules) static RULE: Rule = Rule::warning("unresolved-obstacle", Group::Fast, check);

/// The number of cadences after which an open obstacle is reported.
const CADENCES: i64 = 3;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| !goal.log.is_empty()) {
        let runs = goal.has_begun(snapshot.today) && goal.end().is_none_or(|end| snapshot.today <= end);
        // If the log has a fault, the obstacle may be resolved, so the fault is reported first.
        if !runs || snapshot.workspace.document_of(goal).has_fault("log") {
            continue;
        }
        let patience = CADENCES * snapshot.settings().cadence_of(goal.level.as_deref());
        let since = snapshot.known_since(goal);
        for entry in goal.log.iter().filter(|entry| entry.is_open_obstacle()) {
            let days = days_between(entry.date, snapshot.today);
            // It is not known what was done about it before the known history of the goal begins.
            let known = since.map(|known| days_between(known.max(entry.date), snapshot.today));
            if known.is_some_and(|known| known > patience) {
                let message = format!("an obstacle to `{}` has been open for {days} days", goal.id);
                sink.report(
                    Report::at(ix, format!("log[{}]", entry.index), message)
                        .label(format!("open since {}", entry.date))
                        .help(help(&goal.id, entry)),
                );
            }
        }
    }
}

/// The command that resolves the obstacle, and the people to ask if the entry names them.
fn help(goal: &str, entry: &LogEntry) -> String {
    let otherwise = if entry.to.is_empty() {
        "add a person or team who can resolve it to `to:`".to_owned()
    } else {
        let names: Vec<_> = entry.to.iter().map(|name| format!("`{name}`")).collect();
        format!("follow up with {}", names.join(", "))
    };
    format!("if resolved, run goalpost note {goal} --resolve OBSTACLE; otherwise {otherwise}")
}
