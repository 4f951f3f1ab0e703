//! The fixed words of goal files: kinds, states, commitments, perspectives, priorities.

use super::word_table::word_table;
use serde::Serialize;

/// What a goal file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The reason for all other goals; normally one.
    Mission,
    /// Something worth achieving, in words, at one level of the organisation.
    #[default]
    Objective,
    /// One measured outcome of an objective.
    KeyResult,
    /// A lasting health metric that goals refer to.
    Kpi,
    /// A person's growth goal.
    Development,
    /// The aggregated answers of a team, without names.
    Survey,
}

word_table! {
    /// Every kind with its name in goal files.
    Kind:
    "mission" => Mission,
    "objective" => Objective,
    "key_result" => KeyResult,
    "kpi" => Kpi,
    "development" => Development,
    "survey" => Survey,
}

impl Kind {
    /// Its name in a sentence.
    pub fn noun(self) -> &'static str {
        self.in_words().split_once(' ').map_or("", |(_, noun)| noun)
    }

    /// Its name in a sentence, with its article.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Mission => "a mission",
            Self::Objective => "an objective",
            Self::KeyResult => "a key result",
            Self::Kpi => "a KPI",
            Self::Development => "a development goal",
            Self::Survey => "a survey",
        }
    }
}

/// Where a goal stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Proposed; counts in plans, not in progress.
    Draft,
    /// In progress. The default.
    #[default]
    Active,
    /// Closed, having reached what it committed to.
    Achieved,
    /// Closed without reaching it.
    Missed,
    /// Abandoned, with a `reason`. It does not count.
    Dropped,
}

word_table! {
    /// Every state with its name in goal files.
    State: "draft" => Draft, "active" => Active, "achieved" => Achieved, "missed" => Missed, "dropped" => Dropped
}

impl State {
    /// Whether goals in this state count in those above them: they are neither drafts nor dropped.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Draft | Self::Dropped)
    }

    /// Draft or active.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Active)
    }
}

/// How much of a goal is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Commitment {
    /// To be reached in full; a miss needs a retrospective. The default.
    Committed,
    /// A stretch goal, of which 70 % is good (`ambition` in goalpost.yaml).
    Aspirational,
}

word_table! {
    /// Both with their names in goal files.
    Commitment: "committed" => Committed, "aspirational" => Aspirational
}

/// A perspective of the Balanced Scorecard (Kaplan & Norton, 1992).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Perspective {
    /// Financial results.
    Financial,
    /// Value for customers.
    Customer,
    /// Quality of internal processes.
    InternalProcess,
    /// Ability to learn and improve.
    LearningAndGrowth,
}

word_table! {
    /// All four with their names in goal files.
    Perspective:
    "financial" => Financial,
    "customer" => Customer,
    "internal-process" => InternalProcess,
    "learning-and-growth" => LearningAndGrowth,
}

/// How important it is when time is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Must be done.
    Must,
    /// Should be done.
    Should,
    /// Done if capacity allows.
    Could,
}

word_table! {
    /// All three with their names in goal files.
    Priority: "must" => Must, "should" => Should, "could" => Could
}

/// Whether an objective's progress comes from key results or supporting goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rollup {
    /// Its key results. The default when it has any.
    KeyResults,
    /// The goals that support it. The default when it has no key results.
    Supporters,
}

impl Rollup {
    /// Both with their names in goal files.
    pub const WORDS: [(&'static str, Self); 2] = [("key_results", Self::KeyResults), ("supporters", Self::Supporters)];
}
