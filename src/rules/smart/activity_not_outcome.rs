//! A key result that names an activity instead of its outcome.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::metric_in;
use crate::analysis::text::wording_of;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "activity-not-outcome",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("activity_not_outcome.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        if let Some(activity) = activity_of(snapshot, goal) {
            let message = format!("{} names an activity, not its outcome", quoted_title(&goal.title));
            sink.report(
                Report::at(ix, "title", message)
                    .label(format!("`{activity}` can be done all quarter without any improvement"))
                    .help("say what will change for whom, and add a `metric` that shows it"),
            );
        }
    }
}

/// The activity that the title of a key result without a metric begins with, if it names no number either, or only how
/// often it is done: `consult with 10 bakers`. With a metric, the number is the outcome, whatever the title says.
pub(super) fn activity_of(snapshot: &Facts<'_>, goal: &Goal) -> Option<&'static str> {
    if !snapshot.workspace.lacks(goal, "metric") {
        return None;
    }
    let is_count = || metric_in(&goal.title).is_some_and(|it| it.baseline.is_none() && it.unit.as_deref() != Some("%"));
    wording_of(snapshot.workspace, goal).filter(|wording| !wording.has_digit() || is_count())?.activity()
}
