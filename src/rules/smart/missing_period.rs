//! A goal without a period and without a deadline.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, Kind, Period, State, counted};

pub(in crate::rules) static RULE: Rule = Rule::error("missing-period", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let quarter = Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts).name;
    for (ix, goal) in snapshot.active_goals() {
        if !matches!(goal.kind, Kind::Objective | Kind::Development) || !snapshot.workspace.lacks(goal, "period") {
            continue;
        }
        if snapshot.workspace.lacks(goal, "deadline") {
            sink.report(
                Report::at(ix, "", format!("`{}` has neither a period nor a deadline", goal.id))
                    .label("no end")
                    .help(format!("add `period: {quarter}`, or another period")),
            );
            continue;
        }
        let endless = endless_key_results(snapshot, ix);
        if !endless.is_empty() {
            let message = format!(
                "`{}` has a deadline but no period, so {} both",
                goal.id,
                counted(endless.len(), "key result of it lacks", "key results of it lack")
            );
            let report = Report::at(ix, "deadline", message)
                .label("key results inherit a period, not a deadline")
                .help(format!("add `period: {quarter}`, or another period"));
            sink.report(endless.into_iter().fold(report, |report, (it, _)| report.related(it, "", "no end")));
        }
    }
}

/// The active key results of an objective that have neither a period nor a deadline.
fn endless_key_results<'w>(snapshot: &Facts<'w>, ix: GoalIx) -> Vec<(GoalIx, &'w Goal)> {
    let key_results = snapshot.graph.key_results(ix).map(|child| (child.goal, snapshot.goal(child.goal)));
    let lacks = |goal: &Goal, field| snapshot.workspace.lacks(goal, field);
    key_results
        .filter(|(_, goal)| goal.state == State::Active && lacks(goal, "period") && lacks(goal, "deadline"))
        .collect()
}
