//! Where a link that leads somewhere stands in its goal's file.

use crate::graph::Edge;
use crate::model::Goal;

/// The route of the id that an edge of a goal is written with.
pub(super) fn route_of(goal: &Goal, edge: Edge) -> String {
    match edge {
        Edge::Supports { link, .. } => goal.supports[link].route(),
        Edge::Measures { .. } => "measures".to_owned(),
    }
}
