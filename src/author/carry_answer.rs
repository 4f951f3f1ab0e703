//! Answers to what `carry-over` leaves open: a new target, a parent of the new period, a baseline.

use super::carry_over::CarriedGoal;
use super::decision::Decision;
use super::link::{ensure_fits, ensure_valid};
use super::number::read_number;
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, KnownValues, Metric, ORDER, Period};
use crate::syntax::{Content, Edit, Notation, apply};

/// What an answer sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarryField {
    /// The target; a draft that only waited for one becomes active.
    Target,
    /// The baseline.
    Baseline,
    /// The parent in place of this one.
    Parent(String),
}

/// Writes an answer into the file of a goal that is carried into a period. `carried` are the new ids, each with the goal
/// that it continues.
///
/// # Errors
/// The answer is no value of the metric, or no goal that can be the parent.
pub fn answer_carried(
    snapshot: &Facts<'_>,
    file: &mut CarriedGoal,
    field: &CarryField,
    answer: &str,
    (carried, to): (&[(String, GoalIx)], &Period),
) -> Result<(), Unfit> {
    let goal = snapshot.goal(file.from);
    let set = |route: &str, to: Content| Edit::Set { route: route.to_owned(), to, order: ORDER };
    let metric =
        || goal.metric.as_ref().ok_or_else(|| Unfit::new(format!("`{}` has no metric", goal.id), "leave it out"));
    let is_answered = |decision: &Decision| match (field, decision) {
        (CarryField::Target, Decision::Target(_)) | (CarryField::Baseline, Decision::Baseline) => true,
        (CarryField::Parent(old), Decision::Parent(parent)) => old == parent,
        _ => false,
    };
    let edits = match field {
        CarryField::Target => {
            let mut edits = vec![set("metric.target", value(snapshot, metric()?, answer)?)];
            if file.decisions.iter().any(is_answered) {
                edits.push(Edit::Remove { route: "state".to_owned() });
            }
            edits
        }
        CarryField::Baseline => vec![set("metric.baseline", value(snapshot, metric()?, answer)?)],
        CarryField::Parent(old) => {
            let parent = parent(snapshot, file.from, answer, (carried, to))?;
            let link =
                goal.supports.iter().find(|link| snapshot.workspace.find(&link.goal) == snapshot.workspace.find(old));
            let route = link.map_or_else(|| "measures".to_owned(), crate::model::Link::route);
            vec![Edit::SetScalar { route, to: Content::text(&parent) }]
        }
    };
    file.text = apply(&file.path, &file.text, &edits)
        .map_err(|error| Unfit::new(format!("{}: {error}", file.path), "write it into the file by hand"))?;
    file.decisions.retain(|decision| !is_answered(decision));
    Ok(())
}

/// Reads a value of a metric: a number, or a step of its scale.
fn value(snapshot: &Facts<'_>, metric: &Metric, answer: &str) -> Result<Content, Unfit> {
    if !metric.scale.is_empty() {
        let step = metric.scale.iter().find(|step| step.eq_ignore_ascii_case(answer.trim()));
        return match step {
            Some(step) => Ok(Content::word(step)),
            None => {
                unfit(format!("`{answer}` is no step of the scale"), format!("one of: {}", metric.scale.join(", ")))
            }
        };
    }
    let unit = crate::analysis::numbers::unit_of(snapshot.workspace, metric);
    Ok(Content::word(&read_number(answer, unit, &KnownValues::default(), Notation::Code)?.written))
}

/// The id of a parent in the new period: of a goal that is there and has not ended by then, or of one that is carried too.
fn parent(
    snapshot: &Facts<'_>,
    child: GoalIx,
    answer: &str,
    (carried, to): (&[(String, GoalIx)], &Period),
) -> Result<String, Unfit> {
    let answer = answer.trim();
    if let Some((id, continued)) = carried.iter().find(|(id, _)| id == answer) {
        ensure_fits(snapshot, child, *continued)?;
        return Ok(id.clone());
    }
    let Some(ix) = snapshot.workspace.find(answer) else {
        return unfit(format!("no goal has the id `{answer}`"), "to rank possible parents: goalpost suggest");
    };
    let above = snapshot.goal(ix);
    if above.end().is_some_and(|end| end < to.start) {
        return unfit(
            format!("`{}` has ended by {}", above.id, to.start),
            "name a goal of the new period, or one without an end",
        );
    }
    ensure_valid(snapshot, child, ix)?;
    Ok(above.id.clone())
}
