//! What changes of settings in mid-period altered: plain data, which the lint engine finds and a rule reports.

use std::sync::Arc;

use crate::analysis::numbers::health::Health;
use crate::model::{Day, GoalIx, Setting, Settings};

/// The settings that were changed in mid-period without an explanation, and that altered something.
#[derive(Debug, Clone, Default)]
pub struct MovedSettings {
    /// Each of them.
    pub found: Vec<MovedSetting>,
    /// The settings that say whether they are reported, if the rule itself was turned off by such a change.
    pub judged_by: Option<Arc<Settings>>,
}

/// A setting that was changed in mid-period.
#[derive(Debug, Clone)]
pub struct MovedSetting {
    /// The setting.
    pub setting: Setting,
    /// Its earlier value, as `goalpost.yaml` writes it.
    pub before: String,
    /// The other settings that were changed too, where only all these changes together altered it.
    pub together: Vec<Setting>,
    /// The number of changes since then.
    pub steps: usize,
    /// The place in history of the commit with which the first of them landed; none for what is not committed.
    pub commit: Option<usize>,
    /// The day of the first of them.
    pub day: Day,
    /// The goals whose numbers differ from what they would be with the earlier value.
    pub goals: Vec<AlteredGoal>,
    /// The findings that the earlier value would give.
    pub silenced: Vec<SilencedFinding>,
}

/// A finding that a change of a setting silenced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilencedFinding {
    /// The rule.
    pub rule: &'static str,
    /// The goal, if it is still there.
    pub goal: Option<GoalIx>,
    /// The message.
    pub message: String,
}

/// A goal whose numbers a change of a setting altered.
#[derive(Debug, Clone, PartialEq)]
pub struct AlteredGoal {
    /// The goal.
    pub goal: GoalIx,
    /// Its progress with the earlier value and now.
    pub progress: (Option<f64>, Option<f64>),
    /// Its health with the earlier value and now.
    pub health: (Health, Health),
}
