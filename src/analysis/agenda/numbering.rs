//! What ids say about the parent of a key result: an id that begins with the parent's (`o4-kr2` of `o4`), or a number
//! next to the parent's or to that of another of its key results (`okr-13` after `okr-12`).
//!
//! Numbers count only where the key results that are linked already show that they follow the objectives.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, GoalIx, Kind};

/// The fewest linked and numbered key results from which an order of numbers is read.
const LEAST_LINKS: u32 = 10;

/// Whether the numbers of a repository's ids follow its objectives.
pub(super) struct Numbering {
    /// The share of the linked key results with a number next to that of their objective or of another of its key
    /// results; 0 if that is less than half, or not known.
    share: f64,
}

/// What an id says about a candidate.
pub(super) enum Sign {
    /// The goal's id begins with the candidate's.
    Begins,
    /// The candidate has the next or the previous number.
    Next,
    /// This child of the candidate has the next or the previous number.
    NextToChild(GoalIx),
}

impl Numbering {
    /// Learns from the key results that are linked.
    pub(super) fn learn(snapshot: &Snapshot<'_>) -> Self {
        let (mut linked, mut adjacent) = (0_u32, 0_u32);
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
            let near = neighbours(snapshot, goal);
            if near.is_empty() || snapshot.graph.parents(ix).next().is_none() {
                continue;
            }
            linked += 1;
            adjacent +=
                u32::from(snapshot.graph.parents(ix).any(|parent| next_to(snapshot, &near, parent.goal).is_some()));
        }
        // Numbers that go by the date, the team or the quarter say nothing about the parent.
        let follows = linked >= LEAST_LINKS && adjacent * 2 >= linked;
        Self { share: if follows { f64::from(adjacent) / f64::from(linked) } else { 0.0 } }
    }

    /// What a goal's id says about a candidate, with a trust of 0 to 1.
    pub(super) fn sign(&self, snapshot: &Snapshot<'_>, goal: &Goal, candidate: GoalIx) -> Option<(f64, Sign)> {
        let rest = goal.id.strip_prefix(snapshot.goal(candidate).id.as_str());
        if rest.is_some_and(|rest| rest.starts_with(['-', '.', '_'])) {
            return Some((1.0, Sign::Begins));
        }
        if self.share == 0.0 {
            return None;
        }
        next_to(snapshot, &neighbours(snapshot, goal), candidate).map(|sign| (self.share, sign))
    }
}

/// The first of the neighbours that is the candidate or one of its children.
fn next_to(snapshot: &Snapshot<'_>, near: &[GoalIx], candidate: GoalIx) -> Option<Sign> {
    near.iter().find_map(|other| {
        let is_child = || snapshot.graph.parents(*other).any(|parent| parent.goal == candidate);
        if *other == candidate { Some(Sign::Next) } else { is_child().then_some(Sign::NextToChild(*other)) }
    })
}

/// The goals whose ids differ from a goal's by one in the number at the end: the previous one, then the next one.
fn neighbours(snapshot: &Snapshot<'_>, goal: &Goal) -> Vec<GoalIx> {
    let name = goal.id.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = &goal.id[name.len()..];
    let Ok(number) = digits.parse::<u64>() else { return Vec::new() };
    let find = |number: u64| {
        let padded = format!("{name}{number:0width$}", width = digits.len());
        // Before `okr-10` comes `okr-9` or `okr-09`.
        snapshot.workspace.find(&padded).or_else(|| snapshot.workspace.find(&format!("{name}{number}")))
    };
    [number.checked_sub(1), number.checked_add(1)].into_iter().flatten().filter_map(find).collect()
}
