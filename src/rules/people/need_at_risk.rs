//! A need that was agreed to, and whose goal does not get there.

use super::asking::route;
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "need-at-risk",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("need_at_risk.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _, need, trouble) in troubled_needs(snapshot) {
        let NeedTrouble::AtRisk(answer) = trouble else { continue };
        let bringing = snapshot.goal(answer);
        let whom = bringing.owner.as_deref().unwrap_or(&need.from);
        let message = format!("`{}`, which is to bring `{}`, is off track", bringing.id, brief(&need.what));
        let label = need.by.map_or_else(|| "agreed, and not on its way".to_owned(), |by| format!("agreed for {by}"));
        let help = format!("talk to `{whom}` now: help, take less, or plan for a later `by`");
        let report = Report::at(ix, route(need), message).label(label).help(help);
        sink.report(report.related(answer, "", format!("off track: `{}`", brief(&bringing.title))));
    }
}
