//! An obstacle that has been open for more than three check-ins' time.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{LogEntry, LogKind, days_between};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unresolved-obstacle",
    group: Group::Fast,
    level: Some(Level::Warning),
    page: include_str!("unresolved_obstacle.md"),
    options: &[],
    check,
};

/// How many check-ins an obstacle may outlast.
const CADENCES: i64 = 3;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals().filter(|(_, goal)| !goal.log.is_empty()) {
        let runs = goal.has_begun(snapshot.today) && goal.end().is_none_or(|end| snapshot.today <= end);
        // A `resolved` that cannot be read is a fault of the log.
        if !runs || snapshot.workspace.document_of(goal).has_fault("log") {
            continue;
        }
        let patience = CADENCES * snapshot.settings().cadence_of(goal.level.as_deref());
        for entry in goal.log.iter().filter(|entry| entry.kind == LogKind::Obstacle && entry.resolved.is_none()) {
            let days = days_between(entry.date, snapshot.today);
            // What was done about it before anything is known of the goal, nobody can tell.
            let known = snapshot.known_since(goal).map(|known| days_between(known.max(entry.date), snapshot.today));
            if known.is_some_and(|known| known > patience) {
                let message = format!("an obstacle of `{}` has been open for {days} days", goal.id);
                sink.report(
                    Report::at(ix, format!("log[{}]", entry.index), message)
                        .label(format!("open since {}", entry.date))
                        .help(help(&goal.id, entry)),
                );
            }
        }
    }
}

/// Whom to ask, where the entry says it, and what to write.
fn help(goal: &str, entry: &LogEntry) -> String {
    let asked = if entry.to.is_empty() {
        "name in `to:` who can resolve it".to_owned()
    } else {
        let asked: Vec<_> = entry.to.iter().map(|asked| format!("`{asked}`")).collect();
        format!("follow up with {}", asked.join(", "))
    };
    format!("if resolved, run goalpost note {goal} --resolve OBSTACLE; otherwise {asked}")
}
