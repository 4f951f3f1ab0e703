//! A need that the other team has declined, and that the goal still counts on.

use super::asking::{route, whom};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::brief;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "declined-need",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("declined_need.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _, need, _) in troubled_needs(snapshot).filter(|(.., trouble)| *trouble == NeedTrouble::Declined) {
        let message = format!("`{}` has declined what this goal needs: `{}`", need.from, brief(&need.what));
        let help = format!(
            "ask another team, go without it, or change the target and say why in `reason`; then take this entry out. \
             {} knows the grounds",
            whom(snapshot, need)
        );
        sink.report(Report::at(ix, route(need), message).label("will not come").help(help));
    }
}
