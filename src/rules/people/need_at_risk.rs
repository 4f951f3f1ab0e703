//! An agreed need whose goal is off track.

use super::contact::need_route;
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule::warning("need-at-risk", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _, need, trouble) in troubled_needs(snapshot) {
        let NeedTrouble::AtRisk(answer) = trouble else { continue };
        let delivering = snapshot.goal(answer);
        let contact = delivering.owner.as_deref().unwrap_or(&need.from);
        let message = format!("`{}`, which should deliver `{}`, is off track", delivering.id, brief(&need.what));
        let label = need.by.map_or_else(|| "agreed, but off track".to_owned(), |by| format!("agreed for {by}"));
        let help = format!("talk to `{contact}` now: offer help, accept less, or agree on a later `by`");
        let report = Report::at(ix, need_route(need), message).label(label).help(help);
        sink.report(report.related(answer, "", format!("off track: `{}`", brief(&delivering.title))));
    }
}
