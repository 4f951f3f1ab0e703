//! The numbers of one goal, as a rollup computes them.

use crate::analysis::numbers::health::{Health, Standing};
use crate::analysis::numbers::pace::Pace;
use crate::analysis::numbers::parts::{Contribution, Counted};
use crate::analysis::numbers::timeline::LateValue;
use crate::analysis::numbers::unread::UnreadPart;
use crate::model::{Day, GoalIx};

/// The numbers of one goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// The progress of its own measure before clamping; none for goals that only roll up.
    pub raw: Option<f64>,
    /// The progress, 0 to 1; none if unknown.
    pub progress: Option<f64>,
    /// The progress that the plan expects today, 0 to 1; none without a plan.
    pub expected: Option<f64>,
    /// The health.
    pub health: Health,
    /// Whether it is open and keeps a measure within bounds, or all goals that count in it do.
    pub keeps: bool,
    /// Whether it has a measure, so that it counts in the goals above it.
    pub measures: bool,
    /// The measured share of it, 0 to 1; none for missions, KPIs and surveys.
    pub coverage: Option<f64>,
    /// The number of its parts that are measured; none for a goal with a measure of its own.
    pub counted: Option<Counted>,
    /// Whether too little of it is measured to call it on track.
    pub too_little_measured: bool,
    /// The contributions to its progress; empty for a goal with a measure of its own.
    pub contributions: Vec<Contribution>,
    /// The parts that count with a progress of 0, because their files cannot be read.
    pub unread: Vec<UnreadPart>,
    /// The contribution furthest behind its plan.
    pub weakest: Option<GoalIx>,
    /// The theory gap of a key result that goals support: their weighted mean progress minus its own.
    pub theory_gap: Option<f64>,
    /// The progress per week.
    pub pace: Pace,
    /// The day of the last observation or `check-in` entry, including those of its key results.
    pub last_check_in: Option<Day>,
    /// Its present value, if it is of a later day than counts for the goal.
    pub late: Option<LateValue>,
}

impl Numbers {
    /// The numbers from which its health follows.
    pub fn standing(&self) -> Standing {
        Standing {
            progress: self.progress,
            expected: self.expected,
            coverage: self.coverage,
            unread: !self.unread.is_empty(),
            keeps: self.keeps,
        }
    }

    /// The numbers of a goal without a measure.
    pub(super) fn nothing() -> Self {
        Self {
            raw: None,
            progress: None,
            expected: None,
            health: Health::NoData,
            keeps: false,
            measures: false,
            coverage: None,
            counted: None,
            too_little_measured: false,
            contributions: Vec::new(),
            unread: Vec::new(),
            weakest: None,
            theory_gap: None,
            pace: Pace::default(),
            last_check_in: None,
            late: None,
        }
    }
}
