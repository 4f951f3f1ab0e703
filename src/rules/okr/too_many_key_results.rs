//! An objective with more key results than the limit.

use crate::analysis::capacity::max_overlap_day;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, State};

pub(in crate::rules) static RULE: Rule = Rule::warning("too-many-key-results", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let most = snapshot.settings().limits.key_results.1;
    for (ix, goal) in snapshot.active_objectives() {
        let key_results = snapshot.graph.key_results(ix).map(|child| (child.goal, snapshot.goal(child.goal)));
        let active: Vec<(GoalIx, &Goal)> = key_results.filter(|(_, goal)| goal.state == State::Active).collect();
        let Some((day, together)) = max_overlap_day(&active, snapshot.today) else { continue };
        if u32::try_from(together.len()).is_ok_and(|count| count <= most) {
            continue;
        }
        let message = format!("`{}` has {} key results at the same time; the limit is {most}", goal.id, together.len());
        let report = Report::at(ix, "", message)
            .label(format!("on {day}"))
            .help("keep those that show success; make health metrics a `kpi` and tasks milestones");
        sink.report(together.iter().fold(report, |report, it| report.related(*it, "", "one of them")));
    }
}
