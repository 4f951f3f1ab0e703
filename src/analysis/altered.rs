//! What changes of settings in mid-period altered: plain data, which the lint engine finds and a rule reports.

use std::sync::Arc;

use crate::analysis::numbers::health::Health;
use crate::model::{Day, GoalIx, Setting, Settings, count_of};

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
    /// The value to which it was changed without a reason: the present one, unless a later change has one.
    pub after: String,
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

impl MovedSetting {
    /// What changed and what that altered, in words.
    pub fn words(&self) -> String {
        let (route, now) = (self.setting.route(), &self.after);
        let what = if matches!(self.setting, Setting::Folders) && self.before == *now {
            format!("the rules in `{route}` were changed")
        } else {
            format!("`{route}` was changed from {} to {now}", self.before)
        };
        let steps = if self.steps > 1 { format!(" in {} steps since {}", self.steps, self.day) } else { String::new() };
        let others: Vec<String> = self.together.iter().map(|setting| format!("`{}`", setting.route())).collect();
        let together =
            if others.is_empty() { String::new() } else { format!("together with {} ", others.join(" and ")) };
        format!("{what}{steps}, which {together}{}", self.effects().join(", and "))
    }

    /// What it did, in parts: `altered the progress of 2 goals`.
    fn effects(&self) -> Vec<String> {
        let progress = self.goals.iter().filter(|altered| altered.progress.0 != altered.progress.1).count();
        let health = self.goals.len() - progress;
        let mut parts = Vec::new();
        if progress > 0 {
            parts.push(format!("altered the progress of {}", count_of(progress, "goal")));
        }
        if health > 0 {
            parts.push(format!("altered the health of {}", count_of(health, "goal")));
        }
        if !self.silenced.is_empty() {
            let mut rules: Vec<&str> = self.silenced.iter().map(|silenced| silenced.rule).collect();
            rules.sort_unstable();
            rules.dedup();
            parts.push(format!("silenced {} ({})", count_of(self.silenced.len(), "finding"), rules.join(", ")));
        }
        parts
    }
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
    /// Whether its goal is in a root that is left out since then: what the message says of it is for nobody here.
    pub is_left_out: bool,
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
