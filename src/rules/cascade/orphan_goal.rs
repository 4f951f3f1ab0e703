//! A line of goals without a path to the mission.

use crate::analysis::alignment::{LostLine, lost_lines};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("orphan-goal", Group::Cascade, check);

/// The maximum number of goals below an orphan that are related places.
const MAX_RELATED: usize = 20;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    // A line whose highest goal names something that cannot be reached has a finding there.
    let is_live = |ix| snapshot.is_live(snapshot.goal(ix));
    for LostLine { top, goals, .. } in lost_lines(snapshot, is_live).into_iter().filter(|line| line.is_orphan(snapshot))
    {
        let goal = snapshot.goal(top);
        if goal.state != State::Active || !is_live(top) {
            continue;
        }
        let mut below: Vec<GoalIx> = goals.into_iter().filter(|ix| *ix != top).collect();
        below.sort_unstable();
        let to = match snapshot.settings().levels.first() {
            Some(highest) if !snapshot.graph.has_mission() => format!("a goal of the highest level, `{highest}`"),
            _ => "the mission".to_owned(),
        };
        let message = match below.len() {
            0 => format!("no path of links leads from `{}` to {to}", goal.id),
            1 => format!("no path of links leads from `{}` and the goal below it to {to}", goal.id),
            many => format!("no path of links leads from `{}` and the {many} goals below it to {to}", goal.id),
        };
        let mut report = Report::at(top, "", message).label("no parent").help(help(snapshot, goal));
        for ix in below.iter().take(MAX_RELATED) {
            let field = if snapshot.goal(*ix).kind == Kind::KeyResult { "measures" } else { "supports" };
            report = report.related(*ix, field, "also affected");
        }
        sink.report(report);
    }
}

fn help(snapshot: &Facts<'_>, goal: &Goal) -> String {
    let is_highest = snapshot.settings().is_highest(goal.level.as_deref());
    match mission(snapshot) {
        Some(mission) if is_highest => format!("link it to the goal that it serves: `supports: [{mission}]`"),
        _ => format!(
            "link it to the goal that it serves: `supports: [ID]`; to rank possible parents: goalpost suggest {}",
            goal.id
        ),
    }
}

/// The mission, if there is exactly one.
fn mission<'w>(snapshot: &Facts<'w>) -> Option<&'w str> {
    let mut missions = snapshot.goals().filter(|(_, goal)| goal.kind == Kind::Mission);
    let only = missions.next().map(|(_, goal)| goal.id.as_str());
    only.filter(|_| missions.next().is_none())
}
