//! Goalposts that moved between two states and were put back.

use serde::Serialize;

use crate::analysis::diff::Diff;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Move;
use crate::view::moved::MoveView;

/// A goal of which a goalpost moved and was put back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PutBackView {
    /// Its id.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// The moves between the two sides, oldest first.
    pub moves: Vec<MoveView>,
}

/// The goalposts that moved after the earlier side and stand where they stood.
pub(super) fn put_back_between(diff: &Diff, before: &Facts<'_>, after: &Facts<'_>) -> Vec<PutBackView> {
    let Some(history) = after.timeline.history() else { return Vec::new() };
    let known = after.known_to(before);
    let mut found = Vec::new();
    for (ix, goal) in after.goals() {
        let told = || diff.changes.iter().filter(|it| it.id == goal.id).filter_map(|it| it.moved.as_ref());
        let is_told = |it: &Move| told().any(|moved| moved.moves.contains(it));
        let moves = after.goalposts(ix).moves.iter().filter(|it| it.put_back.is_some() && it.is_new(history, &known));
        let moves: Vec<Move> = moves.filter(|it| !is_told(it)).cloned().collect();
        if !moves.is_empty() {
            let moves = MoveView::some(after, ix, &moves);
            found.push(PutBackView { goal: goal.id.clone(), title: goal.title.clone(), moves });
        }
    }
    found.sort_by(|a, b| a.goal.cmp(&b.goal));
    found
}
