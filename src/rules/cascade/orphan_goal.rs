//! A line of goals that reaches no mission.

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

/// The most goals below an orphan that are pointed at.
const MOST_SHOWN: usize = 20;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (top, below) in lost_lines(snapshot) {
        let goal = snapshot.goal(top);
        let to = match snapshot.settings().levels.first() {
            Some(highest) if !snapshot.graph.has_mission() => format!("a goal of the highest level, `{highest}`"),
            _ => "the mission".to_owned(),
        };
        let message = match below.len() {
            0 => format!("no path of links leads from `{}` to {to}", goal.id),
            1 => format!("no path of links leads from `{}`, and the goal below it, to {to}", goal.id),
            many => format!("no path of links leads from `{}`, and the {many} goals below it, to {to}", goal.id),
        };
        let mut report = Report::at(top, "", message).label("supports nothing").help(help(snapshot, goal));
        for ix in below.iter().take(MOST_SHOWN) {
            let field = if snapshot.goal(*ix).kind == Kind::KeyResult { "measures" } else { "supports" };
            report = report.related(*ix, field, "below it");
        }
        sink.report(report);
    }
}

/// Each goal without a parent that leads nowhere, with the goals that hang below it and lead nowhere else.
///
/// A goal below several of them is counted at one, so that the work is that of looking at every link once.
fn lost_lines(snapshot: &Facts<'_>) -> BTreeMap<GoalIx, Vec<GoalIx>> {
    let mut lines: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    let mut top_of: Vec<Option<GoalIx>> = vec![None; snapshot.workspace.goals.len()];
    for ix in snapshot.graph.bottom_up().iter().rev().filter(|ix| !snapshot.graph.is_reached(**ix)) {
        let goal = snapshot.goal(*ix);
        if is_lost_top(snapshot, goal) {
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

/// An active objective that names nothing above it. One that names something which cannot be reached has a finding there.
fn is_lost_top(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    goal.kind == Kind::Objective
        && goal.state == State::Active
        && goal.supports.is_empty()
        && snapshot.is_live(goal)
        && !snapshot.workspace.document_of(goal).has_fault("supports")
}

fn help(snapshot: &Facts<'_>, goal: &Goal) -> String {
    let is_highest = snapshot.level_of(goal).is_some_and(|(_, rank)| rank == 0);
    match mission(snapshot) {
        Some(mission) if is_highest => format!("say what it serves: `supports: [{mission}]`"),
        _ => format!("say what it serves: `supports: [ID]`; goalpost suggest {} ranks goals above", goal.id),
    }
}

/// The mission, where there is one and no more.
fn mission<'w>(snapshot: &Facts<'w>) -> Option<&'w str> {
    let mut missions = snapshot.goals().filter(|(_, goal)| goal.kind == Kind::Mission);
    let only = missions.next().map(|(_, goal)| goal.id.as_str());
    only.filter(|_| missions.next().is_none())
}
