//! A key result that runs for more than a quarter without milestones.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, measure_of};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Days, Goal, days_between};

pub(in crate::rules) static RULE: Rule = Rule::off("missing-milestones", Group::Fast, check);

/// The longest quarter.
const QUARTER: Days = 92;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let page = snapshot.workspace.document_of(goal);
        // Milestones with a fault, or under a misspelt name, have a finding of their own.
        let planned = !goal.milestones.is_empty() || page.has_fault("milestones");
        let meant = page.misspells("milestones");
        let Some(length) = length_of(goal).filter(|length| *length > QUARTER && !planned && !meant) else { continue };
        if matches!(measure_of(goal), Measure::Reach { .. }) {
            sink.report(
                Report::at(ix, "", format!("`{}` runs for {length} days without a milestone", goal.id))
                    .label("progress is expected in a straight line")
                    .help("add `milestones:`, each with a `title`, a `due` day and the planned `value`"),
            );
        }
    }
}

/// The length of a goal in days, including the first and the last.
fn length_of(goal: &Goal) -> Option<Days> {
    Some(days_between(goal.start()?, goal.end()?) + 1)
}
