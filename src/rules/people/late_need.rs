//! A need that was due and is not met.

use super::contact::{format_contact, need_route};
use crate::analysis::facts::Facts;
use crate::analysis::people::{NeedTrouble, troubled_needs};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{brief, count_of, days_between};

pub(in crate::rules) static RULE: Rule = Rule::warning("late-need", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, need, _) in troubled_needs(snapshot).filter(|(.., trouble)| *trouble == NeedTrouble::Late) {
        let Some(by) = need.by else { continue };
        let days = days_between(by, snapshot.today);
        let message = format!("`{}` was needed from `{}` by {by}", brief(&need.what), need.from);
        let label = format!("{} late", count_of(days, "day"));
        let help = format!(
            "if delivered, run goalpost need {} --from {} --met; if not, agree on a new `by` with {}",
            goal.id,
            need.from,
            format_contact(snapshot, need)
        );
        sink.report(Report::at(ix, need_route(need), message).label(label).help(help));
    }
}
