//! Fewer objectives than the limits require.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Goal, GoalIx, Kind, Role, State, count_of};

pub(in crate::rules) static RULE: Rule = Rule::off("too-few-objectives", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let runs = |goal: &Goal| {
        let begun = goal.start().is_none_or(|start| start <= snapshot.today);
        goal.kind == Kind::Objective
            && goal.state == State::Active
            && begun
            && goal.end().is_some_and(|end| snapshot.today <= end)
    };
    let mut objectives: Vec<(GoalIx, &Goal)> = snapshot.live_goals().filter(|(_, goal)| runs(goal)).collect();
    objectives.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let limits = snapshot.settings().limits;
    let strategic = objectives.iter().filter(|(_, goal)| snapshot.is_strategic(goal)).count();
    if !objectives.is_empty() && is_below(strategic, limits.strategic_goals.0) {
        sink.report(too_few_strategic(snapshot, strategic, limits.strategic_goals.0));
    }
    let mut of_owner: BTreeMap<&str, Vec<GoalIx>> = BTreeMap::new();
    for (ix, goal) in objectives {
        if let Some(owner) = snapshot.workspace.owner_of(goal) {
            of_owner.entry(owner).or_default().push(ix);
        }
    }
    let least = limits.objectives_per_owner.0;
    for (owner, objectives) in of_owner.iter().filter(|(_, objectives)| is_below(objectives.len(), least)) {
        let message = format!("`{owner}` owns {}; the minimum is {least}", count_of(objectives.len(), "objective"));
        sink.report(
            Report::at(objectives[0], "owner", message)
                .label("too few objectives")
                .help("if that is fine, change `limits: {objectives_per_owner: …}` in goalpost.yaml"),
        );
    }
}

fn too_few_strategic(snapshot: &Facts<'_>, count: usize, least: u32) -> Report {
    let settings = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    let written = settings.is_some_and(|page| page.mentions("limits.strategic_goals"));
    let message = format!("{}; the minimum is {least}", count_of(count, "strategic goal"));
    Report::on(Subject::Settings, if written { "limits.strategic_goals" } else { "" }, message)
        .label("too few strategic goals")
        .help("add objectives of the highest level, or change `limits: {strategic_goals: …}` in goalpost.yaml")
}

fn is_below(count: usize, least: u32) -> bool {
    u32::try_from(count).is_ok_and(|count| count < least)
}
