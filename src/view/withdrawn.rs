//! What was taken back of goals, in words: who did it, when, and why.

use std::collections::HashSet;

use serde::Serialize;

use super::moved::ReasonView;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Withdrawal, merged_by, withdrawals_of};
use crate::analysis::numbers::{Observation, observed_words, value_words};
use crate::git::OidSet;
use crate::model::{Day, GoalIx};

/// Something that a goal said and that was taken back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WithdrawnView {
    /// The goal's id.
    pub goal: String,
    /// The goal's title.
    pub title: String,
    /// `value`, `as_of` (the day of a value that stays), `confidence`, `milestone` (it is no longer done), `check-in` or
    /// `obstacle` (an entry of the log) or `score`.
    pub what: String,
    /// The day for which it was true; of what has no day of its own, the day on which it was withdrawn.
    pub day: Day,
    /// The value; null where it is none.
    pub value: Option<f64>,
    /// What was withdrawn, in words: `40 % of 2026-10-20 withdrawn`.
    pub words: String,
    /// The day from which the withdrawal counts: when it landed on the trunk; before that, the commit's day.
    pub withdrawn_on: Day,
    /// The commit that withdraws it; null for the work tree.
    pub commit: Option<String>,
    /// Who wrote the commit, as git has it.
    pub author: Option<String>,
    /// The author of the commit, by name; for a bot's commit its co-author. Null for uncommitted changes.
    pub by: Option<String>,
    /// The person who merged it, by id in org.yaml, else by name; null if that was its author or a service, and for what has
    /// not landed.
    pub merged_by: Option<String>,
    /// Whether it needs a reason and has none.
    pub quiet: bool,
    /// Whether progress or another judgement looks better without it, or nobody can tell any more.
    pub better: bool,
    /// Why.
    #[serde(flatten)]
    pub why: ReasonView,
    /// The goal's file.
    #[serde(skip)]
    pub path: String,
    /// Whose commit it is, by id in org.yaml where they have one, for people.
    #[serde(skip)]
    pub by_id: Option<String>,
    /// The first line of the commit's message, for people.
    #[serde(skip)]
    pub subject: String,
    /// The commit's place in history; none for what is not committed.
    #[serde(skip)]
    pub place: Option<usize>,
    /// Whether the goal says it again.
    #[serde(skip)]
    pub restored: bool,
}

impl WithdrawnView {
    /// What was withdrawn of a goal, in the order of history. A key result of a KPI has the values of the KPI.
    pub fn of(snapshot: &Facts<'_>, withdrawals: &[Withdrawal<'_>]) -> Vec<Self> {
        withdrawals.iter().flat_map(|it| Self::all_of(snapshot, it)).collect()
    }

    /// What was withdrawn of some goals and is not there again, the latest first: each value once, where it is kept.
    pub fn all(snapshot: &Facts<'_>, goals: &[GoalIx]) -> Vec<Self> {
        let chosen: HashSet<GoalIx> = goals.iter().copied().collect();
        let mut found = Vec::new();
        for ix in goals {
            // The values of a KPI are told with the KPI, if that is chosen too.
            let kept = snapshot.workspace.kpi_of_goal(snapshot.goal(*ix)).is_some_and(|kpi| chosen.contains(&kpi));
            let own = Self::of(snapshot, &withdrawals_of(snapshot, *ix)).into_iter();
            found.extend(own.filter(|it| !it.restored && (!kept || it.what != VALUE)));
        }
        found.sort_by(|a, b| (b.withdrawn_on, &a.goal, a.day).cmp(&(a.withdrawn_on, &b.goal, b.day)));
        found
    }

    /// Whether it landed with a commit that is not among those known.
    pub fn is_new(&self, snapshot: &Facts<'_>, known: &OidSet) -> bool {
        snapshot.timeline.history().is_some_and(|history| history.is_new(self.place, known))
    }

    /// The reason and who merged: `no reason given, merged by ben`. That a reason is missing is said only where one is owed.
    pub fn why_words(&self) -> String {
        let reason = (self.why.explained || self.quiet).then(|| self.why.words());
        let merged = self.merged_by.as_ref().map(|person| format!("merged by {person}"));
        reason.into_iter().chain(merged).collect::<Vec<_>>().join(", ")
    }

    fn all_of(snapshot: &Facts<'_>, withdrawal: &Withdrawal<'_>) -> Vec<Self> {
        let goal = snapshot.goal(withdrawal.goal);
        let history = snapshot.timeline.history();
        let commit = history.zip(withdrawal.by).map(|(history, place)| &history.commits[place]);
        let one = |what: &str, day: Day, value: Option<f64>, words: String| Self {
            goal: goal.id.clone(),
            title: goal.title.clone(),
            path: snapshot.workspace.file(goal.document).path.clone(),
            what: what.to_owned(),
            day,
            value,
            words,
            withdrawn_on: withdrawal.day,
            commit: commit.map(|commit| commit.oid.to_string()),
            author: commit.map(|commit| commit.author.name.clone()),
            by: commit.map(|commit| snapshot.author_name(commit)),
            merged_by: history.zip(withdrawal.by).and_then(|(history, place)| merged_by(snapshot, history, place)),
            better: withdrawal.improves(),
            why: ReasonView::new(withdrawal.explanation.as_ref()),
            by_id: commit.map(|commit| snapshot.author_id(commit)),
            subject: commit.map(|commit| commit.subject().to_owned()).unwrap_or_default(),
            place: withdrawal.by,
            quiet: withdrawal.is_quiet(),
            restored: withdrawal.restored,
        };
        let value_words = |it: &Observation| {
            // What measures something else now is told in the terms of then.
            let then = || snapshot.goalposts(withdrawal.goal).original.as_deref()?.metric.as_ref();
            let in_terms_of_then = || Some(value_words(snapshot.workspace, then()?, it.value?));
            let value = observed_words(snapshot.workspace, goal, it).or_else(in_terms_of_then);
            format!("{}of {} withdrawn", value.map(|value| value + " ").unwrap_or_default(), it.day)
        };
        let values = withdrawal.observations.iter().map(|it| one(VALUE, it.day, it.value, value_words(it)));
        let parts = withdrawal.parts.iter();
        let parts = parts.map(|it| one(it.word(), it.day().unwrap_or(withdrawal.day), None, it.sentence()));
        values.chain(parts).collect()
    }
}

/// The name of values among what is withdrawn.
pub const VALUE: &str = "value";
