//! A goal that was carried over twice and is now in its third period.

use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx};

pub(in crate::rules) static RULE: Rule = Rule::warning("carried-again", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let before = |goal: &Goal| snapshot.workspace.find(goal.continues.as_deref()?);
    let continued: HashSet<GoalIx> = snapshot.live_goals().filter_map(|(_, goal)| before(goal)).collect();
    for (ix, goal) in snapshot.live_goals().filter(|(ix, _)| !continued.contains(ix)) {
        let Some(second) = before(goal).filter(|second| *second != ix) else { continue };
        let Some(first) = before(snapshot.goal(second)).filter(|first| *first != second && *first != ix) else {
            continue;
        };
        let span = |goal: &Goal| goal.period.as_ref().map(|period| (period.start, period.end));
        let spans = [span(goal), span(snapshot.goal(second)), span(snapshot.goal(first))];
        let different = spans[0] != spans[1] && spans[1] != spans[2] && spans[0] != spans[2];
        if spans.iter().all(Option::is_some) && different {
            sink.report(
                Report::at(ix, "continues", format!("`{}` is at least in its third period", goal.id))
                    .label("carried over again")
                    .related(second, "", "the previous period")
                    .related(first, "", "the period before that")
                    .help("reduce it, change the plan or drop it; give a long-term goal a longer period"),
            );
        }
    }
}
