//! The place of a resolved link in its goal's file.

use crate::graph::Edge;
use crate::model::Goal;

/// The route of the id that an edge was read from.
pub(in crate::rules) fn route_of(goal: &Goal, edge: Edge) -> String {
    match edge {
        Edge::Supports { link, .. } => goal.supports[link].route(),
        Edge::Measures { .. } => "measures".to_owned(),
    }
}
