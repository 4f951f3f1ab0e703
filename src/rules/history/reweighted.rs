//! Weights that were changed after goalposts had settled, and nobody said why.

use std::collections::BTreeMap;

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::text::percent;
use crate::analysis::versions::say_goalpost;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, count_of, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "reweighted",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("reweighted.md"),
    options: &[],
    check,
};

/// Weights that one commit changed below one goal, each with the goal that has it.
type Weighing<'s> = Vec<(GoalIx, Slip<'s>)>;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut weighings: BTreeMap<(GoalIx, Option<usize>), Weighing<'_>> = BTreeMap::new();
    for (ix, goal, slips) in telling::slips(snapshot, &["weight", "supports.weight", "milestones.weight"]) {
        for slip in slips {
            let commit = slip.latest.commit;
            let above = parent(snapshot, goal, &slip).unwrap_or(ix);
            if above == ix || !snapshot.rescopings().tell_of(&goal.id, commit) {
                weighings.entry((above, commit)).or_default().push((ix, slip));
            }
        }
    }
    for ((above, _), weighing) in &weighings {
        sink.report(report(snapshot, *above, weighing));
    }
}

/// The goal in which a weight counts; none for a milestone's.
fn parent(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> Option<GoalIx> {
    let id = if slip.post == "weight" {
        goal.measures.as_deref()
    } else {
        slip.part.filter(|_| slip.post == "supports.weight")
    };
    snapshot.workspace.find(id?)
}

fn report(snapshot: &Facts<'_>, above: GoalIx, weighing: &Weighing<'_>) -> Report {
    let (ix, slip) = &weighing[0];
    let goal = snapshot.goal(*ix);
    let parent = &snapshot.goal(above).id;
    let (before, after) = (say_goalpost(&slip.before), after(slip));
    let price = price(snapshot, above, weighing);
    let message = match (weighing.len(), slip.post.as_str()) {
        (1, "milestones.weight") => {
            let title = quoted_title(slip.part.unwrap_or_default());
            format!("{title} counts {after} in `{parent}`, and counted {before} before{price}")
        }
        (1, _) => format!("`{}` counts {after} in `{parent}`, and counted {before} before{price}", goal.id),
        (count, "milestones.weight") => {
            format!("{} of `{parent}` count otherwise than before{price}", count_of(count, "milestone"))
        }
        (count, _) => format!("{} count otherwise in `{parent}` than before{price}", count_of(count, "goal")),
    };
    let report = telling::report(snapshot, *ix, slip, message);
    weighing.iter().skip(1).fold(report, |report, (ix, slip)| {
        report.related(*ix, slip.field.as_str(), telling::was(snapshot, snapshot.goal(*ix), slip))
    })
}

/// What a weight is; 1 where it is not written any more.
fn after(slip: &Slip<'_>) -> String {
    if slip.after.is_null() { "1".to_owned() } else { say_goalpost(&slip.after) }
}

/// What the weights do to the progress of the goal above; of milestones, to the goal's own.
fn price(snapshot: &Facts<'_>, above: GoalIx, weighing: &Weighing<'_>) -> String {
    if weighing[0].1.post == "milestones.weight" {
        return telling::price(snapshot, above, "weights");
    }
    let before: BTreeMap<GoalIx, f64> =
        weighing.iter().filter_map(|(ix, slip)| Some((*ix, slip.before.as_f64()?))).collect();
    let numbers = snapshot.numbers(above);
    let (mut sum, mut weights) = (0.0, 0.0);
    for part in &numbers.contributions {
        let weight = before.get(&part.goal).copied().unwrap_or(part.weight);
        sum += part.progress.unwrap_or(0.0) * weight;
        weights += weight;
    }
    match numbers.progress {
        Some(now) if weights > 0.0 && percent(now) != percent(sum / weights) => {
            let (now, then) = (percent(now), percent(sum / weights));
            format!(". `{}` reads {now}; by the earlier weights it is {then}", snapshot.goal(above).id)
        }
        _ => String::new(),
    }
}
