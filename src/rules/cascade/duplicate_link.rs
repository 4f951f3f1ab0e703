//! A parent that a goal names twice.

use std::collections::HashMap;

use crate::analysis::facts::Facts;
use crate::analysis::links::LinkRole;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{DocIx, Link};
use crate::syntax::Edit;

pub(in crate::rules) static RULE: Rule = Rule::error("duplicate-link", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let workspace = snapshot.workspace;
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.supports.len() > 1) {
        let mut first: HashMap<DocIx, &Link> = HashMap::new();
        for link in &goal.supports {
            let Some(parent) = workspace.document_with(&link.goal).filter(|parent| *parent != goal.document) else {
                continue;
            };
            let kind = workspace.find(&link.goal).map(|parent| workspace.goal(parent).kind);
            if kind.is_some_and(|kind| !LinkRole::Supports.fits(goal.kind, kind)) {
                continue;
            }
            // Links of the wrong kind count nowhere and have a finding of `wrong-kind`.
            let Some(earlier) = first.get(&parent) else {
                first.insert(parent, link);
                continue;
            };
            let message = format!("`{}` is listed twice in `supports`", link.goal);
            let adds = adds_information(link, earlier);
            let help = if adds {
                "merge the two entries: only the first counts, and this one has values that the first lacks"
            } else {
                "remove this entry: only the first counts"
            };
            let report = Report::at(ix, link.route(), message).label("listed again").help(help);
            let report = report.related(ix, earlier.route(), "first listed here");
            let edit = Edit::Remove { route: format!("supports[{}]", link.index) };
            // Removing an entry with values of its own would lose them, so that fix is not safe.
            sink.report(if adds { report.unsafe_fix(edit) } else { report.safe_fix(edit) });
        }
    }
}

/// Whether an entry has a value that an earlier entry for the same goal lacks.
fn adds_information(link: &Link, earlier: &Link) -> bool {
    link.how.is_some() && link.how != earlier.how
        || link.weight.is_some() && link.weight != earlier.weight
        || link.share.is_some() && link.share != earlier.share
        || link.agreed.iter().any(|agreement| !earlier.agreed.contains(agreement))
}
