//! A team with more than half of its prioritised goals as a "must".

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, Priority};

pub(in crate::rules) static RULE: Rule = Rule::off("too-many-musts", Group::Okr, check);

/// The minimum number of musts for a finding: with one or two goals, all may well be musts.
const MIN_MUSTS: usize = 3;

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
        if musts.len() < MIN_MUSTS || 2 * musts.len() <= goals.len() {
            continue;
        }
        musts.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let message = format!("{} of the {} goals of `{team}` with a priority are musts", musts.len(), goals.len());
        let report = Report::at(musts[0].0, "priority", message)
            .label("one of the musts")
            .help("use `must` only for goals that must not be dropped; make the others `should` or `could`");
        sink.report(musts[1..].iter().fold(report, |report, (it, _)| report.related(*it, "priority", "also a must")));
    }
}
