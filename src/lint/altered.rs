//! Finds what changes of settings in mid-period altered: for each change the goals are read again under the earlier value,
//! with their history, and both states are judged by the same rules.

use std::collections::HashSet;
use std::sync::Arc;

use super::finding::Finding;
use super::group::Group;
use super::known::KnownFindings;
use super::rule::Rule;
use super::run::{Lint, MOVED_SETTINGS, run};
use crate::analysis::altered::{AlteredGoal, MovedSetting, MovedSettings, SilencedFinding};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{SettingMove, setting_moves};
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::Timeline;
use crate::model::{Day, Days, Document, Goal, GoalIx, Setting, Settings, plus_days};
use crate::project::Project;

/// The most settings whose oldest value is tried, and the most values in between: each costs as much as a check.
const MOST_SETTINGS: usize = 24;
const MOST_BETWEEN: usize = 12;

/// Progress that differs by less is the same.
const TOLERANCE: f64 = 1e-9;

/// Finds the settings whose unexplained changes in mid-period altered progress or health of an open goal, or silenced a
/// finding. A goal counts if it had settled before the change, and if the repository held active goals before its period:
/// in their first period settings are still found.
pub fn find_moved_settings(rules: &[&'static Rule], project: &Project, facts: &Facts<'_>) -> MovedSettings {
    let mut moved = MovedSettings::default();
    let all = setting_moves(facts);
    let Some(rule) = rules.iter().find(|rule| rule.name == MOVED_SETTINGS).filter(|_| !all.is_empty()) else {
        return moved;
    };
    // Turning off the rule that reports changes of settings is such a change itself.
    let is_own = |it: &&Vec<SettingMove>| it[0].setting == Setting::Rule(MOVED_SETTINGS.to_owned());
    if rule.level_in(facts.settings()).is_none() {
        let own = all.iter().find(is_own).and_then(|own| own.iter().find(|it| is_in_a_period(facts, it)));
        moved.judged_by = own.map(|it| Arc::clone(&it.before));
    }
    if rule.level_in(moved.judged_by.as_deref().unwrap_or(facts.settings())).is_none() {
        return MovedSettings::default();
    }
    let settle = all.iter().find(|moves| moves[0].setting == Setting::Settle).cloned().unwrap_or_default();
    let search = SettingsSearch::new(rules, project, facts, settle);
    let mut between = MOST_BETWEEN;
    let mut tried: Vec<SettingMove> = Vec::new();
    for moves in all.into_iter().filter(|moves| !has_own_finding(facts, &moves[0].setting)).take(MOST_SETTINGS) {
        moved.found.extend(search.altered_by(&moves, &mut between));
        tried.extend(moves.into_iter().find(|it| is_in_a_period(facts, it)));
    }
    moved.found.extend(search.altered_together(&tried, &moved.found));
    moved
}

/// Whether a change came after the start of an open goal. Where the fiscal year changed, so did all starts.
fn is_in_a_period(facts: &Facts<'_>, it: &SettingMove) -> bool {
    let has_begun = |goal: &Goal| goal.start().is_none_or(|start| start < it.day);
    it.setting == Setting::FiscalYearStarts || facts.active_goals().any(|(_, goal)| goal.is_work() && has_begun(goal))
}

/// Whether other findings report what a setting did: goals that it excluded are removed or rescope their objective.
fn has_own_finding(facts: &Facts<'_>, setting: &Setting) -> bool {
    let removals = facts.removals();
    let is_removed = || facts.deletions().iter().any(|it| it.is_quiet && removals[it.at].excluded);
    let is_rescoped = || facts.rescopings().latest.iter().any(|it| it.changes.iter().any(|change| change.excluded));
    *setting == Setting::Exclude && (is_removed() || is_rescoped())
}

/// The present state, with which states under earlier settings are compared.
struct SettingsSearch<'s, 'w> {
    rules: Vec<&'static Rule>,
    project: &'s Project,
    facts: &'s Facts<'w>,
    findings: Vec<Finding>,
    /// The unexplained changes of the days in which goalposts may settle, the oldest first.
    settle: Vec<SettingMove>,
}

/// What a change of settings altered.
#[derive(Default)]
struct Alteration {
    goals: Vec<AlteredGoal>,
    silenced: Vec<SilencedFinding>,
}

impl Alteration {
    fn is_empty(&self) -> bool {
        self.goals.is_empty() && self.silenced.is_empty()
    }
}

impl<'s, 'w> SettingsSearch<'s, 'w> {
    fn new(rules: &[&'static Rule], project: &'s Project, facts: &'s Facts<'w>, settle: Vec<SettingMove>) -> Self {
        let is_asked = |rule: &&&Rule| {
            matches!(rule.group, Group::History | Group::Fast | Group::Okr) && rule.name != MOVED_SETTINGS
        };
        let rules: Vec<&'static Rule> = rules.iter().filter(is_asked).copied().collect();
        let findings = run(&Lint { rules: &rules, ..Lint::default() }, facts).findings;
        Self { rules, project, facts, findings, settle }
    }

    /// What the changes of one setting altered together.
    fn altered_by(&self, moves: &[SettingMove], between: &mut usize) -> Option<MovedSetting> {
        let mut altered: Option<MovedSetting> = None;
        let mut judged: HashSet<String> = HashSet::new();
        let mut reported: HashSet<(&'static str, Option<GoalIx>, String)> = HashSet::new();
        let in_period = moves.iter().enumerate().filter(|(_, it)| is_in_a_period(self.facts, it));
        for (tried, (at, it)) in in_period.enumerate() {
            if tried > 0 {
                let Some(left) = between.checked_sub(1) else { break };
                *between = left;
            }
            let Some(mut found) = self.differences(it, &mut judged) else { continue };
            // A finding that an earlier value had too is silenced once.
            found.silenced.retain(|it| reported.insert((it.rule, it.goal, it.message.clone())));
            if !found.is_empty() {
                let altered = altered.get_or_insert_with(|| moved_setting(it, self.facts, moves.len() - at));
                altered.goals.extend(found.goals);
                altered.silenced.extend(found.silenced);
            }
        }
        altered
    }

    /// What the first changes of several settings altered only together, told of the latest of them: as where more time to
    /// settle and a later day of adoption silence the same finding.
    fn altered_together(&self, moves: &[SettingMove], found: &[MovedSetting]) -> Option<MovedSetting> {
        let latest = moves.iter().max_by_key(|it| it.commit.unwrap_or(usize::MAX)).filter(|_| moves.len() > 1)?;
        let mut settings: Settings = self.facts.workspace.settings.clone();
        for it in moves {
            it.setting.copy(&it.before, &mut settings);
        }
        let mut whole =
            self.compare(latest, settings, &mut HashSet::new(), |rule| moves.iter().any(|it| may_silence(it, rule)))?;
        self.leave_explained(&mut whole, moves, |rule| moves.iter().any(|it| may_silence(it, rule)))?;
        whole.goals.retain(|it| !found.iter().any(|moved| moved.goals.iter().any(|other| other.goal == it.goal)));
        let is_known = |it: &SilencedFinding, moved: &MovedSetting| {
            moved.silenced.iter().any(|other| (other.rule, other.goal) == (it.rule, it.goal))
        };
        whole.silenced.retain(|it| !found.iter().any(|moved| is_known(it, moved)));
        let together = moves.iter().map(|it| &it.setting).filter(|setting| **setting != latest.setting);
        (!whole.is_empty()).then(|| MovedSetting {
            together: together.cloned().collect(),
            goals: whole.goals,
            silenced: whole.silenced,
            ..moved_setting(latest, self.facts, 1)
        })
    }

    /// What a change altered. Settings may have changed together so that nothing came of it, as where a rule is turned off in
    /// a folder instead of everywhere: what counts differs under the earlier value alone and under all earlier settings.
    fn differences(&self, it: &SettingMove, judged: &mut HashSet<String>) -> Option<Alteration> {
        let mut settings: Settings = self.facts.workspace.settings.clone();
        it.setting.copy(&it.before, &mut settings);
        let mut whole = judged.clone();
        let may = |rule: &Rule| may_silence(it, rule);
        let mut found = self.compare(it, settings, judged, may)?;
        if !found.is_empty() {
            let all = self.compare(it, (*it.before).clone(), &mut whole, may)?;
            found.goals.retain(|goal| all.goals.iter().any(|other| other.goal == goal.goal));
            found.silenced.retain(|it| all.silenced.iter().any(|other| (other.rule, other.goal) == (it.rule, it.goal)));
            self.leave_explained(&mut found, std::slice::from_ref(it), may)?;
        }
        Some(found)
    }

    /// Leaves out what later changes with a reason altered: what differs in the same way under the values that they replaced.
    fn leave_explained(
        &self,
        found: &mut Alteration,
        moves: &[SettingMove],
        may_silence: impl Fn(&Rule) -> bool,
    ) -> Option<()> {
        let Some(first) = moves.iter().find(|it| it.explained_from.is_some()) else { return Some(()) };
        let mut settings: Settings = self.facts.workspace.settings.clone();
        for (it, then) in moves.iter().filter_map(|it| Some((it, it.explained_from.as_ref()?))) {
            it.setting.copy(then, &mut settings);
        }
        let explained = self.compare(first, settings, &mut HashSet::new(), may_silence)?;
        let then = |it: &AlteredGoal| (it.goal, it.progress.0, it.health.0);
        found.goals.retain(|goal| explained.goals.iter().all(|other| then(other) != then(goal)));
        let is_same = |it: &SilencedFinding, other: &SilencedFinding| (other.rule, other.goal) == (it.rule, it.goal);
        found.silenced.retain(|it| !explained.silenced.iter().any(|other| is_same(it, other)));
        Some(())
    }

    /// Compares with the state under other settings: the goals that a change altered, and the findings that it silenced.
    /// Goals of `judged` were compared with an earlier value.
    fn compare(
        &self,
        it: &SettingMove,
        settings: Settings,
        judged: &mut HashSet<String>,
        may_silence: impl Fn(&Rule) -> bool,
    ) -> Option<Alteration> {
        let (facts, workspace) = (self.facts, self.facts.workspace);
        let changed = Setting::changed(&workspace.settings, &settings);
        let project = self.project.under(settings).ok()?;
        let history = if changed.iter().any(Setting::changes_what_is_read) {
            let repository = project.repository.as_ref().ok()?;
            let tip = project.revision.map_or_else(|| repository.head(), Ok).ok()?;
            let range = facts.history()?.range(facts.today);
            Arc::new(GoalHistory::of_project(&project, (repository, tip.oid), range).ok()?)
        } else {
            facts.timeline.shared_history()?
        };
        let timeline = Timeline::from_history(&project.workspace, history, facts.today);
        let mut earlier = Facts::with_timeline(&project.workspace, timeline, facts.today);
        earlier.all_history = facts.all_history;
        let first = facts.history()?.first_active_day();
        let is_judged = |goal: &Goal| {
            let begun = goal.start().or_else(|| earlier.known_since(goal));
            let is_old = first.is_none_or(|first| begun.is_some_and(|begun| first < begun));
            let has_settled = |from| plus_days(from, self.settle_before(it, from)) < it.day;
            is_old && earlier.settles_from(goal).is_some_and(has_settled)
        };
        // Under the earlier value a file may not make sense any more, as with levels that were renamed.
        let is_sound = |before: &Goal, now: &Goal| {
            let faults = |document: &Document| document.faults.len();
            faults(project.workspace.document_of(before)) <= faults(workspace.document_of(now))
        };
        let mut goals = Vec::new();
        let mut asked: HashSet<String> = HashSet::new();
        let drops_a_root = changed.contains(&Setting::Include);
        for (ix, before) in earlier.active_goals() {
            let Some(now) = workspace.find(&before.id) else {
                // What is excluded is missed by the history of the root itself; that of a root that is left out is not read.
                if drops_a_root && is_judged(before) && judged.insert(before.id.clone()) {
                    asked.insert(before.id.clone());
                }
                continue;
            };
            if !is_judged(before) || !is_sound(before, facts.goal(now)) || !judged.insert(before.id.clone()) {
                continue;
            }
            asked.insert(before.id.clone());
            let (then, present) = (earlier.numbers(ix), facts.numbers(now));
            let is_same = match (then.progress, present.progress) {
                (Some(then), Some(present)) => (then - present).abs() < TOLERANCE,
                (then, present) => then == present,
            };
            if !is_same || then.health != present.health {
                let (progress, health) = ((then.progress, present.progress), (then.health, present.health));
                goals.push(AlteredGoal { goal: now, progress, health });
            }
        }
        let rules: Vec<&'static Rule> = self.rules.iter().copied().filter(|rule| may_silence(rule)).collect();
        let found = run(&Lint { rules: &rules, ..Lint::default() }, &earlier).findings;
        let new = KnownFindings::new(workspace, &self.findings).filter_new(&project.workspace, found);
        // Closed and removed goals have no numbers to compare, and their findings count from the same day on.
        let (removals, taken) = (earlier.removals(), earlier.deletions());
        let removed = |id: &str| {
            let at = removals.binary_search_by(|it| it.id.as_str().cmp(id)).ok()?;
            let whole = taken.iter().find(|it| it.at == at).map(|it| &it.goal);
            whole.or(Some(&*removals[at].last))
        };
        let is_at_rest = |id: &str| match project.workspace.find(id) {
            Some(ix) => !earlier.goal(ix).is_open() && is_judged(earlier.goal(ix)),
            None => removed(id).is_none_or(is_judged),
        };
        let is_asked = |finding: &&Finding| finding.goal.as_ref().is_none_or(|id| asked.contains(id) || is_at_rest(id));
        let silenced = new.iter().filter(is_asked).map(|finding| SilencedFinding {
            rule: finding.rule,
            goal: finding.goal.as_ref().and_then(|id| workspace.find(id)),
            message: finding.message.clone(),
            is_left_out: drops_a_root && finding.goal.as_ref().is_some_and(|id| workspace.find(id).is_none()),
        });
        Some(Alteration { goals, silenced: silenced.collect() })
    }

    /// The days in which the goalposts of a goal that settle from a day on could settle when a setting was changed. More time
    /// that it was given without a reason after it had settled does not count: it would hide what was changed with it.
    fn settle_before(&self, it: &SettingMove, from: Day) -> Days {
        let place = |it: &SettingMove| it.commit.unwrap_or(usize::MAX);
        let earlier = self.settle.iter().filter(|settle| place(settle) < place(it));
        let first = self.settle.first().filter(|settle| place(settle) <= place(it));
        let own = first.map_or(&it.before, |first| &first.before).settle;
        earlier.fold(own, |days, settle| if plus_days(from, days) < settle.day { days } else { settle.after.settle })
    }
}

/// A change of a setting of which it is not known yet what it altered.
fn moved_setting(it: &SettingMove, facts: &Facts<'_>, steps: usize) -> MovedSetting {
    MovedSetting {
        setting: it.setting.clone(),
        before: it.setting.value(&it.before),
        after: it.setting.value(it.explained_from.as_deref().unwrap_or(facts.settings())),
        together: Vec::new(),
        steps,
        commit: it.commit,
        day: it.day,
        goals: Vec::new(),
        silenced: Vec::new(),
    }
}

/// Whether findings of a rule count as silenced by a change: of rules and folders only those about history are goalposts.
fn may_silence(it: &SettingMove, rule: &Rule) -> bool {
    match &it.setting {
        Setting::Rule(name) => rule.name == super::former::current_name(name) && rule.group == Group::History,
        Setting::Folders => rule.group == Group::History,
        _ => true,
    }
}
