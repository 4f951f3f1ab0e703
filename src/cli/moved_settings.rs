//! What changes of settings in mid-period altered, for answers that list moved goalposts.

use std::collections::HashSet;

use super::error::CommandError;
use super::session::Session;
use super::snapshots::HistoryReach;
use crate::analysis::facts::Facts;
use crate::lint::{self, Lint, Rule};
use crate::project::Project;
use crate::rules::{RULES, rule};

impl Session {
    /// Finds what changes of settings in mid-period altered, as `check` reports it, for an answer that lists moved goalposts.
    /// It is judged with the whole history, whatever part of it the answer needs.
    pub(super) fn find_moved_settings(&self, project: &Project, facts: &mut Facts<'_>) -> Result<(), CommandError> {
        let Some(history) = facts.history() else { return Ok(()) };
        let head = history.has_settings().then(|| history.settings_at_head());
        if history.settings_changes().is_empty() && head.is_none_or(|head| head == facts.settings()) {
            return Ok(());
        }
        let _progress = self.progress("comparing with earlier settings");
        if history.read_from().is_none() {
            judge_settings(project, facts);
            return Ok(());
        }
        let mut whole = self.read_past(project, facts.today, HistoryReach::Whole)?.snapshot(project);
        judge_settings(project, &mut whole);
        // What landed before the part that was read here is not news.
        let place_here = |place: usize| facts.history()?.find_commit(whole.history()?.commits[place].oid);
        let mut found = whole.moved_settings.found.clone();
        found.retain_mut(|it| {
            let Some(place) = it.commit else { return true };
            it.commit = place_here(place);
            it.commit.is_some()
        });
        facts.moved_settings.found = found;
        Ok(())
    }
}

/// Finds the changes of settings that the rule about them reports: those that no comment allows.
fn judge_settings(project: &Project, facts: &mut Facts<'_>) {
    facts.moved_settings = lint::find_moved_settings(RULES, project, facts);
    if facts.moved_settings.found.is_empty() {
        return;
    }
    let rules: Vec<&'static Rule> = rule("moved-settings").into_iter().collect();
    let findings = lint::run(&Lint { rules: &rules, ..Lint::default() }, facts).findings;
    let reported: HashSet<String> = findings.into_iter().filter_map(|finding| finding.field).collect();
    facts.moved_settings.found.retain(|it| reported.contains(&it.setting.route()));
}
