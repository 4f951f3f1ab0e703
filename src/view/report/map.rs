//! The alignment map: departments against strategic goals.

use serde::Serialize;

use super::facts::{Mention, PersonOrTeamName};
use crate::analysis::alignment::AlignmentMap;
use crate::analysis::facts::Facts;
use crate::model::GoalIx;

/// The number of goals of each department that support each strategic goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlignmentMapView {
    /// The strategic goals: the columns, twelve at most.
    pub goals: Vec<Mention>,
    /// Strategic goals beyond these.
    pub more: usize,
    /// A row for each department.
    pub rows: Vec<MapRowView>,
}

/// A department's row.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MapRowView {
    /// The department; null for goals of none.
    pub department: Option<PersonOrTeamName>,
    /// How many of its goals serve each of the strategic goals, in their order.
    pub serving: Vec<usize>,
    /// How many of its goals serve none.
    pub none: usize,
    /// How many goals it has.
    pub goals: usize,
}

impl AlignmentMapView {
    /// The map of some goals.
    pub fn new(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Self {
        let map = AlignmentMap::draw(snapshot, goals);
        let row = |row: &crate::analysis::alignment::MapRow<'_>| MapRowView {
            department: row.department.map(|id| PersonOrTeamName::team(snapshot, id)),
            serving: row.serving.clone(),
            none: row.none,
            goals: row.goals,
        };
        Self {
            goals: map.goals.iter().map(|ix| Mention::new(snapshot, *ix)).collect(),
            more: map.more,
            rows: map.rows.iter().map(row).collect(),
        }
    }
}
