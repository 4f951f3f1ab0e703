//! A deadline before the period begins or after it ends.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("deadline-outside-period", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals() {
        let (Some(deadline), Some(period)) = (goal.deadline, &goal.period) else { continue };
        if period.contains(deadline) {
            continue;
        }
        let (side, end) = if deadline < period.start { ("before", period.start) } else { ("after", period.end) };
        let bound = if deadline < period.start { "begins" } else { "ends" };
        let message = format!("the deadline {deadline} is {side} the period {} {bound}", period.name);
        let help = format!("set a deadline between {} and {}, or change the period", period.start, period.end);
        sink.report(Report::at(ix, "deadline", message).label(format!("{side} {end}")).help(help));
    }
}
