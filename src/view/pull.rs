//! What `pull` did: the goals with what their sources gave, the sources, and the files.

use serde::Serialize;

use super::written::WrittenFile;
use crate::model::Day;

/// The answer of `pull`.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PullView {
    /// Where sources and questions were taken from: `origin/main`; `worktree` with `--trust-worktree`.
    pub trusted: String,
    /// The commit from which they were taken; null with `--trust-worktree`.
    pub commit_trusted: Option<String>,
    /// What was asked, by goal.
    pub values: Vec<PulledValue>,
    /// The sources that goals ask; with `--list` and `--test`, all of them.
    pub sources: Vec<PulledSource>,
    /// The files that were written; with `--dry-run`, that would be.
    pub files: Vec<WrittenFile>,
    /// Whether nothing was written because `--dry-run` was given.
    pub dry_run: bool,
    /// What would change, as a unified diff; null unless `--dry-run` was given.
    pub diff: Option<String>,
    /// The commit that was made; null without `--commit`.
    pub commit: Option<String>,
}

/// What a source gave for a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PulledValue {
    /// The goal's id.
    pub goal: String,
    /// The field that asks: `metric`, or a milestone's route.
    pub field: String,
    /// The source's name.
    pub source: String,
    /// What became of it.
    pub outcome: PullResult,
    /// The value before; null if there was none.
    pub before: Option<f64>,
    /// The value that the source gave, multiplied and rounded as the goal says; null if it gave none. Of a milestone 1 or 0.
    pub value: Option<f64>,
    /// The day for which it is true.
    pub day: Option<Day>,
    /// Why it was not written; null if it was.
    pub reason: Option<String>,
    /// The request as it would go out, without secrets, in lines; only with `--explain`.
    pub request: Vec<String>,
    /// What the goal asked before, if that was changed in mid-period; only with `--explain GOAL`, which then asks both.
    pub former: Option<FormerQuestion>,
}

/// What a goal asked before its question was changed, and what it would give today.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FormerQuestion {
    /// The question: the source and what it was asked.
    pub asked: String,
    /// The day on which the present question took its place.
    pub until: Day,
    /// The commit that changed it; null for what is not committed.
    pub commit: Option<String>,
    /// The request as it went out, without secrets, in lines.
    pub request: Vec<String>,
    /// The value that it gives now, multiplied and rounded as the question says; null if it gives none.
    pub value: Option<f64>,
    /// Why it gives none.
    pub reason: Option<String>,
    /// The price of the change: what the two values make of the progress of the goal, or of each key result that follows it.
    pub effects: Vec<QuestionEffect>,
}

/// What a change of a question makes of a goal's progress.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionEffect {
    /// The goal's id.
    pub goal: String,
    /// Today's progress with the value of the former question, 0 to 1.
    pub former: f64,
    /// Today's progress with the value of the present question, 0 to 1.
    pub present: f64,
}

impl PulledValue {
    /// Whether a source was asked to compare questions, and gave no value.
    pub fn has_failed_comparison(&self) -> bool {
        let former = self.former.as_ref().filter(|former| !former.request.is_empty());
        former.is_some_and(|former| former.value.is_none() || self.value.is_none())
    }
}

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PullResult {
    /// It was written.
    Written,
    /// It is the value that was there.
    Unchanged,
    /// A value that a person typed holds against it.
    Held,
    /// It was left out: it is hard to believe, or the goal asks something else than on the trunk.
    LeftOut,
    /// The source gave no value, or none that the metric can have.
    Failed,
    /// It was not asked, only explained.
    Explained,
}

impl PullResult {
    /// Its name for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Unchanged => "unchanged",
            Self::Held => "held",
            Self::LeftOut => "left out",
            Self::Failed => "failed",
            Self::Explained => "explained",
        }
    }
}

/// A source of values.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PulledSource {
    /// Its name.
    pub name: String,
    /// What it is: `prometheus`, `http`, `command`, `csv`, `github`, `gitlab`, `jira` or `git`.
    pub kind: String,
    /// Where it is.
    pub place: String,
    /// How many values of open goals come from it.
    pub goals: usize,
    /// The last day for which a value of it was written; null if none was.
    pub answered: Option<Day>,
    /// Whether it answers now; null unless `--test` was given, and where no goal asks it.
    pub answers: Option<bool>,
    /// Why it does not answer.
    pub reason: Option<String>,
}
