//! Changes of the settings that make numbers and judge history, in mid-period and without an explanation.

use std::sync::Arc;

use crate::analysis::goalposts::explanation::{Explanation, reason_with};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Role, Setting, SettingChange, Settings, days_between};

/// An entry of `changes` explains changes of its setting within this many days.
const NEAR: Days = 7;

/// An unexplained change of a setting.
#[derive(Debug, Clone)]
pub struct SettingMove {
    /// The setting.
    pub setting: Setting,
    /// The settings before.
    pub before: Arc<Settings>,
    /// The settings after.
    pub after: Arc<Settings>,
    /// The settings before the next change of it that somebody explained: up to there it was moved without a reason. None if
    /// there is no such change.
    pub explained_from: Option<Arc<Settings>>,
    /// The place in history of the commit with which it landed; none for what is not committed.
    pub commit: Option<usize>,
    /// The day on which it landed; today if it is not committed.
    pub day: Day,
}

/// The unexplained changes of each setting that differs from what it was before them, the oldest first. What was changed and
/// put back, and what somebody explained, is none; a later reason does not explain what was changed before it.
pub fn setting_moves(snapshot: &Snapshot<'_>) -> Vec<Vec<SettingMove>> {
    let Some(history) = snapshot.history() else { return Vec::new() };
    let changes = changes_in_period(snapshot, history);
    let mut settings: Vec<Setting> = changes.iter().flat_map(|it| Setting::changed(&it.before, &it.after)).collect();
    settings.sort();
    settings.dedup();
    let present = snapshot.settings();
    let search = |setting: &Setting, adopted| MoveSearch { snapshot, history, setting, adopted }.moves(&changes);
    // A date of adoption that was set later without a reason hides no earlier change.
    let adoption = search(&Setting::Adopted, None);
    let adopted = adoption.first().map_or(present.adopted, |first| first.before.adopted);
    let moves = settings.iter().map(|setting| search(setting, adopted));
    moves.filter(|moves| !moves.is_empty()).collect()
}

/// A change of a setting that somebody explained.
#[derive(Debug, Clone)]
pub struct ExplainedSetting {
    /// The setting.
    pub setting: Setting,
    /// The value before, as `goalpost.yaml` writes it.
    pub before: String,
    /// The value after.
    pub after: String,
    /// The place in history of the commit with which it landed; none for what is not committed.
    pub commit: Option<usize>,
    /// The day on which it landed; today if it is not committed.
    pub day: Day,
    /// Why.
    pub explanation: Explanation,
}

/// The changes of settings in mid-period that somebody explained: they are no finding, but they are told.
pub fn explained_settings(snapshot: &Snapshot<'_>) -> Vec<ExplainedSetting> {
    let Some(history) = snapshot.history() else { return Vec::new() };
    let adopted = snapshot.settings().adopted;
    let mut found = Vec::new();
    for it in changes_in_period(snapshot, history) {
        for setting in Setting::changed(&it.before, &it.after) {
            let search = MoveSearch { snapshot, history, setting: &setting, adopted };
            let Some(reason) = search.reason_for(&it).filter(|_| !search.is_before_adoption(&it)) else { continue };
            let (before, after) = (setting.value(&it.before), setting.value(&it.after));
            let commit = it.step.map(|step| history.place_of(step));
            let explanation = Explanation::given_at_once(reason);
            found.push(ExplainedSetting { setting, before, after, commit, day: it.day, explanation });
        }
    }
    found
}

/// A version of the settings that another one replaced.
struct Replaced {
    /// The step along the trunk's line; none for what is not committed.
    step: Option<usize>,
    day: Day,
    before: Arc<Settings>,
    after: Arc<Settings>,
}

/// The changes of the settings since there were active goals, the oldest first: before that there was nothing to move.
fn changes_in_period(snapshot: &Snapshot<'_>, history: &GoalHistory) -> Vec<Replaced> {
    let first = history.first_active_day();
    let committed = history.settings_changes().iter();
    let committed = committed.filter(|it| first.is_none_or(|first| first < history.day_of(it.step)));
    let mut changes: Vec<Replaced> = committed
        .map(|it| Replaced {
            step: Some(it.step),
            day: history.day_of(it.step),
            before: Arc::clone(&it.before),
            after: Arc::clone(&it.after),
        })
        .collect();
    // Settings that cannot be read are reported as such, not as a change.
    let document = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    if history.has_settings() && document.is_none_or(|document| !document.tree.partial) {
        let (before, after) = (history.settings_at_head().clone(), snapshot.settings().clone());
        let (before, after) = (Arc::new(before), Arc::new(after));
        changes.push(Replaced { step: None, day: snapshot.today, before, after });
    }
    changes
}

/// The search for the unexplained changes of one setting.
struct MoveSearch<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    history: &'s GoalHistory,
    setting: &'s Setting,
    /// The day before which history is not judged.
    adopted: Option<Day>,
}

impl MoveSearch<'_, '_> {
    fn moves(&self, changes: &[Replaced]) -> Vec<SettingMove> {
        let (setting, present) = (self.setting, self.snapshot.settings());
        let mut moves: Vec<SettingMove> = Vec::new();
        for it in changes.iter().filter(|it| !setting.is_same(&it.before, &it.after)) {
            // A reason explains its own change, and none of those before it.
            if self.is_explained(it) {
                for earlier in &mut moves {
                    earlier.explained_from.get_or_insert_with(|| Arc::clone(&it.before));
                }
                continue;
            }
            let commit = it.step.map(|step| self.history.place_of(step));
            let (before, after) = (Arc::clone(&it.before), Arc::clone(&it.after));
            let (setting, day) = (setting.clone(), it.day);
            moves.push(SettingMove { setting, before, after, explained_from: None, commit, day });
        }
        // What was put back since is no change any more, with all that lay between.
        let back = moves.iter().position(|it| setting.is_same(&it.before, present));
        moves.truncate(back.unwrap_or(moves.len()));
        moves
    }

    /// Whether a change is explained. History from before `adopted` is not judged, except that the day itself must not be
    /// moved.
    fn is_explained(&self, it: &Replaced) -> bool {
        self.is_before_adoption(it) || self.reason_for(it).is_some()
    }

    fn is_before_adoption(&self, it: &Replaced) -> bool {
        *self.setting != Setting::Adopted && self.adopted.is_some_and(|adopted| it.day < adopted)
    }

    /// The reason for a change: of a `Goal-Reason:` trailer that landed with it, or of an entry of `changes`.
    fn reason_for(&self, it: &Replaced) -> Option<String> {
        let today = self.snapshot.today;
        // Nothing is explained by what is still to come.
        let is_about = |entry: &&SettingChange| {
            self.setting.is_named_by(&entry.setting)
                && entry.date <= today
                && days_between(entry.date, it.day).abs() <= NEAR
        };
        let entry = || self.snapshot.settings().changes.iter().find(is_about).map(|entry| entry.why.clone());
        it.step.and_then(|step| reason_with(self.history, step, &[])).or_else(entry)
    }
}
