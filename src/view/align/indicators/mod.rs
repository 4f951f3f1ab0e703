//! The indicators of alignment, each with the goals that it rests on. One file an indicator.

mod allocation;
mod balance;
mod capacity;
mod collaboration;
mod direction;
mod discipline;
mod participation;
mod reach;
mod understanding;
mod work;

use allocation::{AllocationView, UnallocatedView};
use balance::BalanceView;
pub use balance::PortionView;
pub use capacity::{CapacityView, ClaimView};
use collaboration::CollaborationView;
use direction::DirectionView;
use discipline::DisciplineView;
use participation::ParticipationView;
use reach::ReachView;
use understanding::UnderstandingView;
use work::WorkShareView;

use serde::Serialize;

use super::shares::ShareView;
use crate::analysis::alignment::{self, Population};
use crate::analysis::facts::Facts;
use crate::view::selection::Selection;
use crate::view::work::WorkView;
use allocation::allocated;

/// Every indicator. What cannot be known is null.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Indicators {
    /// Goals with a path to the mission.
    pub reach: ReachView,
    /// Goals of the lowest level that support one a level up.
    pub linked_individuals: ShareView,
    /// Objectives above the two lowest levels that something of a lower level supports.
    pub support: ShareView,
    /// Strategic objectives of which at least half is measured.
    pub coverage: ShareView,
    /// Goals of departments with contributors, needs or links across departments.
    pub collaboration: CollaborationView,
    /// Goals whose owner took part in setting them; null numbers without git or org.yaml.
    pub participation: ParticipationView,
    /// Whether parents or children of links existed first; null without git.
    pub direction: Option<DirectionView>,
    /// Goals and effort by perspective and by key result area.
    pub balance: BalanceView,
    /// The effort for each strategic goal, by id.
    pub allocation: Vec<AllocationView>,
    /// The effort for no strategic goal.
    pub unallocated: UnallocatedView,
    /// The planned work and the capacity of each team.
    pub capacity: Vec<CapacityView>,
    /// Check-ins made of those due.
    pub discipline: DisciplineView,
    /// The survey results on understanding.
    pub understanding: UnderstandingView,
    /// Commits that reference goals; null without `--repo`.
    pub work: Option<WorkShareView>,
}

impl Indicators {
    /// The indicators of a population; `work` are the commits of the repositories that were named.
    pub fn new(snapshot: &Facts<'_>, population: &Population, selection: &Selection, work: Option<&WorkView>) -> Self {
        let (team, narrowed) = (selection.team.as_deref(), selection.is_filtered());
        let (allocation, unallocated) = allocated(snapshot, population, selection);
        let linked = alignment::linked_individuals(snapshot, population);
        Self {
            reach: ReachView::new(snapshot, population),
            linked_individuals: ShareView::new(snapshot, &linked),
            support: ShareView::new(snapshot, &alignment::support(snapshot, population)),
            coverage: ShareView::new(snapshot, &alignment::coverage(snapshot, population)),
            collaboration: CollaborationView::new(snapshot, population),
            participation: ParticipationView::new(snapshot, population, narrowed),
            direction: DirectionView::new(snapshot, population),
            balance: BalanceView::new(snapshot, population),
            allocation,
            unallocated,
            capacity: CapacityView::all(snapshot, population, selection),
            discipline: DisciplineView::new(snapshot, population, narrowed),
            understanding: UnderstandingView::new(snapshot, population, team),
            work: work.map(|work| WorkShareView::new(snapshot, population, work)),
        }
    }
}
