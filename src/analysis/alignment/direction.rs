//! The direction of links: whether the upper goal, the lower goal, or both at once existed first.

use super::population::Population;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Kind};
use crate::source::InOrder as _;

/// The direction of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkDirection {
    /// The upper goal existed first.
    TopDown,
    /// The lower goal existed first.
    BottomUp,
    /// One commit added both.
    Together,
}

/// A link with its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirectedLink {
    /// The supporting goal.
    pub child: GoalIx,
    /// The supported goal.
    pub parent: GoalIx,
    /// The direction; none if history does not show it.
    pub direction: Option<LinkDirection>,
}

/// The direction of each entry of `supports`, by child, then parent. None without history.
///
/// Links to the mission are left out, because it nearly always existed first, and so are key results, which are part of
/// their objectives.
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
        parents.order_by_key(|parent| snapshot.goal(*parent).id.as_str());
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

/// The commit that added a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Birth {
    /// The commit with this index in the history; ancestors come first.
    At(usize),
    /// The goal is not committed.
    NotYet,
    /// The goal is older than the history.
    Unknown,
}

/// The commit that added a goal.
fn birth(history: &GoalHistory, id: &str) -> Birth {
    match history.of(id).iter().find(|revision| revision.after.is_some()) {
        Some(first) if first.previous().is_some() || history.commits[first.commit].cut_off => Birth::Unknown,
        Some(first) => Birth::At(first.commit),
        None if history.at_head(id).is_some() => Birth::Unknown,
        None => Birth::NotYet,
    }
}
