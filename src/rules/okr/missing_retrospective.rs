//! A missed goal without a retrospective.

use crate::analysis::facts::Facts;
use crate::analysis::text::grade_words;
use crate::analysis::trends::owes_retrospective;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Kind};

pub(in crate::rules) static RULE: Rule =
    Rule::warning("missing-retrospective", Group::Okr, include_str!("missing_retrospective.md"), check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && lacks_retrospective(snapshot, goal)) {
        let objective = goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
        // One retrospective at the objective covers its key results.
        let covered = objective.map(|objective| snapshot.goal(objective)).is_some_and(|objective| {
            objective.kind == Kind::Objective
                && (!snapshot.workspace.lacks(objective, "retrospective") || lacks_retrospective(snapshot, objective))
        });
        if covered {
            continue;
        }
        let score =
            goal.grade.as_ref().map_or_else(|| "missed".to_owned(), |it| format!("graded {}", grade_words(it.score)));
        sink.report(
            Report::at(ix, "", format!("`{}` was closed without a retrospective", goal.id))
                .label(score)
                .help(format!(
                    "say in two sentences what happened and what you will do differently: goalpost set {} retrospective TEXT",
                    goal.id
                )),
        );
    }
}

/// Whether a recently closed goal needs a retrospective and has none.
fn lacks_retrospective(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    owes_retrospective(goal) && !snapshot.is_long_past(goal) && snapshot.workspace.lacks(goal, "retrospective")
}
