//! A goal that is still open after its period.

use std::collections::BTreeMap;

use crate::analysis::agenda::{closing_command, closing_due};
use crate::analysis::facts::Facts;
use crate::lint::{Group, MOST_SINGLE, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, State, days_between};
use crate::rules::names::holder_of;

pub(in crate::rules) static RULE: Rule = Rule::warning("open-after-period", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut over: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    for (ix, _) in snapshot.live_goals().filter(|(ix, _)| is_over(snapshot, *ix)) {
        let objective = snapshot.goal(ix).measures.as_deref().and_then(|id| snapshot.workspace.find(id));
        let objective = objective.filter(|objective| {
            let goal = snapshot.goal(*objective);
            goal.kind == Kind::Objective && snapshot.is_live(goal) && is_over(snapshot, *objective)
        });
        match objective {
            Some(objective) => over.entry(objective).or_default().push(ix),
            None => {
                over.entry(ix).or_default();
            }
        }
    }
    for (ix, key_results) in &over {
        let goal = snapshot.goal(*ix);
        let Some(end) = goal.end() else { continue };
        let message = format!("`{}` ended {} days ago and is still open", goal.id, days_between(end, snapshot.today));
        let report = Report::at(*ix, "", message).label(format!("ended {end}")).help(help(snapshot, *ix));
        // Whoever has closed none of so many has one thing to do: to close the period.
        let together = format!("goals {} ended and are still open", holder_of(snapshot, goal));
        let all = "to close each: goalpost close GOAL; to continue what is not done: goalpost carry-over --from PERIOD --to PERIOD";
        let report = report.batch(MOST_SINGLE, "", together).batch_help(all);
        sink.report(key_results.iter().fold(report, |report, it| report.related(*it, "", "also open")));
    }
}

/// Whether the time to close an active goal (`close_within`) is over.
fn is_over(snapshot: &Facts<'_>, ix: GoalIx) -> bool {
    let goal = snapshot.goal(ix);
    let is_late = || closing_due(snapshot, ix).is_some_and(|due| due < snapshot.today);
    goal.is_work() && goal.state == State::Active && is_late()
}

/// The commands that close a goal and carry it over.
fn help(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let goal = snapshot.goal(ix);
    let runs_on = snapshot.graph.key_results(ix).map(|part| snapshot.goal(part.goal)).find_map(|part| {
        let end = part.end().filter(|end| part.state == State::Active && snapshot.today <= *end)?;
        // One that begins later is none of what ends with the objective.
        let last = goal.end().filter(|last| part.start().is_none_or(|start| start <= *last))?;
        Some(format!("its key result `{0}` runs until {end}: goalpost set {0} deadline {last}; then, ", part.id))
    });
    let close = format!("{}to grade and close it: {}", runs_on.unwrap_or_default(), closing_command(snapshot, ix));
    let Some(period) = &goal.period else {
        return format!("{close}; to go on until another day: goalpost set {} deadline DAY --reason TEXT", goal.id);
    };
    let next = period.following(snapshot.settings().fiscal_year_starts).map_or("PERIOD".to_owned(), |it| it.name);
    format!("{close}; to continue it: goalpost carry-over --from {} --to {next} {}", period.name, goal.id)
}
