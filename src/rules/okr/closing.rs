//! How a goal is closed, in the words of a help.

use crate::analysis::Snapshot;

/// The fields that close a goal today.
pub(super) fn closing(snapshot: &Snapshot<'_>) -> String {
    format!("write `state: achieved` or `state: missed`, `closed: {}` and `grade: {{score: …}}`", snapshot.today)
}
