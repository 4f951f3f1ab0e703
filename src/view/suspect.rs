//! Links to goals that changed after the links were written or acknowledged: one entry for each goal above.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::brief::Relation;
use super::moved::ReasonView;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{ParentChange, ReasonWaiver, SuspectLink};
use crate::analysis::versions::goalpost_words;
use crate::model::{Day, GoalIx, brief};
use crate::source::InOrder as _;

/// A goal that changed after others linked to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuspectView {
    /// Its id.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// What changed, the title last.
    pub changes: Vec<SuspectChange>,
    /// The suspect links to it, by the id of the goal that has them.
    pub links: Vec<SuspectLinkView>,
    /// The command with which its owner confirms all of them.
    pub command: String,
}

/// What changed at a goal above.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuspectChange {
    /// The field: a goalpost or `title`.
    pub field: String,
    /// The value when the oldest of the links was written or acknowledged.
    #[cfg_attr(test, schemars(with = "Option<serde_json::Value>"))]
    pub before: Value,
    /// The present value; null where it was removed.
    #[cfg_attr(test, schemars(with = "Option<serde_json::Value>"))]
    pub after: Value,
    /// The day of the last change of it.
    pub day: Day,
    /// The commit of the last change of it; null for uncommitted changes.
    pub commit: Option<String>,
    /// The author of that commit, by name.
    pub by: Option<String>,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// Whether it changed before goalposts had settled.
    pub settling: bool,
}

/// A suspect link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuspectLinkView {
    /// The goal that has the link.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// `supports` or `measures`.
    pub via: Relation,
    /// The day on which the link was last written; null where that was before what was read of history.
    pub written: Option<Day>,
    /// The day on which the owner of either goal last acknowledged it.
    pub acknowledged: Option<Day>,
    /// The fields of the goal above that changed since.
    pub fields: Vec<String>,
    /// The command with which the owner of either goal confirms it.
    pub command: String,
}

impl SuspectView {
    /// The goals above those for which `has` is true that changed after these linked to them, by id. None where it is not
    /// known, because there is no whole history.
    pub fn all(snapshot: &Facts<'_>, has: impl Fn(GoalIx) -> bool) -> Option<Vec<Self>> {
        let mut above: BTreeSet<GoalIx> = BTreeSet::new();
        for (ix, _) in snapshot.live_goals().filter(|(ix, _)| has(*ix)) {
            above.extend(snapshot.graph.parents(ix).map(|parent| parent.goal));
        }
        if !above.is_empty() {
            snapshot.history()?;
        }
        let mut found: Vec<Self> =
            above.into_iter().filter_map(|ix| Self::below(snapshot, ix, |link| has(link.child))).collect();
        found.order_by(|a, b| a.goal.cmp(&b.goal));
        Some(found)
    }

    /// The suspect links to a goal for which `counts` is true; none if there are none.
    pub fn below(snapshot: &Facts<'_>, ix: GoalIx, counts: impl Fn(&SuspectLink) -> bool) -> Option<Self> {
        let links: Vec<SuspectLink> = snapshot.parent_changes(ix)?.links().filter(counts).collect();
        Self::of(snapshot, ix, &links)
    }

    /// The parents of a goal that changed after it linked to them.
    pub fn above(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<Self> {
        let of = |above: GoalIx| {
            let edge = snapshot.graph.parents(ix).find(|it| it.goal == above)?.edge;
            let link = snapshot.parent_changes(above)?.link(crate::graph::Parent { goal: ix, edge })?;
            Self::of(snapshot, above, &[link])
        };
        snapshot.graph.parents(ix).filter_map(|parent| of(parent.goal)).collect()
    }

    /// Some suspect links to one goal.
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx, links: &[SuspectLink]) -> Option<Self> {
        let goal = snapshot.goal(ix);
        let mut changes: Vec<SuspectChange> = Vec::new();
        // The oldest link has seen the least, so its values are the earliest.
        let mut oldest: Vec<&SuspectLink> = links.iter().collect();
        oldest.order_by_key(|link| link.acknowledged.max(link.written));
        for change in oldest.iter().flat_map(|link| &link.changes) {
            if !changes.iter().any(|it| it.field == change.field) {
                changes.push(SuspectChange::new(snapshot, change));
            }
        }
        changes.order_by_key(|change| change.field == "title");
        let mut links: Vec<SuspectLinkView> =
            links.iter().map(|link| SuspectLinkView::new(snapshot, ix, link)).collect();
        links.order_by(|a, b| a.goal.cmp(&b.goal));
        (!links.is_empty()).then(|| Self {
            goal: goal.id.clone(),
            title: goal.title.clone(),
            owner: snapshot.workspace.owner_of(goal).map(str::to_owned),
            changes,
            links,
            command: format!("goalpost ack {} --links", goal.id),
        })
    }

    /// What changed, in words: `metric.target 99.99 → 99.95; title “A” → “B”`.
    pub fn words(&self) -> String {
        let words: Vec<String> = self.changes.iter().map(SuspectChange::words).collect();
        words.join("; ")
    }

    /// The goals that have the links, each with its owner; at most `most` are named.
    pub fn link_names(&self, most: usize) -> String {
        let named: Vec<String> = self.links.iter().take(most).map(SuspectLinkView::name).collect();
        let more = self.links.len().saturating_sub(most);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{more}", named.join(", "))
    }

    /// When the last of it changed, who did it, and why, in words: `2026-11-05, Maria, because “…”`.
    pub fn origin(&self) -> String {
        let Some(last) = self.changes.iter().max_by_key(|change| change.day) else { return String::new() };
        let by = last.by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
        let when = if last.commit.is_some() { last.day.to_string() } else { "not committed".to_owned() };
        format!("{when}{by}, {}", last.why.words_of_move(last.settling.then_some(ReasonWaiver::Settling)))
    }
}

impl SuspectChange {
    fn new(snapshot: &Facts<'_>, change: &ParentChange) -> Self {
        let commit = snapshot.history().zip(change.commit).map(|(history, place)| &history.commits[place]);
        Self {
            field: change.field.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            day: change.day,
            commit: commit.map(|commit| commit.oid.to_string()),
            by: commit.map(|commit| snapshot.author_name(commit)),
            why: ReasonView::new(change.explanation.as_ref()),
            settling: change.settling,
        }
    }

    fn words(&self) -> String {
        match (&self.before, &self.after) {
            (Value::String(before), Value::String(after)) if self.field == "title" => {
                format!("title “{}” → “{}”", brief(before), brief(after))
            }
            (before, Value::Null) => format!("{} {} removed", self.field, goalpost_words(before)),
            (before, after) => format!("{} {} → {}", self.field, goalpost_words(before), goalpost_words(after)),
        }
    }
}

impl SuspectLinkView {
    fn new(snapshot: &Facts<'_>, above: GoalIx, link: &SuspectLink) -> Self {
        let goal = snapshot.goal(link.child);
        Self {
            goal: goal.id.clone(),
            title: goal.title.clone(),
            owner: snapshot.workspace.owner_of(goal).map(str::to_owned),
            via: Relation::of(link.edge),
            written: link.written,
            acknowledged: link.acknowledged,
            fields: link.changes.iter().map(|change| change.field.clone()).collect(),
            command: link.ack_command(snapshot, above),
        }
    }

    /// The goal with its owner: `fewer-timeouts (lea)`.
    fn name(&self) -> String {
        self.owner.as_ref().map_or_else(|| self.goal.clone(), |owner| format!("{} ({owner})", self.goal))
    }
}
