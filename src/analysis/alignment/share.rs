//! A share of goals: how many of how many, and which are missing.

use crate::model::GoalIx;

/// How many of some goals something holds for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// How many goals were asked.
    pub of: usize,
    /// Those for which it does not hold, by id.
    pub missing: Vec<GoalIx>,
}

impl Share {
    /// Asks each of some goals, which come by id.
    pub fn among(goals: impl IntoIterator<Item = GoalIx>, holds: impl Fn(GoalIx) -> bool) -> Self {
        let mut share = Self::default();
        for goal in goals {
            share.of += 1;
            if !holds(goal) {
                share.missing.push(goal);
            }
        }
        share
    }

    /// The share for which it holds, 0 to 1; none of no goals.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        ratio(self.of - self.missing.len(), self.of)
    }
}

/// A part of a whole; none where there is nothing to be part of.
#[must_use]
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of goals")]
    let ratio = part as f64 / whole as f64;
    (whole > 0).then_some(ratio)
}
