//! A goal that only promises to go on as before.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of};
use crate::analysis::text::wording_of;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "business-as-usual",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("business_as_usual.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        let Some(wording) = wording_of(snapshot.workspace, goal) else { continue };
        let Some(upkeep) = wording.upkeep() else { continue };
        let usual = match goal.kind {
            Kind::KeyResult => !wording.has_digit() && is_marked(snapshot, goal),
            Kind::Objective => only_keeps(snapshot, ix),
            _ => false,
        };
        if usual {
            let message = format!("{} promises no change", quoted_title(&goal.title));
            sink.report(
                Report::at(ix, "title", message)
                    .label(format!("`{upkeep}` is going on as before"))
                    .help("say what is to change; what must merely stay well is a `kpi`, watched all year round"),
            );
        }
    }
}

/// Whether milestones alone measure a key result.
fn is_marked(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    matches!(measure_of(goal), Measure::Milestones(_)) && snapshot.workspace.lacks(goal, "metric")
}

/// Whether nothing in an objective is to move: all its key results keep something, and no goal supports it.
fn only_keeps(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    let mut key_results = snapshot.graph.key_results(ix).peekable();
    key_results.peek().is_some()
        && key_results.all(|child| matches!(measure_of(snapshot.goal(child.goal)), Measure::Keep(_)))
        && snapshot.graph.supporters(ix).next().is_none()
}
