//! What holds the values of a version of a goal: its own file, or a KPI.

use crate::analysis::history::goal_history::GoalHistory;
use crate::model::{Goal, GoalIx, Kind, Workspace};

/// What holds the values of a version of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holder {
    /// Its own file.
    Own,
    /// A KPI.
    Kpi(GoalIx),
    /// A KPI that is not there any more, by its id.
    Gone(String),
}

impl Holder {
    /// What holds the values of a version of a goal. A KPI that nobody knows holds none.
    pub(super) fn of(workspace: &Workspace, history: Option<&GoalHistory>, version: &Goal) -> Self {
        let Some(id) = version.metric.as_ref().and_then(|metric| metric.kpi.as_deref()) else { return Self::Own };
        let present = |id: &str| workspace.find(id).filter(|ix| workspace.goal(*ix).kind == Kind::Kpi);
        let renamed = || {
            let (_, now) = history?.changed_ids().iter().find(|(old, _)| old == id)?;
            present(now)
        };
        if let Some(ix) = present(id).or_else(renamed) {
            return Self::Kpi(ix);
        }
        let known = history.and_then(|history| history.last_known(id)).filter(|known| known.kind == Kind::Kpi);
        known.map_or(Self::Own, |known| Self::Gone(known.id.clone()))
    }
}
