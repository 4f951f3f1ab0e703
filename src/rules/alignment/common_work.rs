//! The same goal of several sibling teams, each with its own number.

use crate::analysis::facts::Facts;
use crate::analysis::tensions::common_work;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::brief;
use crate::rules::names::list;

pub(in crate::rules) static RULE: Rule = Rule::off("common-work", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for cluster in common_work(snapshot) {
        let Some((first, others)) = cluster.goals.split_first() else { continue };
        let owners = cluster.goals.iter().filter_map(|ix| snapshot.workspace.team_of(snapshot.goal(*ix)));
        let message = format!("{} have the same goal, each with its own number: one goal above?", list(owners, 5));
        let label = match cluster.terms.as_slice() {
            [] => "each is similar to another of them".to_owned(),
            terms => format!("words in common: {}", list(terms.iter().map(String::as_str), 5)),
        };
        let help = "write one goal for the team above, to which each of these is linked";
        let mut report = Report::at(*first, "", message).label(label).help(help);
        for other in others {
            let goal = snapshot.goal(*other);
            report = report.related(*other, "", format!("`{}`: `{}`", goal.id, brief(&goal.title)));
        }
        sink.report(report);
    }
}
