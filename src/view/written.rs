//! The answer of every command that writes: the result, the files and the commit.

use serde::Serialize;

use super::standing::CountedView;

/// The answer of a command that writes goal files.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrittenView {
    /// The affected goals, in the given order.
    pub goals: Vec<String>,
    /// The files that were written; with `--dry-run`, that would be.
    pub files: Vec<WrittenFile>,
    /// Whether nothing was written because `--dry-run` was given.
    pub dry_run: bool,
    /// What would change, as a unified diff; null unless `--dry-run` was given.
    pub diff: Option<String>,
    /// The commit that was made; null without `--commit`.
    pub commit: Option<String>,
    /// The result, in sentences.
    pub says: Vec<String>,
    /// The goals that were closed, in the order in which they were; empty but for `close`.
    pub closed: Vec<WrittenGrade>,
    /// The rejected rows of the input, and the cells that were left out, with reasons.
    pub rejected: Vec<Rejected>,
    /// The next command.
    #[serde(skip)]
    pub next: Option<String>,
}

/// A goal that was closed: its grade, and how much that stands on.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrittenGrade {
    /// The id of the goal.
    pub goal: String,
    /// `achieved`, `missed` or `dropped`.
    pub state: String,
    /// Its grade, 0 to 1; null if it is not graded.
    pub score: Option<f64>,
    /// The grade by its numbers, 0 to 1; null without any.
    pub computed: Option<f64>,
    /// The measured share of it, 0 to 1; null where no measure is expected.
    pub coverage: Option<f64>,
    /// How many of its parts are measured; null for a goal without parts.
    pub counted: Option<CountedView>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WrittenFile {
    /// Its path from the root.
    pub path: String,
    /// Whether it is new.
    pub created: bool,
    /// How many lines were added.
    pub added: usize,
    /// How many lines were removed. A line that changed is one removed and one added.
    pub removed: usize,
}

/// A rejected row of input, or a cell that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rejected {
    /// Its line in the input, from 1.
    pub line: u64,
    /// The goal that it names, if it names one.
    pub goal: Option<String>,
    /// The column whose cell was left out, while the row was taken; null if the whole row was rejected.
    pub column: Option<String>,
    /// The reason.
    pub reason: String,
    /// What to do about it.
    pub help: Option<String>,
}
