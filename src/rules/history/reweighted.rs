//! Weights that were changed after goalposts had settled and without a reason.

use std::collections::BTreeMap;

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Slip;
use crate::analysis::text::percent;
use crate::analysis::versions::goalpost_words;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, count_of, quoted_title};

pub(in crate::rules) static RULE: Rule = Rule::warning("reweighted", Group::History, check);

/// The weights that landed together below one goal, each with the goal that has it.
type Weighing<'s> = Vec<(GoalIx, Slip<'s>)>;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut weighings: BTreeMap<(GoalIx, Option<usize>), Weighing<'_>> = BTreeMap::new();
    for (ix, goal, slips) in phrases::slips(snapshot, &["weight", "supports.weight", "milestones.weight"]) {
        for slip in slips {
            let step = slip.latest.step;
            let above = parent(snapshot, goal, &slip).unwrap_or(ix);
            // If the objective's progress rose by it, `rescoped-objective` reports it.
            if above == ix || !snapshot.rescopings().include(&goal.id, step) {
                weighings.entry((above, step)).or_default().push((ix, slip));
            }
        }
    }
    for ((above, _), weighing) in &weighings {
        sink.report(report(snapshot, *above, weighing));
    }
}

/// The goal in which a weight counts; none for a milestone's.
fn parent(snapshot: &Facts<'_>, goal: &Goal, slip: &Slip<'_>) -> Option<GoalIx> {
    let id = if slip.field_without_index == "weight" {
        goal.measures.as_deref()
    } else {
        slip.part.filter(|_| slip.field_without_index == "supports.weight")
    };
    snapshot.workspace.find(id?)
}

fn report(snapshot: &Facts<'_>, above: GoalIx, weighing: &Weighing<'_>) -> Report {
    let (ix, slip) = &weighing[0];
    let goal = snapshot.goal(*ix);
    let parent = &snapshot.goal(above).id;
    let (before, after) = (goalpost_words(&slip.before), after(slip));
    let effect = describe_effect(snapshot, above, weighing);
    let message = match (weighing.len(), slip.field_without_index.as_str()) {
        (1, "milestones.weight") => {
            let title = quoted_title(slip.part.unwrap_or_default());
            format!("the weight of {title} in `{parent}` was changed from {before} to {after}{effect}")
        }
        (1, _) => format!("the weight of `{}` in `{parent}` was changed from {before} to {after}{effect}", goal.id),
        (count, "milestones.weight") => {
            format!("the weights of {} of `{parent}` were changed{effect}", count_of(count, "milestone"))
        }
        (count, _) => format!("the weights of {} in `{parent}` were changed{effect}", count_of(count, "goal")),
    };
    let report = phrases::report(snapshot, *ix, slip, message);
    weighing.iter().skip(1).fold(report, |report, (ix, slip)| {
        report.related(*ix, slip.field.as_str(), phrases::describe_previous(snapshot, snapshot.goal(*ix), slip))
    })
}

/// The new weight; 1, the default, if it was removed.
fn after(slip: &Slip<'_>) -> String {
    if slip.after.is_null() { "1".to_owned() } else { goalpost_words(&slip.after) }
}

/// Describes the effect on the progress of the goal above, or for milestones on the goal's own.
fn describe_effect(snapshot: &Facts<'_>, above: GoalIx, weighing: &Weighing<'_>) -> String {
    if weighing[0].1.field_without_index == "milestones.weight" {
        return phrases::describe_effect(snapshot, above, "weights");
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
            format!("; progress of `{}` is {now}, or {then} with the earlier weights", snapshot.goal(above).id)
        }
        _ => String::new(),
    }
}
