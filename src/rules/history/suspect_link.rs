//! Links to a goal whose goalposts or title changed after the links were written or acknowledged.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{ParentChange, SuspectLink};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, count_of};
use crate::rules::cascade::routes::route_of;

pub(in crate::rules) static RULE: Rule = Rule::off("suspect-link", Group::History, check);

/// The maximum number of changes that a message names.
const MAX_NAMED: usize = 4;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _) in snapshot.active_goals() {
        let Some(changes) = snapshot.parent_changes(ix) else { continue };
        let mut links: Vec<SuspectLink> = changes.links().filter(|link| link.is_asked(snapshot, ix)).collect();
        // What changes while goalposts settle may still change.
        for link in &mut links {
            link.changes.retain(|change| !change.settling);
        }
        if !links.is_empty() {
            sink.report(report(snapshot, ix, &links));
        }
    }
}

/// One report for all links to a goal.
fn report(snapshot: &Facts<'_>, ix: GoalIx, links: &[SuspectLink]) -> Report {
    let goal = snapshot.goal(ix);
    let mut changes: Vec<&ParentChange> = Vec::new();
    for change in links.iter().flat_map(|link| &link.changes) {
        if !changes.iter().any(|it| it.field == change.field) {
            changes.push(change);
        }
    }
    let words = changes.iter().take(MAX_NAMED).map(|it| {
        let value = |value| phrases::format_plain_value(&it.field, value);
        format!("`{}` from {} to {}", it.field, value(&it.before), value(&it.after))
    });
    let words: Vec<String> = words.collect();
    let more = changes.len().saturating_sub(MAX_NAMED);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let count = count_of(links.len(), "goal");
    let message = format!("`{}` changed after {count} linked to it: {}{more}", goal.id, words.join(", "));
    let first = changes[0];
    let label = format!("changed {}", phrases::describe_on(snapshot, first.commit, first.day));
    let one = links[0].ack_command(snapshot, ix);
    let help = if links.len() == 1 {
        format!("if the link still holds, either owner confirms it: {one}")
    } else {
        format!("if the links still hold, confirm all of them: goalpost ack {} --links; or one: {one}", goal.id)
    };
    let report = Report::at(ix, first.field.as_str(), message).label(label).help(help);
    links.iter().fold(report, |report, link| {
        let child = snapshot.goal(link.child);
        let owner = snapshot.workspace.owner_of(child).map(|owner| format!(" (owner: {owner})")).unwrap_or_default();
        let since = match (link.acknowledged.max(link.written), link.acknowledged) {
            (Some(day), acknowledged) if Some(day) == acknowledged => format!("acknowledged on {day}"),
            (Some(day), _) => format!("linked on {day}"),
            (None, _) => "linked earlier".to_owned(),
        };
        report.related(link.child, route_of(child, link.edge), format!("`{}`{owner}, {since}", child.id))
    })
}
