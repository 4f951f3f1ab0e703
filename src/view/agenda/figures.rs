//! The numbers of which an action's words speak.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::model::{Day, Days, GoalIx};
use crate::view::pace::UnitPaceView;

/// The numbers of which an action speaks; null where it does not speak of them.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgendaFigures {
    /// The goal's progress, 0 to 1; only for goals that are off track or to be closed.
    pub progress: Option<f64>,
    /// Its expected progress today, 0 to 1; only for goals that are off track.
    pub expected: Option<f64>,
    /// The pace in the unit of its metric; only for goals that are off track.
    pub pace_in_unit: Option<UnitPaceView>,
    /// The latest value; only for check-ins.
    pub value: Option<f64>,
    /// The unit of `value`.
    pub unit: Option<String>,
    /// The day of the last check-in; only for check-ins.
    pub last_check_in: Option<Day>,
    /// The days between check-ins; only for check-ins that are due.
    pub cadence_days: Option<Days>,
    /// The score of the goal's grade; only for retrospectives.
    pub score: Option<f64>,
    /// The number of links that are asked about; only for agreements to links and links to confirm.
    pub links: Option<usize>,
}

impl AgendaFigures {
    /// The numbers of a goal that is off track.
    pub(super) fn of_progress(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let numbers = snapshot.numbers(ix);
        let (progress, expected) = (numbers.progress, numbers.expected);
        Self { progress, expected, pace_in_unit: UnitPaceView::of(snapshot, ix), ..Self::default() }
    }

    /// The number of links that are asked about.
    pub(super) fn of_links(links: usize) -> Self {
        Self { links: Some(links), ..Self::default() }
    }
}
