//! An objective that does not say why it matters.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::off("missing-reason-why", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        let page = snapshot.workspace.document_of(goal);
        let how = goal.supports.iter().any(|link| link.how.is_some()) || page.has_fault("supports");
        if !page.mentions("why") && !how {
            sink.report(
                Report::at(ix, "", format!("`{}` does not say why it matters", goal.id))
                    .label("no reason given")
                    .help("add `why:` with one sentence, or `how:` to a link in `supports`"),
            );
        }
    }
}
