//! A dropped goal that open goals still support.

use std::collections::HashMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, State, count_of, plural_form};

pub(in crate::rules) static RULE: Rule = Rule::warning("children-of-dropped-goal", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut stranded: HashMap<GoalIx, bool> = HashMap::new();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.state == State::Dropped) {
        if snapshot.is_long_past(goal) || !snapshot.workspace.lacks(goal, "replaced_by") {
            continue;
        }
        let mut children: Vec<GoalIx> = snapshot.graph.children(ix).map(|child| child.goal).collect();
        children.retain(|child| *stranded.entry(*child).or_insert_with(|| has_no_open_parent(snapshot, *child)));
        if children.is_empty() {
            continue;
        }
        let count = count_of(children.len(), "open goal");
        let verb = plural_form(children.len(), "depends", "depend");
        let report = Report::at(ix, "state", format!("`{}` was dropped, but {count} still {verb} on it", goal.id))
            .label("dropped")
            .help("drop them too, link them to another goal, or name the successor in `replaced_by`");
        sink.report(children.iter().fold(report, |report, child| report.related(*child, "", "still open")));
    }
}

/// Whether a live goal neither supports nor measures an open goal.
fn has_no_open_parent(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    snapshot.is_live(snapshot.goal(ix)) && !snapshot.graph.parents(ix).any(|it| snapshot.goal(it.goal).is_open())
}
