//! `LinkDirection`: whether links grew from the top down, from the bottom up, or with both their goals at once.

use super::population::Population;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind};

/// Which of two linked goals was there first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkDirection {
    /// The upper one.
    TopDown,
    /// The lower one.
    BottomUp,
    /// Neither: one commit brought both.
    Together,
}

/// A link with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectedLink {
    /// The goal that supports.
    pub child: GoalIx,
    /// The goal that is supported.
    pub parent: GoalIx,
    /// Which was first; none where history does not show it.
    pub direction: Option<LinkDirection>,
}

/// The direction of each entry of `supports`, by child, then parent. None without a history.
///
/// Links to the mission say nothing of it, for all come from there; nor do key results, which are part of their
/// objectives.
#[must_use]
pub fn direction(snapshot: &Snapshot<'_>, population: &Population) -> Option<Vec<DirectedLink>> {
    let history = snapshot.timeline.history()?;
    let mut links = Vec::new();
    for (child, _) in population.iter(snapshot) {
        let mut parents: Vec<GoalIx> = snapshot
            .graph
            .parents(child)
            .filter(|parent| !parent.edge.is_measure() && snapshot.goal(parent.goal).kind != Kind::Mission)
            .map(|parent| parent.goal)
            .collect();
        parents.sort_by_key(|parent| snapshot.goal(*parent).id.as_str());
        for parent in parents {
            let born = |ix: GoalIx| {
                let goal = snapshot.goal(ix);
                if snapshot.predates_history(goal) { Birth::Unknown } else { birth(history, &goal.id) }
            };
            let direction = match (born(child), born(parent)) {
                (Birth::Unknown, _) | (_, Birth::Unknown) | (Birth::NotYet, Birth::NotYet) => None,
                (Birth::NotYet, Birth::At(_)) => Some(LinkDirection::TopDown),
                (Birth::At(_), Birth::NotYet) => Some(LinkDirection::BottomUp),
                (Birth::At(lower), Birth::At(upper)) => Some(match lower.cmp(&upper) {
                    std::cmp::Ordering::Less => LinkDirection::BottomUp,
                    std::cmp::Ordering::Equal => LinkDirection::Together,
                    std::cmp::Ordering::Greater => LinkDirection::TopDown,
                }),
            };
            links.push(DirectedLink { child, parent, direction });
        }
    }
    Some(links)
}

/// When a goal came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Birth {
    /// In a commit, by its place in the history: ancestors come first.
    At(usize),
    /// In no commit yet.
    NotYet,
    /// Before history begins.
    Unknown,
}

fn birth(history: &GoalHistory, id: &str) -> Birth {
    match history.of(id).iter().find(|revision| revision.after.is_some()) {
        Some(first) if first.previous().is_some() || history.commits[first.commit].cut_off => Birth::Unknown,
        Some(first) => Birth::At(first.commit),
        None if history.at_head(id).is_some() => Birth::Unknown,
        None => Birth::NotYet,
    }
}
