//! A team without a goal in the current period.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::{Goal, Kind, Period, brief, plus_days};

pub(in crate::rules) static RULE: Rule = Rule::off("team-without-goals", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    let quarter = Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts);
    // While goals are being set, every team may still lack one.
    if snapshot.today <= plus_days(quarter.start, snapshot.settings().settle) {
        return;
    }
    let counts = |goal: &Goal| {
        matches!(goal.kind, Kind::Objective | Kind::KeyResult)
            && goal.state.counts()
            && goal.period.as_ref().is_some_and(|period| period.contains(snapshot.today))
    };
    let mut busy: HashSet<&str> = HashSet::new();
    for (_, goal) in snapshot.goals().filter(|(_, goal)| counts(goal)) {
        let named = goal.team.iter().chain(&goal.contributors);
        busy.extend(named.filter_map(|team| org.team(team)).map(|team| team.id.as_str()));
    }
    for team in org.teams.iter().filter(|team| team.stands(snapshot.today) && !busy.contains(team.id.as_str())) {
        let message = format!("`{}` ({}) has no goal in {}", team.id, brief(&team.name), quarter.name);
        let help = format!(
            "add a goal with `team: {0}`, or list the team in `contributors` of the goals that it helps",
            team.id
        );
        let field = format!("teams[{}]", team.index);
        sink.report(Report::on(Subject::Org, field, message).label("no current goal names it").help(help));
    }
}
