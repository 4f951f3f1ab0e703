//! An objective without a commitment.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::off("missing-commitment", Group::Fast, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        if snapshot.workspace.lacks(goal, "commitment") {
            sink.report(
                Report::at(ix, "", format!("`{}` does not say whether it is committed or aspirational", goal.id))
                    .label("treated as committed")
                    .help("add `commitment: committed` or `commitment: aspirational`"),
            );
        }
    }
}
