//! A team most of whose goals are a "must".

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, Priority};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "too-many-musts",
    group: Group::Okr,
    level: None,
    page: include_str!("too_many_musts.md"),
    options: &[],
    check,
};

/// So few may well all be musts.
const FEW: usize = 3;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut of_team: BTreeMap<&str, Vec<(GoalIx, &Goal)>> = BTreeMap::new();
    for (ix, goal) in snapshot.active_goals() {
        let counts = matches!(goal.kind, Kind::Objective | Kind::KeyResult) && goal.priority.is_some();
        let runs = goal.period.as_ref().is_some_and(|period| period.contains(snapshot.today));
        if let Some(team) = snapshot.workspace.team_of(goal).filter(|_| counts && runs) {
            of_team.entry(team).or_default().push((ix, goal));
        }
    }
    for (team, goals) in &of_team {
        let mut musts: Vec<_> = goals.iter().filter(|(_, goal)| goal.priority == Some(Priority::Must)).collect();
        if musts.len() < FEW || 2 * musts.len() <= goals.len() {
            continue;
        }
        musts.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let message = format!("{} of the {} goals of `{team}` with a priority are a must", musts.len(), goals.len());
        let report = Report::at(musts[0].0, "priority", message)
            .label("a must among many")
            .help("keep `must` for what has to happen whatever else gives way; make the others `should` or `could`");
        sink.report(
            musts[1..].iter().fold(report, |report, (it, _)| report.related(*it, "priority", "a must as well")),
        );
    }
}
