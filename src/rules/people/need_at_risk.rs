//! An agreed need whose goal is off track, or over without having reached its target.

use super::contact::need_route;
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule::warning("need-at-risk", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _, need, trouble) in troubled_needs(snapshot) {
        let (answer, is_over) = match trouble {
            NeedTrouble::AtRisk(answer) => (answer, false),
            NeedTrouble::Lost(answer) => (answer, true),
            NeedTrouble::Declined | NeedTrouble::Late | NeedTrouble::Unanswered => continue,
        };
        let delivering = snapshot.goal(answer);
        let contact = delivering.owner.as_deref().unwrap_or(&need.from);
        let says = if is_over { format!("was {}", delivering.state.word()) } else { "is off track".to_owned() };
        let message = format!("`{}`, which should deliver `{}`, {says}", delivering.id, brief(&need.what));
        let label = need.by.map_or_else(|| format!("agreed, but it {says}"), |by| format!("agreed for {by}"));
        let help = if is_over {
            format!("agree with `{}` on another goal that delivers it, or plan without it", need.from)
        } else {
            format!("talk to `{contact}` now: offer help, accept less, or agree on a later `by`")
        };
        let report = Report::at(ix, need_route(need), message).label(label).help(help);
        sink.report(report.related(
            answer,
            "",
            format!("{}: `{}`", says.trim_start_matches("is ").trim_start_matches("was "), brief(&delivering.title)),
        ));
    }
}
