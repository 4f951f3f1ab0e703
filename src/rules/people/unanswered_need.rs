//! A need without an answer although the time to answer is over.

use super::contact::{format_contact, need_route};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, answer_due, troubled_needs};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule::warning("unanswered-need", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, need, _) in troubled_needs(snapshot).filter(|(.., trouble)| *trouble == NeedTrouble::Unanswered) {
        let Some(due) = answer_due(snapshot, goal, need) else { continue };
        let message = format!("`{}` has not responded to a need of this goal: `{}`", need.from, brief(&need.what));
        let label = format!("response was due by {due}");
        let contact = format_contact(snapshot, need);
        let help = format!(
            "ask {contact}; to record the answer: goalpost need {} --from {} --agree (or --decline)",
            goal.id, need.from
        );
        let report = Report::at(ix, need_route(need), message).label(label).help(help);
        // One team answers them all: that is one conversation, whatever the number of needs.
        let report = report.batch(1, format!("`{}` has not responded to", need.from), "needs");
        let all = format!(
            "ask {contact}; to record the answers: goalpost need GOAL --from {} --agree (or --decline)",
            need.from
        );
        sink.report(report.batch_help(all));
    }
}
