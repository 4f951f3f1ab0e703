//! Changes of the settings that make numbers and judge history, in mid-period and without an explanation.

use std::sync::Arc;

use crate::analysis::goalposts::explanation::reason_with;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Days, Role, Setting, Settings, days_between};

/// An entry of `changes` explains changes of its setting within this many days.
const NEAR: Days = 7;

/// An unexplained change of a setting.
#[derive(Debug, Clone)]
pub struct SettingMove {
    /// The setting.
    pub setting: Setting,
    /// The settings before.
    pub before: Arc<Settings>,
    /// The place in history of the commit with which it landed; none for what is not committed.
    pub commit: Option<usize>,
    /// The day on which it landed; today if it is not committed.
    pub day: Day,
}

/// The unexplained changes of each setting that differs from what it was before them, the oldest first. What was changed and
/// put back, and what somebody explained, is none.
#[must_use]
pub fn setting_moves(snapshot: &Snapshot<'_>) -> Vec<Vec<SettingMove>> {
    let Some(history) = snapshot.history() else { return Vec::new() };
    let present = snapshot.settings();
    // Before any goal was active there was nothing to move.
    let first = history.first_active_day();
    let mut changes: Vec<_> = history
        .settings_changes()
        .iter()
        .filter(|it| first.is_none_or(|first| first < history.day_of(it.step)))
        .map(|it| (Some(it.step), history.day_of(it.step), Arc::clone(&it.before), Arc::clone(&it.after)))
        .collect();
    // Settings that cannot be read are reported as such, not as a change.
    let document = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    if history.has_settings() && document.is_none_or(|document| !document.tree.partial) {
        let head = Arc::new(history.settings_at_head().clone());
        changes.push((None, snapshot.today, head, Arc::new(present.clone())));
    }
    let mut settings: Vec<Setting> =
        changes.iter().flat_map(|(_, _, before, after)| Setting::changed(before, after)).collect();
    settings.sort();
    settings.dedup();
    let moves = settings.into_iter().map(|setting| {
        let of_setting = changes.iter().filter(|(_, _, before, after)| !setting.is_same(before, after));
        let mut moves: Vec<SettingMove> = Vec::new();
        for (step, day, before, _) in of_setting {
            if is_explained(history, present, &setting, *step, *day) {
                moves.clear();
                continue;
            }
            let commit = step.map(|step| history.place_of(step));
            moves.push(SettingMove { setting: setting.clone(), before: Arc::clone(before), commit, day: *day });
        }
        // What was put back since is no change any more.
        moves.retain(|it| !setting.is_same(&it.before, present));
        moves
    });
    moves.filter(|moves| !moves.is_empty()).collect()
}

/// Whether a change is explained: by a `Goal-Reason:` trailer that landed with it, or by an entry of `changes`. History from
/// before `adopted` is not judged, except that the day itself must not be moved.
fn is_explained(history: &GoalHistory, present: &Settings, setting: &Setting, step: Option<usize>, day: Day) -> bool {
    let is_about = |it: &&crate::model::SettingChange| setting.is_named_by(&it.setting);
    let before_adoption = *setting != Setting::Adopted && present.adopted.is_some_and(|adopted| day < adopted);
    before_adoption
        || step.is_some_and(|step| reason_with(history, step).is_some())
        || present.changes.iter().filter(is_about).any(|it| days_between(it.date, day).abs() <= NEAR)
}
