//! Which commits another one has: itself, and all from which git comes to it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::clock::{LONG_SLOP, SKEW};
use super::commit_table::{CommitTable, Name};
use super::error::GitError;
use super::history::Commit;
use super::oids::{Oid, OidSet};
use super::repository::Repository;

impl Repository {
    /// Those of some commits that another commit has, whatever `git log` shows of a folder there. Nothing but parents and times
    /// is read, from the commit back until all are found or seem to be later than what is left.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn reached<'c>(&self, from: Oid, of: impl Iterator<Item = &'c Commit>) -> Result<OidSet, GitError> {
        let (mut sought, mut oldest) = (OidSet::default(), i64::MAX);
        for commit in of {
            sought.insert(commit.oid);
            oldest = oldest.min(commit.committer.time);
        }
        let mut reached = OidSet::default();
        if sought.is_empty() {
            return Ok(reached);
        }
        let mut table = CommitTable::new(self)?;
        let first = table.number(Name::Oid(from), 0)?;
        let mut open = BinaryHeap::from([(table.committed(first), Reverse(first))]);
        // For each commit, how many in a row before it on the way here seemed too old.
        let mut old: Vec<Option<u16>> = vec![None; first + 1];
        old[first] = Some(0);
        while let Some((committed, Reverse(number))) = open.pop() {
            if let Some(oid) = table.oid(number).filter(|oid| sought.remove(oid)) {
                reached.insert(oid);
                if sought.is_empty() {
                    break;
                }
            }
            let is_old = committed < oldest.saturating_sub(SKEW);
            let in_a_row = if is_old { old[number].unwrap_or(0) + 1 } else { 0 };
            if in_a_row > LONG_SLOP || table.is_cut(number) {
                continue;
            }
            for parent in table.parents(number)? {
                old.resize(table.len().max(old.len()), None);
                let known = old[parent];
                old[parent] = Some(known.map_or(in_a_row, |known| known.min(in_a_row)));
                if known.is_none() {
                    open.push((table.committed(parent), Reverse(parent)));
                }
            }
        }
        Ok(reached)
    }
}
