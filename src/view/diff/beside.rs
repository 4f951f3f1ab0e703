//! What `diff --only` lets through, and what it never does: decisions, and with a person the goals of others.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::diff::{Diff, GoalChange};
use crate::analysis::facts::Facts;
use crate::analysis::people::may_check_in;
use crate::model::{Goal, Kind, LogKind, Significance};
use crate::syntax::FaultKind;

/// The changes that are allowed.
#[derive(Debug, Clone, Default)]
pub struct AllowedChanges {
    /// Significances of fields, and `added`, `removed` and `moved`.
    pub kinds: BTreeSet<String>,
    /// The person whose goals may change, by id; any goal may where nobody is named.
    pub by: Option<String>,
    /// Whether goals may change on which that person checks in for their owner.
    pub stands_in: bool,
    /// A file without goals that changes with them, from the top of the repository.
    pub other_file: Option<String>,
}

/// A change that `--only` does not allow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DisallowedChange {
    /// The goal; null for a file that has none.
    pub goal: Option<String>,
    /// The field's route; null for a whole goal or file.
    pub field: Option<String>,
    /// The field's significance, or `added`, `removed`, `moved`, `decision`, `error` (what `check` reports of the file),
    /// `goal of another owner`, `file without goals`, or what the file is.
    pub what: String,
    /// The file, from the root; of a file without goals, from the top of the repository.
    pub path: String,
}

/// The changes that are not a matter of kinds: `decision` entries of a log, which explain moved goalposts, and with a person
/// the goals that others own, or whose values come from a KPI of that person.
pub(super) fn beyond_kinds(
    diff: &Diff,
    before: &Facts<'_>,
    after: &Facts<'_>,
    allowed: &AllowedChanges,
) -> Vec<DisallowedChange> {
    let mut beside: Vec<DisallowedChange> = Vec::new();
    beside.extend(allowed.other_file.as_ref().map(|path| DisallowedChange {
        goal: None,
        field: None,
        what: "file without goals".to_owned(),
        path: path.clone(),
    }));
    beside.extend(new_faults(before, after));
    for change in &diff.changes {
        let mut note = |field: Option<&str>, what: &str| {
            let (goal, path) = (Some(change.id.clone()), change.path.clone());
            beside.push(DisallowedChange { goal, field: field.map(str::to_owned), what: what.to_owned(), path });
        };
        let logged = change.fields.iter().filter(|field| field.significance == Significance::Log);
        for field in logged.filter(|field| is_decision(change, before, after, &field.field)) {
            note(Some(&field.field), "decision");
        }
        let Some(person) = allowed.by.as_deref() else { continue };
        let is_own = |side: &Facts<'_>, goal: &Goal| {
            let is_owner = side.workspace.owner_of(goal).is_some_and(|owner| side.is_same_person(owner, person));
            is_owner || (allowed.stands_in && may_check_in(side, goal, person))
        };
        let was_own = change.before.is_none_or(|ix| is_own(before, before.goal(ix)));
        if !was_own || !change.after.is_none_or(|ix| is_own(after, after.goal(ix))) {
            note(None, "goal of another owner");
        }
        if let Some(kpi) = change.after.filter(|ix| after.goal(*ix).kind == Kind::Kpi) {
            let feeds = |goal: &Goal| after.workspace.kpi_of_goal(goal) == Some(kpi) && !is_own(after, goal);
            if after.goals().any(|(_, goal)| feeds(goal)) {
                note(None, "KPI of another owner's goal");
            }
        }
    }
    beside
}

/// The faults that files of goals have and did not have before: what they hide, such as a second target, is no check-in.
fn new_faults(before: &Facts<'_>, after: &Facts<'_>) -> Vec<DisallowedChange> {
    let mut found = Vec::new();
    for (_, goal) in after.goals() {
        let document = after.workspace.document(goal.document);
        let mut known: Vec<(FaultKind, &str)> = Vec::new();
        if let Some(ix) = before.workspace.find(&goal.id).filter(|_| !document.faults.is_empty()) {
            let earlier = before.workspace.document(before.goal(ix).document);
            known.extend(earlier.faults.iter().map(|fault| (fault.kind, fault.route.as_str())));
        }
        for fault in &document.faults {
            if let Some(at) = known.iter().position(|it| *it == (fault.kind, fault.route.as_str())) {
                known.swap_remove(at);
                continue;
            }
            found.push(DisallowedChange {
                goal: Some(goal.id.clone()),
                field: Some(fault.route.clone()).filter(|route| !route.is_empty()),
                what: "error".to_owned(),
                path: after.workspace.file(goal.document).path.clone(),
            });
        }
    }
    found
}

/// Whether a route of the log is that of a decision on either side, or of the whole log with one.
fn is_decision(change: &GoalChange, before: &Facts<'_>, after: &Facts<'_>, route: &str) -> bool {
    let place = route.strip_prefix("log[").and_then(|rest| rest.split(']').next()?.parse::<usize>().ok());
    let has = |goal: &Goal| match place {
        Some(place) => goal.log.iter().any(|entry| entry.index == place && entry.kind == LogKind::Decision),
        None => goal.log.iter().any(|entry| entry.kind == LogKind::Decision),
    };
    change.after.is_some_and(|ix| has(after.goal(ix))) || change.before.is_some_and(|ix| has(before.goal(ix)))
}
