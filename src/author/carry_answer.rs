//! Answers to what `carry-over` leaves open: a new target, a parent of the new period, a baseline.

use super::carry_over::CarriedGoal;
use super::decision::Decision;
use super::number::read_number;
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::model::{Kind, KnownValues, Metric, ORDER};
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

/// Writes an answer into the file of a carried goal. `new` are the ids that the other goals get.
///
/// # Errors
/// The answer is no value of the metric, or no goal that can be the parent.
pub fn answer_carried(
    snapshot: &Facts<'_>,
    file: &mut CarriedGoal,
    field: &CarryField,
    answer: &str,
    new: &[&str],
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
            let parent = parent(snapshot, goal.kind, answer, new)?;
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

/// The id of a parent for a goal of some kind: a goal that is there and has not ended, or one that is carried over too.
fn parent(snapshot: &Facts<'_>, kind: Kind, answer: &str, new: &[&str]) -> Result<String, Unfit> {
    let answer = answer.trim();
    if let Some(id) = new.iter().find(|id| **id == answer) {
        return Ok((*id).to_owned());
    }
    let Some(ix) = snapshot.workspace.find(answer) else {
        return unfit(format!("no goal has the id `{answer}`"), "to rank possible parents: goalpost suggest");
    };
    let above = snapshot.goal(ix);
    if !above.is_open() || above.end().is_some_and(|end| end < snapshot.today) {
        return unfit(format!("`{}` has ended", above.id), "name a goal of the new period, or one without an end");
    }
    if kind == Kind::KeyResult && above.kind != Kind::Objective {
        return unfit(format!("`{}` is {}", above.id, above.kind.in_words()), "a key result measures an objective");
    }
    Ok(above.id.clone())
}
