//! A missed goal without a retrospective.

use crate::analysis::facts::Facts;
use crate::analysis::text::grade_words;
use crate::analysis::trends::lacks_retrospective;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Goal;

pub(in crate::rules) static RULE: Rule = Rule::warning("missing-retrospective", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let is_recent = |goal: &Goal| goal.is_work() && !snapshot.is_long_past(goal);
    let owing = snapshot.goals().filter(|(ix, goal)| is_recent(goal) && lacks_retrospective(snapshot, *ix));
    for (ix, goal) in owing {
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
