//! Slips: goalposts that moved without an explanation and were not moved back.

use std::sync::Arc;

use serde_json::Value;

use crate::analysis::goalposts::ease::{Ease, ease_between};
use crate::analysis::goalposts::goalpost::{Goalposts, Move, moved_between};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::is_comparable;
use crate::model::{Goal, GoalIx, Kind, Workspace};

/// A goalpost that differs from its earlier value by unexplained moves.
#[derive(Debug, Clone)]
pub struct Slip<'s> {
    /// The field's present route.
    pub field: String,
    /// The field's route without list indices: `milestones.due`.
    pub field_without_index: String,
    /// The list entry that it belongs to: a milestone's title or the id of a link's goal.
    pub part: Option<&'s str>,
    /// The value before the first of the moves.
    pub before: Value,
    /// The present value; null where it was removed.
    pub after: Value,
    /// The unexplained moves since the last explained one, oldest first.
    pub moves: Vec<&'s Move>,
    /// The last of the moves.
    pub latest: &'s Move,
    /// The goal just before the first of the moves.
    pub base: &'s Arc<Goal>,
}

impl Slip<'_> {
    /// The direction in which it slipped.
    pub fn ease(&self) -> Ease {
        ease_between(&self.field_without_index, self.base.metric.as_ref(), &self.before, &self.after)
    }
}

/// The slips of a goal, in the order of their first moves. `closing` is the index of the commit that closed it.
///
/// Of several moves of one goalpost the latest decides: if it was explained or made while goalposts settled, the
/// present value is no slip. Neither is a goalpost that was moved back to its original value. Drafts, dropped goals,
/// goals that ended long ago and fields that cannot be read have no slips.
pub(in crate::analysis) fn slips_of<'s>(
    snapshot: &'s Snapshot<'_>,
    ix: GoalIx,
    goalposts: &'s Goalposts,
    closing: Option<usize>,
) -> Vec<Slip<'s>> {
    let goal = snapshot.goal(ix);
    let has_goalposts = goal.is_work() || goal.kind == Kind::Kpi;
    if goalposts.moves.is_empty() || !has_goalposts || !goal.state.counts() {
        return Vec::new();
    }
    let Some(history) = snapshot.history() else { return Vec::new() };
    let present = goal.as_written();
    // A move after the close is reported as an edit of a closed goal instead.
    let closed = closing.and_then(|place| history.of(&goal.id).iter().find(|it| it.commit == place)?.after.as_deref());
    let versions = [Some(&present), closed];
    let last = closing.and_then(|closing| history.step_of(closing));
    let in_time = |it: &&Move| closing.is_none() || (it.step.is_some() && it.step <= last);
    let moves: Vec<&Move> = goalposts.moves.iter().filter(in_time).collect();
    let mut fields: Vec<(String, Option<&str>)> = Vec::new();
    for it in moves.iter().copied().filter(|it| !it.settling) {
        let field = (it.field_without_index(), it.part.as_deref());
        if !fields.contains(&field) {
            fields.push(field);
        }
        // Each goalpost costs a search through all moves: a hostile file with thousands of milestones must not be slow.
        if fields.len() == MOST_FIELDS {
            break;
        }
    }
    fields
        .into_iter()
        .filter_map(|(field, part)| slip(snapshot, goal, versions, goalposts, &moves, field, part))
        .collect()
}

/// The most goalposts of one goal that are followed.
const MOST_FIELDS: usize = 50;

/// The goal just before a step that moved something. If that measured something else than it does now, because its unit, KPI or
/// scale went another way and came back, it is the last version before which can be compared.
fn base_of<'s>(
    workspace: &Workspace,
    goalposts: &'s Goalposts,
    step: Option<usize>,
    present: Option<&Goal>,
) -> Option<&'s Arc<Goal>> {
    let at = goalposts.before.iter().position(|(before, _)| *before == step)?;
    let mut earlier = goalposts.before[..=at].iter().rev().map(|(_, goal)| goal);
    let comparable = earlier.find(|it| present.is_some_and(|present| is_comparable(workspace, it, present)));
    comparable.or(Some(&goalposts.before[at].1))
}

/// The slip of one goalpost, if it has slipped.
fn slip<'s>(
    snapshot: &Snapshot<'_>,
    goal: &Goal,
    [present, closed]: [Option<&Goal>; 2],
    goalposts: &'s Goalposts,
    moves: &[&'s Move],
    field: String,
    part: Option<&'s str>,
) -> Option<Slip<'s>> {
    let is_of_field = |it: &&Move| it.part.as_deref() == part && it.field_without_index() == field;
    // What was put back is no part of it: an explanation of that explains no later move.
    let all: Vec<&Move> = moves.iter().copied().filter(is_of_field).filter(|it| it.put_back.is_none()).collect();
    let open = all.iter().rposition(|it| it.settling || it.is_explained()).map_or(0, |at| at + 1);
    let moves = all[open..].to_vec();
    let (first, latest) = (*moves.first()?, *moves.last()?);
    let base = base_of(snapshot.workspace, goalposts, first.step, present)?;
    let moved_to = |version: &Goal| {
        let mut changes = moved_between(snapshot, base, version).into_iter();
        changes.find(|it| it.part.as_deref() == part && it.field_without_index() == field)
    };
    let now = present.and_then(moved_to)?;
    if closed.is_some_and(|closed| moved_to(closed).is_none()) {
        return None;
    }
    // Moved back to its original value, or unreadable now, or long ago: no slip.
    let original = all.iter().find(|it| !it.settling).map(|it| &it.before);
    let document = snapshot.workspace.document_of(goal);
    let misspelt = document.misspells(&now.field)
        || now.field.split_once('.').is_some_and(|(parent, _)| document.misspells(parent));
    let unreadable = misspelt || document.is_faulty(&now.field);
    if original == Some(&now.after) || unreadable || !snapshot.is_recent_change(goal, base, latest.day) {
        return None;
    }
    Some(Slip {
        field: now.field,
        field_without_index: field,
        part,
        before: now.before,
        after: now.after,
        moves,
        latest,
        base,
    })
}
