//! A title without a verb and an object, or an objective that nothing measures.

use crate::analysis::facts::Facts;
use crate::analysis::text::wording_of;
use crate::graph::Parent;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("vague-title", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        if !matches!(goal.kind, Kind::Objective | Kind::KeyResult) {
            continue;
        }
        let Some(wording) = wording_of(snapshot.workspace, goal) else { continue };
        let title = || quoted_title(&goal.title);
        let (message, label, help) = if wording.is_placeholder() {
            (format!("{} is a label, not a title", title()), "no verb and object", VERB_AND_OBJECT)
        } else if wording.is_one_word() && snapshot.workspace.lacks(goal, "metric") {
            (format!("{} does not say what should be done", title()), "one word", VERB_AND_OBJECT)
        } else if goal.kind == Kind::Objective && wording.is_bare_betterment() && is_unmeasured(snapshot, ix) {
            (format!("{} does not say how an improvement would show", title()), "no measure", MEASURE)
        } else {
            continue;
        };
        sink.report(Report::at(ix, "title", message).label(label).help(help));
    }
}

const VERB_AND_OBJECT: &str =
    "write a verb and an object, as in `Help new shops take their first payment within a week`";
const MEASURE: &str = "say what will improve for whom, or add a key result that measures it";

/// Whether an objective has children, but no key result with a measure. Without children, `objective-without-key-results`
/// reports it.
fn is_unmeasured(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    let measured = |child: Parent| {
        let goal = snapshot.goal(child.goal);
        let says = |field| !snapshot.workspace.lacks(goal, field);
        says("metric") || says("milestones")
    };
    snapshot.graph.children(ix).next().is_some() && !snapshot.graph.key_results(ix).any(measured)
}
