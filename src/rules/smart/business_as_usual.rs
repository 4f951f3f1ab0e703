//! A goal that only promises to continue as before.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of};
use crate::analysis::text::wording_of;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("business-as-usual", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        let Some(wording) = wording_of(snapshot.workspace, goal) else { continue };
        // A metric of any shape is fine: a bound to keep is a guardrail for the key results beside it.
        let usual = match goal.kind {
            Kind::KeyResult => !wording.has_digit() && has_milestones_only(snapshot, goal),
            Kind::Objective => keeps_values_only(snapshot, ix),
            _ => false,
        };
        if usual && let Some(upkeep) = wording.upkeep() {
            let message = format!("{} promises no change", quoted_title(&goal.title));
            sink.report(
                Report::at(ix, "title", message)
                    .label(format!("`{upkeep}` continues as before"))
                    .help("say what should change; track health that should only be kept as a `kpi`"),
            );
        }
    }
}

/// Whether a key result is measured by milestones only.
fn has_milestones_only(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    matches!(measure_of(goal), Measure::Milestones(_)) && snapshot.workspace.lacks(goal, "metric")
}

/// Whether an objective should change no number: all its key results keep bounds, and no goal supports it.
fn keeps_values_only(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    let mut key_results = snapshot.graph.key_results(ix).peekable();
    key_results.peek().is_some()
        && key_results.all(|child| matches!(measure_of(snapshot.goal(child.goal)), Measure::Keep(_)))
        && snapshot.graph.supporters(ix).next().is_none()
}
