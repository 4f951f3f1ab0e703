//! Every version of a file of the goals' folder in its history.

use super::error::GitError;
use super::history::HistoryRange;
use super::oids::{Oid, OidSet};
use super::repository::Repository;

/// The earlier versions of a file.
#[derive(Debug, Default)]
pub struct EarlierTexts {
    /// The distinct texts, latest first.
    pub texts: Vec<Vec<u8>>,
    /// Whether some may be missing: before the boundary of a shallow clone, or blobs that cannot be read.
    pub is_cut_off: bool,
}

impl Repository {
    /// Every version of a file in a commit and its ancestors. `path` is relative to the goals' folder.
    ///
    /// # Errors
    /// A commit or tree is missing or corrupt.
    pub fn earlier_texts(&self, tip: Oid, path: &str) -> Result<EarlierTexts, GitError> {
        let (history, _) = self.history(tip, HistoryRange::default())?;
        let mut found = EarlierTexts { texts: Vec::new(), is_cut_off: history.truncated };
        let mut seen = OidSet::default();
        let changes = history.commits.iter().rev().flat_map(|commit| commit.changes.iter().flatten());
        for oid in changes.filter(|change| change.path == path).flat_map(|change| [change.new, change.old]).flatten() {
            if seen.insert(oid) {
                match self.blob(oid) {
                    Ok(text) => found.texts.push(text),
                    // A partial clone may lack the blob; it is not fetched, as the caller can do without it.
                    Err(_) => found.is_cut_off = true,
                }
            }
        }
        Ok(found)
    }
}
