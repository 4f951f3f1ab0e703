//! Answers to what `carry-over` leaves open: a new target, a parent of the new period, a baseline.

use super::carry_over::CarriedGoal;
use super::decision::Decision;
use super::link::{ensure_fits, ensure_valid};
use super::number::read_new_number;
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::model::{GoalIx, Metric, ORDER, Period, Shape, Workspace, exact};
use crate::source::SourceSet;
use crate::syntax::{Content, Edit, apply};

/// What an answer sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarryField {
    /// The target; a draft that only waited for one becomes active.
    Target,
    /// The baseline.
    Baseline,
    /// The parent in place of this one.
    Parent(String),
    /// The owner in place of one who has left.
    Owner,
    /// The team in place of one that has ended.
    Team,
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
        (CarryField::Target, Decision::Target(_))
        | (CarryField::Baseline, Decision::Baseline)
        | (CarryField::Owner, Decision::Owner(_))
        | (CarryField::Team, Decision::Team(_)) => true,
        (CarryField::Parent(old), Decision::Parent(parent)) => old == parent,
        _ => false,
    };
    let edits = match field {
        CarryField::Target if metric()?.shape() == Shape::Keep => {
            return unfit(
                format!("`{}` keeps a bound and has no target", goal.id),
                format!("set the bound afterwards: goalpost set {} metric.at_least VALUE", file.id),
            );
        }
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
        CarryField::Owner => vec![set("owner", Content::text(member(snapshot, answer, to, Member::Person)?))],
        CarryField::Team => vec![set("team", Content::text(member(snapshot, answer, to, Member::Team)?))],
    };
    let text = apply(&file.path, &file.text, &edits)
        .map_err(|error| Unfit::new(format!("{}: {error}", file.path), "write it into the file by hand"))?;
    if let Some(both) = target_at_baseline(&file.path, &text) {
        return unfit(
            format!("target and baseline of `{}` would both be {both}", file.id),
            "give a value to reach that is not reached yet",
        );
    }
    file.text = text;
    file.decisions.retain(|decision| !is_answered(decision));
    Ok(())
}

/// The value that a carried goal would have as target and as baseline, which `target-equals-baseline` reports.
fn target_at_baseline(path: &str, text: &str) -> Option<String> {
    let read = Workspace::read(SourceSet::from_texts([(path.to_owned(), text.to_owned())]));
    let metric = read.goals.first()?.metric.as_ref()?;
    let (baseline, target) = metric.baseline.zip(metric.target)?;
    baseline.total_cmp(&target).is_eq().then(|| metric.say(target))
}

/// Reads a value of a metric: a number, or a step of its scale.
fn value(snapshot: &Facts<'_>, metric: &Metric, answer: &str) -> Result<Content, Unfit> {
    if !metric.scale.is_empty() {
        let step = metric.scale.iter().find(|step| step.eq_ignore_ascii_case(answer.trim()));
        return match step {
            Some(step) => Ok(Content::text(step)),
            None => {
                unfit(format!("`{answer}` is no step of the scale"), format!("one of: {}", metric.scale.join(", ")))
            }
        };
    }
    let unit = crate::analysis::numbers::unit_of(snapshot.workspace, metric);
    let known: Vec<String> =
        [metric.current, metric.baseline, metric.target].into_iter().flatten().map(exact).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Ok(Content::word(&read_new_number(answer, unit, &known)?.written))
}

/// A person or a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Person,
    Team,
}

/// The id of a person or a team that is there when a period starts. Without an org.yaml every name is one.
fn member(snapshot: &Facts<'_>, answer: &str, to: &Period, what: Member) -> Result<String, Unfit> {
    let answer = answer.trim();
    let Some(org) = &snapshot.workspace.org else { return Ok(answer.to_owned()) };
    let (found, word) = match what {
        Member::Person => (org.person_meant(answer).map(|it| (&it.id, it.until)), "person"),
        Member::Team => (org.team(answer).map(|it| (&it.id, it.until)), "team"),
    };
    match found {
        None => unfit(format!("org.yaml has no {word} `{answer}`"), "use an id that stands there"),
        Some((id, Some(until))) if until < to.start => {
            unfit(format!("`{id}` is there until {until} only"), format!("name a {word} of the new period"))
        }
        Some((id, _)) => Ok(id.clone()),
    }
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
