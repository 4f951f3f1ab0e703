//! Goals that were removed during their period, for reports and digests.

use serde::Serialize;

use super::moved::ReasonView;
use super::selection::Selection;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Explanation;
use crate::git::Oid;
use crate::model::{Day, Goal, Kind, count_of};

/// A goal that was removed after it had counted.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RemovedView {
    /// Its id.
    pub goal: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// Who owned it, by id.
    pub owner: Option<String>,
    /// The day on which it was removed.
    pub day: Day,
    /// The commit; null for uncommitted changes.
    pub commit: Option<String>,
    /// Whose commit it is, by name; null for what is not committed.
    pub by: Option<String>,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// The goal that replaces it, by id.
    pub replaced_by: Option<String>,
    /// The key results of an objective that were removed with it, by id.
    pub key_results: Vec<String>,
    /// Whether it is still there, as a draft again.
    pub draft: bool,
    /// Whose commit it is, by id in org.yaml where they have one, for people.
    #[serde(skip)]
    pub by_id: Option<String>,
    /// The first line of the commit's message, for people.
    #[serde(skip)]
    pub subject: String,
    /// The commit with which that landed on the trunk.
    #[serde(skip)]
    pub landed: Option<Oid>,
}

impl RemovedView {
    /// The removed goals that a selection covers, the latest first; null without a history.
    pub fn all(snapshot: &Facts<'_>, selection: &Selection) -> Option<Vec<Self>> {
        Self::of(snapshot, |goal| selection.fits(snapshot, goal))
    }

    /// Some removed goals, the latest first; null without a history.
    pub fn of(snapshot: &Facts<'_>, covers: impl Fn(&Goal) -> bool) -> Option<Vec<Self>> {
        let history = snapshot.history()?;
        let removals = snapshot.removals();
        let taken = snapshot.taken_away();
        let covered = taken.iter().filter(|it| covers(&it.goal));
        let mut found: Vec<Self> = covered
            .map(|it| {
                let commit = removals[it.at].commit.map(|place| &history.commits[place]);
                let explanation = it.reason.clone().map(Explanation::given_at_once);
                Self {
                    goal: removals[it.at].id.clone(),
                    title: it.goal.title.clone(),
                    kind: it.goal.kind,
                    owner: it.goal.owner.clone(),
                    day: it.day,
                    commit: commit.map(|commit| commit.oid.to_string()),
                    by: commit.map(|commit| snapshot.author_name(commit)),
                    landed: removals[it.at].commit.map(|place| {
                        let step = history.step_of(place);
                        step.map_or(history.commits[place].oid, |step| history.step(step).0.oid)
                    }),
                    why: ReasonView::new(explanation.as_ref()),
                    replaced_by: it.replaced_by.clone(),
                    by_id: commit.map(|commit| snapshot.author_id(commit)),
                    subject: commit.map(|commit| commit.subject().to_owned()).unwrap_or_default(),
                    draft: removals[it.at].redrafted.is_some(),
                    key_results: it.key_results.iter().map(|at| removals[*at].id.clone()).collect(),
                }
            })
            .collect();
        found.sort_by(|a, b| (b.day, &a.goal).cmp(&(a.day, &b.goal)));
        Some(found)
    }

    /// By whom it was removed, and why: `by Nia, because “…”`, `no reason given`.
    pub fn by_whom_and_why(&self) -> String {
        let by = self.by.as_ref().map(|by| format!("by {by}, ")).unwrap_or_default();
        format!("{by}{}", self.why_words())
    }

    /// Why it was removed: `because “…”`, `replaced by x`, `no reason given`.
    pub fn why_words(&self) -> String {
        match self.replaced_by.as_ref().filter(|_| !self.why.explained) {
            Some(by) => format!("replaced by {by}"),
            None => self.why.words(),
        }
    }

    /// Whether it says why it was removed.
    pub fn has_reason(&self) -> bool {
        self.why.explained || self.replaced_by.is_some()
    }

    /// What it was and what went with it: `objective with 2 key results`, and whether it is a draft again.
    pub fn what(&self) -> String {
        let kind = self.kind.noun();
        let draft = if self.draft { ", a draft again" } else { "" };
        match self.key_results.len() {
            0 => format!("{kind}{draft}"),
            count => format!("{kind} with {}{draft}", count_of(count, "key result")),
        }
    }
}
