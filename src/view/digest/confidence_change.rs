//! A changed confidence: the first sign that a goal goes wrong.

use serde::Serialize;

use super::named_goal::NamedGoal;
use crate::model::Goal;

/// The confidence of a key result then and now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ConfidenceChange {
    /// Which goal.
    #[serde(flatten)]
    pub goal: NamedGoal,
    /// The confidence then, 0 to 1.
    pub before: f64,
    /// The confidence now.
    pub after: f64,
}

impl ConfidenceChange {
    /// The change from an earlier version of a goal; none where either has no confidence, or the same.
    pub(super) fn of(then: &Goal, now: &Goal) -> Option<Self> {
        let (before, after) = then.confidence.zip(now.confidence)?;
        let goal = NamedGoal { goal: now.id.clone(), title: now.title.clone() };
        ((before - after).abs() > f64::EPSILON).then_some(Self { goal, before, after })
    }

    /// By how much it rose.
    pub(super) fn rise(&self) -> f64 {
        self.after - self.before
    }
}
