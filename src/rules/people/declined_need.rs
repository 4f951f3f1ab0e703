//! A need that the other team has declined but that the goal still lists.

use super::contact::{format_contact, need_route};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule::warning("declined-need", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _, need, _) in troubled_needs(snapshot).filter(|(.., trouble)| *trouble == NeedTrouble::Declined) {
        let message = format!("`{}` has declined what this goal needs: `{}`", need.from, brief(&need.what));
        let help = format!(
            "ask another team, do without it, or change the target and give a `reason`; then remove this entry. \
             Ask {} for the reasons",
            format_contact(snapshot, need)
        );
        sink.report(Report::at(ix, need_route(need), message).label("declined").help(help));
    }
}
