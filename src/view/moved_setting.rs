//! Settings that were changed in mid-period: without a reason, so that numbers or findings are others, or with one. They are
//! goalposts of the repository, and name no person: settings are everybody's.

use std::collections::BTreeSet;

use serde::Serialize;

use super::moved::ReasonView;
use crate::analysis::altered::MovedSetting;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{ExplainedSetting, explained_settings};
use crate::git::{OidSet, short_id};
use crate::model::Day;

/// A setting that was changed in mid-period: without a reason, so that numbers or findings are others, or with one.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MovedSettingView {
    /// Its route in goalpost.yaml: `settle`, `rules.moved-target`.
    pub setting: String,
    /// Its earlier value, as goalpost.yaml writes it.
    pub before: String,
    /// Its present value.
    pub after: String,
    /// The day on which the first of its changes landed.
    pub day: Day,
    /// The commit with which that landed; null for what is not committed.
    pub commit: Option<String>,
    /// The number of its changes since then.
    pub steps: usize,
    /// The other settings that were changed too, where only all these changes together altered anything.
    pub together: Vec<String>,
    /// The goals whose progress or health differs from what it would be with the earlier value, by id.
    pub goals: Vec<String>,
    /// The rules of which findings are missing that the earlier value would give.
    pub silenced: Vec<String>,
    /// What changed, and what that altered if no reason was given, in words.
    pub words: String,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// The commit's place in history; none for what is not committed.
    #[serde(skip)]
    pub place: Option<usize>,
}

impl MovedSettingView {
    /// Every one that was found, the latest first.
    pub fn all(snapshot: &Facts<'_>) -> Vec<Self> {
        let mut all: Vec<Self> = snapshot.moved_settings.found.iter().map(|it| Self::new(snapshot, it)).collect();
        all.extend(explained_settings(snapshot).into_iter().map(|it| Self::explained(snapshot, it)));
        all.sort_by(|a, b| (b.day, &a.setting).cmp(&(a.day, &b.setting)));
        all
    }

    /// Those that landed with commits that are not among those known.
    pub fn new_since(snapshot: &Facts<'_>, known: &OidSet) -> Vec<Self> {
        let history = snapshot.timeline.history();
        let is_new = |it: &Self| history.is_some_and(|history| history.is_new(it.place, known));
        Self::all(snapshot).into_iter().filter(is_new).collect()
    }

    /// Where it came from: `2026-11-20, abc1234`.
    pub fn origin_words(&self) -> String {
        match &self.commit {
            Some(commit) => format!("{}, {}", self.day, short_id(commit)),
            None => format!("{}, not committed", self.day),
        }
    }

    fn new(snapshot: &Facts<'_>, it: &MovedSetting) -> Self {
        let goals: BTreeSet<&String> = it.goals.iter().map(|altered| &snapshot.goal(altered.goal).id).collect();
        let silenced: BTreeSet<&str> = it.silenced.iter().map(|silenced| silenced.rule).collect();
        Self {
            setting: it.setting.route(),
            before: it.before.clone(),
            after: it.after.clone(),
            day: it.day,
            commit: commit_name(snapshot, it.commit),
            steps: it.steps,
            together: it.together.iter().map(crate::model::Setting::route).collect(),
            goals: goals.into_iter().cloned().collect(),
            silenced: silenced.into_iter().map(str::to_owned).collect(),
            words: it.words(),
            why: ReasonView::new(None),
            place: it.commit,
        }
    }

    fn explained(snapshot: &Facts<'_>, it: ExplainedSetting) -> Self {
        let route = it.setting.route();
        Self {
            words: format!("`{route}` was changed from {} to {}", it.before, it.after),
            setting: route,
            before: it.before,
            after: it.after,
            day: it.day,
            commit: commit_name(snapshot, it.commit),
            steps: 1,
            together: Vec::new(),
            goals: Vec::new(),
            silenced: Vec::new(),
            why: ReasonView::new(Some(&it.explanation)),
            place: it.commit,
        }
    }
}

/// The name of a commit by its place in history.
fn commit_name(snapshot: &Facts<'_>, place: Option<usize>) -> Option<String> {
    snapshot.timeline.history().zip(place).map(|(history, place)| history.commits[place].oid.to_string())
}
