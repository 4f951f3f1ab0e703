//! A goal whose links all skip the level above its own.

use super::routes::route_of;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind};

pub(in crate::rules) static RULE: Rule = Rule::off("skipped-level", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        let Some((level, rank)) = snapshot.level_of(goal) else { continue };
        let mut first = None;
        let mut all_skip = true;
        for parent in snapshot.graph.parents(ix).filter(|parent| !parent.edge.is_measure()) {
            let skipped = find_skipped_level(snapshot, goal, rank, snapshot.goal(parent.goal));
            all_skip &= skipped.is_some();
            first = first.or(skipped.map(|skipped| (parent, skipped)));
        }
        let Some((parent, skipped)) = first.filter(|_| all_skip) else { continue };
        let above = &snapshot.goal(parent.goal).id;
        let message = format!("a goal of level `{level}` supports `{above}` and skips the level `{skipped}`");
        let report = Report::at(ix, route_of(goal, parent.edge), message).label(format!("skips `{skipped}`"));
        let help = format!("support a goal of level `{skipped}`; `goalpost why {above} --down` shows those below it");
        sink.report(report.help(help));
    }
}

/// Finds the lowest level between a goal and a parent that the organisation has on the path. Nothing is skipped if the
/// parent's level is unknown, because it may be the level in between.
fn find_skipped_level<'w>(snapshot: &Facts<'w>, goal: &Goal, rank: usize, above: &Goal) -> Option<&'w str> {
    let top = if above.kind == Kind::Mission { 0 } else { snapshot.level_of(above)?.1 + 1 };
    let between = snapshot.settings().levels.get(top..rank)?;
    // An organisation without, say, departments above this team has no level there that could be skipped.
    let on_the_way = |level: &str| match (snapshot.org(), goal.team.as_deref()) {
        (Some(org), Some(team)) => org.team(team).is_none() || org.ancestor_at(team, level).is_some(),
        _ => true,
    };
    between.iter().rev().map(String::as_str).find(|level| on_the_way(level))
}
