//! A person who owns more weeks of work in a period than they have.

use crate::analysis::facts::Facts;
use crate::analysis::people::{Overload, overloads};
use crate::lint::{Group, Report, Rule, Sink};
use crate::rules::names::weeks;

pub(in crate::rules) static RULE: Rule = Rule::warning("overloaded-owner", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for overload in overloads(snapshot) {
        let Some(((first, effort), others)) = overload.goals.split_first() else { continue };
        let (planned, capacity) = (weeks(overload.planned), weeks(overload.capacity));
        let owner = &overload.owner.id;
        let message =
            format!("`{owner}` owns {planned} weeks of work {}, but has {capacity}", when(snapshot, &overload));
        let help = format!("decide with `{owner}` what to postpone, reduce or hand over");
        let label = format!("{} of {planned} weeks", weeks(*effort));
        let mut report = Report::at(*first, "effort", message).label(label).help(help);
        for (goal, effort) in others {
            let text = format!("{} of {planned} weeks: `{}`", weeks(*effort), snapshot.goal(*goal).id);
            report = report.related(*goal, "effort", text);
        }
        sink.report(report);
    }
}

/// The time by the name of a goal's period, else by its first and last day.
fn when(snapshot: &Facts<'_>, overload: &Overload<'_>) -> String {
    let mut periods = overload.goals.iter().filter_map(|(goal, _)| snapshot.goal(*goal).period.as_ref());
    let named = periods.find(|period| (period.start, period.end) == (overload.start, overload.end));
    named.map_or_else(|| format!("from {} to {}", overload.start, overload.end), |period| format!("in {}", period.name))
}
