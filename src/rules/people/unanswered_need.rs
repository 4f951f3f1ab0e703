//! A need that nobody has answered although the goal is under way.

use super::asking::{route, whom};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unanswered-need",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("unanswered_need.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, need, _) in troubled_needs(snapshot).filter(|(.., trouble)| *trouble == NeedTrouble::Unanswered) {
        let Some(settles) = snapshot.settles(goal) else { continue };
        let message = format!("`{}` has not answered what this goal needs: `{}`", need.from, brief(&need.what));
        let label = format!("asked, and due to be settled by {settles}");
        let help = format!("ask {}; then write `state: agreed` or `state: declined`", whom(snapshot, need));
        sink.report(Report::at(ix, route(need), message).label(label).help(help));
    }
}
