//! Slips: goalposts that moved without a word and stand where they were moved to.

use std::sync::Arc;

use serde_json::Value;

use crate::analysis::goalposts::goalpost::{Goalposts, Move};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::moved;
use crate::model::{Goal, GoalIx, Kind, State};

/// A goalpost that differs from what it was, by moves that nobody has explained.
#[derive(Debug, Clone)]
pub struct Slip<'s> {
    /// The field's route as it is now.
    pub field: String,
    /// The field without the places of list entries: `milestones.due`.
    pub post: String,
    /// Which one of several it is: a milestone's title, a link's goal.
    pub part: Option<&'s str>,
    /// What it was before the first of the moves.
    pub before: Value,
    /// What it is; null where it was removed.
    pub after: Value,
    /// The moves, oldest first: those since it last stood openly.
    pub moves: Vec<&'s Move>,
    /// The latest of them.
    pub latest: &'s Move,
    /// The goal just before the first of them.
    pub base: &'s Arc<Goal>,
}

/// Those of a goal that have slipped, of its goalposts and the commit that closed it, in the order of their first moves.
///
/// Of several moves of one goalpost the latest decides: where it was explained, or came while goalposts settled, what
/// stands stands openly. What was put back where it had been has not slipped. Drafts and dropped goals have no slips, nor
/// goals whose time is long past, nor a field that cannot be read.
#[must_use]
pub fn slips_of<'s>(
    snapshot: &'s Snapshot<'_>,
    ix: GoalIx,
    goalposts: &'s Goalposts,
    closing: Option<usize>,
) -> Vec<Slip<'s>> {
    let goal = snapshot.goal(ix);
    let asked = goal.is_work() || goal.kind == Kind::Kpi;
    if goalposts.moves.is_empty() || !asked || matches!(goal.state, State::Draft | State::Dropped) {
        return Vec::new();
    }
    let Some(history) = snapshot.history() else { return Vec::new() };
    let present = goal.as_written();
    // What moves after the close is an edit of a closed goal.
    let closed = closing.and_then(|place| history.of(&goal.id).iter().find(|it| it.commit == place)?.after.as_deref());
    let versions = [Some(&present), closed];
    let last = closing.and_then(|closing| history.step_of(closing));
    let in_time = |it: &&Move| closing.is_none() || (it.step.is_some() && it.step <= last);
    let moves: Vec<&Move> = goalposts.moves.iter().filter(in_time).collect();
    let mut posts: Vec<(String, Option<&str>)> = Vec::new();
    for it in moves.iter().copied().filter(|it| !it.settling) {
        let post = (it.post(), it.part.as_deref());
        if !posts.contains(&post) {
            posts.push(post);
        }
        // A file can hold more milestones and links than anyone plans by.
        if posts.len() == MOST_POSTS {
            break;
        }
    }
    posts.into_iter().filter_map(|(post, part)| slip(snapshot, goal, versions, goalposts, &moves, post, part)).collect()
}

/// The most goalposts of one goal that are followed.
const MOST_POSTS: usize = 50;

fn slip<'s>(
    snapshot: &Snapshot<'_>,
    goal: &Goal,
    [present, closed]: [Option<&Goal>; 2],
    goalposts: &'s Goalposts,
    moves: &[&'s Move],
    post: String,
    part: Option<&'s str>,
) -> Option<Slip<'s>> {
    let all: Vec<&Move> = moves.iter().copied().filter(|it| it.part.as_deref() == part && it.post() == post).collect();
    let open = all.iter().rposition(|it| it.settling || it.is_explained()).map_or(0, |at| at + 1);
    let moves = all[open..].to_vec();
    let (first, latest) = (*moves.first()?, *moves.last()?);
    let base = goalposts.just_before(first.step)?;
    let moved_to =
        |version: &Goal| moved(base, version).into_iter().find(|it| it.part.as_deref() == part && it.post() == post);
    let now = present.and_then(moved_to)?;
    if closed.is_some_and(|closed| moved_to(closed).is_none()) {
        return None;
    }
    let original = all.iter().find(|it| !it.settling).map(|it| &it.before);
    let document = snapshot.workspace.document_of(goal);
    let misspelt = document.misspells(&now.field)
        || now.field.split_once('.').is_some_and(|(parent, _)| document.misspells(parent));
    let unreadable = misspelt || document.is_faulty(&now.field);
    if original == Some(&now.after) || unreadable || !snapshot.is_recent_on(goal, latest.day) {
        return None;
    }
    Some(Slip { field: now.field, post, part, before: now.before, after: now.after, moves, latest, base })
}
