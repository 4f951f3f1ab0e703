//! The line of sight as a call hierarchy: a goal "calls" those that it supports or measures, and is "called" by those that
//! serve it.

use gen_lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range, SymbolKind,
};

use super::goals::GoalsNow;
use super::navigation::named_at_position;
use super::spot::{NamedThing, own_place};
use crate::analysis::links::links_of;
use crate::model::GoalIx;
use crate::render::clean;
use crate::view::standing::standing;

/// Returns the goal at a position: the one that is named there, else that of the file.
pub(super) fn prepare(now: &GoalsNow<'_>, params: &CallHierarchyPrepareParams) -> Option<Vec<CallHierarchyItem>> {
    let at = &params.text_document_position_params;
    let ix = if let Some((_, _, NamedThing::Goal(ix))) = named_at_position(now, at) {
        ix
    } else {
        let document = now.document_at(&at.text_document.uri)?;
        now.workspace().iter().find(|(_, goal)| goal.document == document)?.0
    };
    Some(vec![item(now, ix)?])
}

/// Returns the goals that a goal supports or measures.
pub(super) fn outgoing(
    now: &GoalsNow<'_>,
    params: &CallHierarchyOutgoingCallsParams,
) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let ix = goal_of(now, &params.item)?;
    let mut calls = Vec::new();
    for parent in now.facts.graph.parents(ix) {
        let from_ranges = link_ranges(now, ix, parent.goal);
        calls.push(CallHierarchyOutgoingCall { to: item(now, parent.goal)?, from_ranges });
    }
    Some(calls)
}

/// Returns the goals that support or measure a goal.
pub(super) fn incoming(
    now: &GoalsNow<'_>,
    params: &CallHierarchyIncomingCallsParams,
) -> Option<Vec<CallHierarchyIncomingCall>> {
    let ix = goal_of(now, &params.item)?;
    let mut calls = Vec::new();
    for child in now.facts.graph.children(ix) {
        let from_ranges = link_ranges(now, child.goal, ix);
        calls.push(CallHierarchyIncomingCall { from: item(now, child.goal)?, from_ranges });
    }
    Some(calls)
}

fn item(now: &GoalsNow<'_>, ix: GoalIx) -> Option<CallHierarchyItem> {
    let goal = now.workspace().goal(ix);
    let (document, span) = own_place(now.workspace(), NamedThing::Goal(ix))?;
    let range = now.lines(document).range(span);
    Some(CallHierarchyItem {
        name: clean(if goal.title.trim().is_empty() { &goal.id } else { &goal.title }).into_owned(),
        kind: SymbolKind::Class,
        tags: None,
        detail: Some(clean(&format!("{} · {}", goal.id, standing(&now.facts, ix))).into_owned()),
        uri: now.uri(document),
        range,
        selection_range: range,
        data: Some(goal.id.clone().into()),
    })
}

/// The goal of an item that was answered before.
fn goal_of(now: &GoalsNow<'_>, item: &CallHierarchyItem) -> Option<GoalIx> {
    now.workspace().find(item.data.as_ref()?.as_str()?)
}

/// Where the file of a goal names another.
fn link_ranges(now: &GoalsNow<'_>, from: GoalIx, to: GoalIx) -> Vec<Range> {
    let workspace = now.workspace();
    let goal = workspace.goal(from);
    let lines = now.lines(goal.document);
    let to_it = links_of(goal).filter(|link| workspace.find(link.id) == Some(to));
    to_it.map(|link| lines.range(workspace.document_of(goal).span(&link.route(goal)))).collect()
}
