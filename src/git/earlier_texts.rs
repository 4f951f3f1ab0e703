//! What a file of the goals' folder said in its past: every text that it has had.

use super::error::GitError;
use super::history::HistoryRange;
use super::oids::{Oid, OidSet};
use super::repository::Repository;

/// Every text that a file has had.
#[derive(Debug, Default)]
pub struct EarlierTexts {
    /// The texts, the latest first, none twice.
    pub texts: Vec<Vec<u8>>,
    /// Whether there may have been others: before a shallow clone begins, or where a text is missing.
    pub is_cut_off: bool,
}

impl Repository {
    /// Every text that a file had, by its path from the goals' folder, in a commit and before it.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn earlier_texts(&self, tip: Oid, path: &str) -> Result<EarlierTexts, GitError> {
        let history = self.history(tip, HistoryRange::default())?;
        let mut found = EarlierTexts { texts: Vec::new(), is_cut_off: history.truncated };
        let mut seen = OidSet::default();
        let changes = history.commits.iter().rev().flat_map(|commit| commit.changes.iter().flatten());
        for oid in changes.filter(|change| change.path == path).flat_map(|change| [change.new, change.old]).flatten() {
            if seen.insert(oid) {
                match self.blob(oid) {
                    Ok(text) => found.texts.push(text),
                    // A partial clone may not have it, and nothing is fetched for it.
                    Err(_) => found.is_cut_off = true,
                }
            }
        }
        Ok(found)
    }
}
