//! One step of the demo's history: a commit on a branch, or a merge.

use super::cast::Author;
use super::change::FileChange;

/// The trunk.
pub(super) const MAIN: &str = "main";

/// A commit to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// When, by the author's own clock: `2026-10-09 16:40`.
    pub(super) at: &'static str,
    pub(super) by: &'static Author,
    pub(super) message: &'static str,
    pub(super) deed: Deed,
    /// The branch that it is made on; one that is not there yet begins here.
    pub(super) branch: &'static str,
    /// When and by whom it was committed, where that was not the author at once.
    pub(super) landed: Option<(&'static str, &'static Author)>,
    /// A tag that it gets.
    pub(super) tag: Option<&'static str>,
}

/// What a step does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    /// Changes files.
    FileChange(&'static [FileChange]),
    /// Takes in what another branch has changed.
    Merge(&'static str),
}

/// A commit on the trunk.
pub(super) const fn step(
    at: &'static str,
    by: &'static Author,
    message: &'static str,
    changes: &'static [FileChange],
) -> Step {
    Step { at, by, message, deed: Deed::FileChange(changes), branch: MAIN, landed: None, tag: None }
}

/// A merge of a branch into the trunk.
pub(super) const fn merge(at: &'static str, by: &'static Author, message: &'static str, branch: &'static str) -> Step {
    Step { at, by, message, deed: Deed::Merge(branch), branch: MAIN, landed: None, tag: None }
}

impl Step {
    /// The same on another branch.
    pub(super) const fn on(self, branch: &'static str) -> Self {
        Self { branch, ..self }
    }

    /// The same, committed later or by someone else.
    pub(super) const fn landed(self, at: &'static str, by: &'static Author) -> Self {
        Self { landed: Some((at, by)), ..self }
    }

    /// The same with a tag.
    pub(super) const fn tagged(self, tag: &'static str) -> Self {
        Self { tag: Some(tag), ..self }
    }
}
