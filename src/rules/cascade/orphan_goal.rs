//! A line of goals without a path to the mission.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "orphan-goal",
    group: Group::Cascade,
    level: Some(Level::Warning),
    page: include_str!("orphan_goal.md"),
    options: &[],
    check,
};

/// The maximum number of goals below an orphan that are related places.
const MAX_RELATED: usize = 20;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (top, below) in find_orphans(snapshot) {
        let goal = snapshot.goal(top);
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

/// Finds each orphan, with the goals below it that have no other path upward.
///
/// A goal below several orphans is listed at one of them, so that every link is visited once.
fn find_orphans(snapshot: &Facts<'_>) -> BTreeMap<GoalIx, Vec<GoalIx>> {
    let mut lines: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    let mut top_of: Vec<Option<GoalIx>> = vec![None; snapshot.workspace.goals.len()];
    for ix in snapshot.graph.bottom_up().iter().rev().filter(|ix| !snapshot.graph.is_reached(**ix)) {
        let goal = snapshot.goal(*ix);
        if is_orphan(snapshot, goal) {
            lines.insert(*ix, Vec::new());
            top_of[ix.index()] = Some(*ix);
            continue;
        }
        let top = snapshot.graph.parents(*ix).filter_map(|parent| top_of[parent.goal.index()]).min();
        top_of[ix.index()] = top;
        if snapshot.is_live(goal)
            && let Some(below) = top.and_then(|top| lines.get_mut(&top))
        {
            below.push(*ix);
        }
    }
    for below in lines.values_mut() {
        below.sort_unstable();
    }
    lines
}

/// Whether a goal is an active objective without links. If it links to something without a path, that is reported there.
fn is_orphan(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    goal.kind == Kind::Objective
        && goal.state == State::Active
        && goal.supports.is_empty()
        && snapshot.is_live(goal)
        && !snapshot.workspace.document_of(goal).has_fault("supports")
}

fn help(snapshot: &Facts<'_>, goal: &Goal) -> String {
    let is_highest = snapshot.level_of(goal).is_some_and(|(_, rank)| rank == 0);
    match mission(snapshot) {
        Some(mission) if is_highest => format!("link it to the goal that it serves: `supports: [{mission}]`"),
        _ => format!(
            "link it to the goal that it serves: `supports: [ID]`; goalpost suggest {} ranks possible parents",
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
