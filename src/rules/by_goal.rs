//! Findings by the goals that they count for, which may be more goals than the ones where they are placed.

use std::collections::HashMap;

use super::smart_fast::{CriterionRule, FindingScope, LETTERS};
use crate::analysis::facts::Facts;
use crate::lint::Finding;
use crate::model::{Goal, GoalIx};
use crate::syntax::{Edit, is_within};

/// Findings by rule and the goals that they count for.
#[derive(Debug, Default)]
pub(super) struct FindingsByGoal<'o> {
    at: HashMap<(GoalIx, &'static str), Vec<&'o Finding>>,
    related: HashMap<(GoalIx, &'static str), Vec<&'o Finding>>,
    by_owner: HashMap<(&'static str, String), Vec<&'o Finding>>,
    by_team: HashMap<(&'static str, String), Vec<&'o Finding>>,
}

impl<'o> FindingsByGoal<'o> {
    /// Indexes findings by the goals where they are placed, by related goals, and by owners or teams.
    pub(super) fn index(snapshot: &Facts<'_>, findings: &'o [Finding]) -> Self {
        let mut found = Self::default();
        let goal_of = |id: Option<&String>| id.and_then(|id| snapshot.workspace.find(id));
        for finding in findings {
            let Some(ix) = goal_of(finding.goal.as_ref()) else { continue };
            // A second file with the same id is ignored, so its findings do not count for the first.
            if finding.location.is_some_and(|location| location.document != snapshot.goal(ix).document) {
                continue;
            }
            found.at.entry((ix, finding.rule)).or_default().push(finding);
            let mut others: Vec<GoalIx> = finding.related.iter().filter_map(|it| goal_of(it.goal.as_ref())).collect();
            others.sort_unstable();
            others.dedup();
            for other in others.iter().filter(|other| **other != ix) {
                found.related.entry((*other, finding.rule)).or_default().push(finding);
            }
            if counts_for_holder(finding.rule) {
                found.index_by_holder(snapshot, finding, ix, &others);
            }
        }
        found
    }

    /// Indexes a finding by the owner if all its goals have the same one, else by the team.
    fn index_by_holder(&mut self, snapshot: &Facts<'_>, finding: &'o Finding, ix: GoalIx, others: &[GoalIx]) {
        let goal = snapshot.goal(ix);
        if let Some(owner) =
            goal.owner.clone().filter(|_| others.iter().all(|it| snapshot.goal(*it).owner == goal.owner))
        {
            self.by_owner.entry((finding.rule, owner)).or_default().push(finding);
        } else if let Some(team) =
            goal.team.clone().filter(|_| others.iter().all(|it| snapshot.goal(*it).team == goal.team))
        {
            self.by_team.entry((finding.rule, team)).or_default().push(finding);
        }
    }

    /// The findings of a rule at a goal.
    pub(super) fn at(&self, goal: GoalIx, rule: &'static str) -> &[&'o Finding] {
        self.at.get(&(goal, rule)).map_or(&[], Vec::as_slice)
    }

    /// The findings of a rule at other goals to which this goal is related.
    pub(super) fn related_to(&self, goal: GoalIx, rule: &'static str) -> &[&'o Finding] {
        self.related.get(&(goal, rule)).map_or(&[], Vec::as_slice)
    }

    /// The findings of a rule that count for all goals of this goal's owner or team.
    pub(super) fn of_holder<'f>(
        &'f self,
        goal: &Goal,
        rule: &'static str,
    ) -> impl Iterator<Item = &'o Finding> + use<'f, 'o> {
        let of_owner = goal.owner.as_ref().and_then(|owner| self.by_owner.get(&(rule, owner.clone())));
        let of_team = goal.team.as_ref().and_then(|team| self.by_team.get(&(rule, team.clone())));
        of_owner.into_iter().chain(of_team).flatten().copied()
    }
}

/// Whether the findings of a rule count for all goals of an owner or a team.
fn counts_for_holder(rule: &str) -> bool {
    let mut rules = LETTERS.iter().flat_map(|letter| letter.rules);
    rules.any(|it| it.rule == rule && it.also.contains(&FindingScope::Holder))
}

/// For every goal without a path to the mission, the finding that explains it, at the goal or else above it.
pub(super) fn broken_lines<'o>(snapshot: &Facts<'_>, found: &FindingsByGoal<'o>) -> HashMap<GoalIx, &'o Finding> {
    let rules: Vec<&CriterionRule> =
        LETTERS.iter().flat_map(|letter| letter.rules).filter(|it| it.also.contains(&FindingScope::Line)).collect();
    let broken_at = |ix: GoalIx| {
        rules.iter().find_map(|rule| {
            let here = found.at(ix, rule.rule).iter().chain(found.related_to(ix, rule.rule));
            here.copied().find(|finding| is_about(finding, rule.fields))
        })
    };
    let mut broken: HashMap<GoalIx, &'o Finding> = HashMap::new();
    for ix in snapshot.graph.bottom_up().iter().rev().filter(|ix| !snapshot.graph.is_reached(**ix)) {
        let above = || snapshot.graph.parents(*ix).find_map(|parent| broken.get(&parent.goal).copied());
        if let Some(finding) = broken_at(*ix).or_else(above) {
            broken.insert(*ix, finding);
        }
    }
    broken
}

/// Whether a finding is about one of the given fields. A misspelt field counts under the name that its fix writes.
pub(super) fn is_about(finding: &Finding, fields: &[&str]) -> bool {
    let meant = finding.fix.as_ref().and_then(|fix| match &fix.edit {
        Edit::RenameKey { to, .. } => Some(to.as_str()),
        _ => None,
    });
    let written = finding.field.as_deref().unwrap_or("");
    let is = |field: &str| is_within(written, field) || meant.is_some_and(|meant| is_within(meant, field));
    fields.is_empty() || fields.iter().any(|field| is(field))
}
