//! A share of goals, with the goals that are missing from it.

use crate::model::GoalIx;

/// The share of goals for which a condition holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// The number of goals.
    pub of: usize,
    /// The goals for which the condition does not hold, by id.
    pub missing: Vec<GoalIx>,
}

impl Share {
    /// The share of goals, sorted by id, for which `holds` is true.
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

    /// The share, 0 to 1; none without goals.
    pub fn value(&self) -> Option<f64> {
        ratio(self.of - self.missing.len(), self.of)
    }
}

/// The ratio of a part to a whole; none if the whole is 0.
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "numbers of goals")]
    let ratio = part as f64 / whole as f64;
    (whole > 0).then_some(ratio)
}
