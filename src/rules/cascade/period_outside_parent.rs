//! A period that is not inside the period of a parent.

use crate::analysis::facts::Facts;
use crate::graph::Parent;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal};

pub(in crate::rules) static RULE: Rule = Rule::warning("period-outside-parent", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| !goal.inherited.period) {
        let (field, start, end) = match (&goal.period, goal.deadline) {
            (Some(period), _) => ("period", period.start, period.end),
            (None, Some(deadline)) if !snapshot.workspace.writes(goal, "period") => ("deadline", deadline, deadline),
            (None, _) => continue,
        };
        let mut outside = snapshot.graph.parents(ix).filter_map(|parent| {
            let above = snapshot.goal(parent.goal);
            let is_unread = above.period.is_none() && snapshot.workspace.writes(above, "period");
            let excess = describe_excess(above, start, end).filter(|_| !is_unread)?;
            Some((parent, excess))
        });
        let Some((first, excess)) = outside.next() else { continue };
        let mut report = Report::at(ix, field, message(snapshot, goal, &first))
            .label(excess)
            .help("move it inside the parent's period, or link to a goal whose period contains it");
        for parent in std::iter::once(first).chain(outside.map(|(parent, _)| parent)) {
            report = report.related(parent.goal, "period", "the parent's period");
        }
        sink.report(report);
    }
}

/// Describes how days go beyond those of an open parent, if they do. A parent's deadline counts only if it has no period.
fn describe_excess(parent: &Goal, start: Day, end: Day) -> Option<String> {
    if !parent.is_open() {
        return None;
    }
    let first = parent.period.as_ref().map(|period| period.start);
    let last = parent.period.as_ref().map(|period| period.end).or(parent.deadline);
    if let Some(last) = last.filter(|last| end > *last) {
        return Some(format!("ends {end}, the parent {last}"));
    }
    let first = first.filter(|first| start < *first)?;
    Some(format!("begins {start}, the parent {first}"))
}

fn message(snapshot: &Facts<'_>, goal: &Goal, parent: &Parent) -> String {
    let above = snapshot.goal(parent.goal);
    let what = match (&goal.period, goal.deadline) {
        (None, Some(deadline)) => format!("the deadline {deadline}"),
        (Some(period), _) => format!("the period {}", period.name),
        (None, None) => "the period".to_owned(),
    };
    let of_parent = above.period.as_ref().map_or_else(String::new, |period| format!(", {}", period.name));
    format!("{what} is not inside the period of `{}`{of_parent}", above.id)
}
