//! A key result that names an activity instead of its outcome.

use crate::analysis::facts::Facts;
use crate::analysis::text::{numbers_in, wording_of};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, quoted_title};
use crate::syntax::is_percent;

pub(in crate::rules) static RULE: Rule = Rule::warning("activity-not-outcome", Group::Smart, check);

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
    wording_of(snapshot.workspace, goal)
        .filter(|wording| !wording.has_digit() || counts_activity(&goal.title))?
        .activity()
}

/// Whether the only number of a title says how often something is done, or with how many: no share, and neither the
/// beginning nor the end of a way.
fn counts_activity(title: &str) -> bool {
    let [number] = &numbers_in(title)[..] else { return false };
    let before = title[..number.range.start].split_whitespace().next_back().unwrap_or_default();
    let behind = title[number.range.end..].split_whitespace().next().unwrap_or_default();
    let is_way =
        ["to", "from", "by", "under", "below", "over", "above"].iter().any(|it| it.eq_ignore_ascii_case(before));
    !is_way && !behind.starts_with('%') && !is_percent(behind)
}
