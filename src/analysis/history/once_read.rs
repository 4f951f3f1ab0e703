//! Files that `.gitignore` leaves out now and that were read once: a pattern hides a goal from today on, not from its history.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::file_contents::is_goal_file;
use crate::git::{Commit, GitError, Oid, Repository};
use crate::source::IgnoreRules;

/// The most commits of which the patterns are read.
const MOST_COMMITS: usize = 64;

/// Files that were read once.
#[derive(Default)]
pub(super) struct OnceRead {
    /// All of them.
    pub(super) paths: HashSet<String>,
    /// Those that are still there, with their contents.
    pub(super) there: Vec<(String, Oid)>,
}

/// The files that only `.gitignore` leaves out at `tip` and that it did not leave out in some commit that changed them. `rules`
/// are those at `tip`, with the patterns of `exclude` in them.
pub(super) fn once_read(
    repository: &Repository,
    commits: &[Commit],
    tip: Oid,
    (exclude, rules): (&[String], &IgnoreRules),
) -> Result<OnceRead, GitError> {
    let mut found = OnceRead::default();
    if !rules.has_ignored() {
        return Ok(found);
    }
    // The commits that wrote each file; the oldest one tells of a file that none of them did.
    let mut written: BTreeMap<&str, Vec<Oid>> = BTreeMap::new();
    for commit in commits {
        for change in commit.changes.iter().flatten().filter(|it| rules.ignores(&it.path) && is_goal_file(&it.path)) {
            let of_file = written.entry(&change.path).or_default();
            of_file.extend(change.new.map(|_| commit.oid));
        }
    }
    let there = repository.ignored_files(tip, exclude)?;
    let oldest = commits.first().map(|commit| commit.oid);
    for (path, _) in &there {
        written.entry(path).or_insert_with(|| oldest.into_iter().collect());
    }
    let mut known: HashMap<Oid, IgnoreRules> = HashMap::new();
    for (path, commits) in &written {
        for commit in commits {
            if !known.contains_key(commit) {
                if known.len() >= MOST_COMMITS {
                    break;
                }
                known.insert(*commit, repository.files(*commit, &[])?.1);
            }
            if known.get(commit).is_some_and(|rules| !rules.ignores(path)) {
                found.paths.insert((*path).to_owned());
                break;
            }
        }
    }
    found.there = there.iter().filter(|(path, _)| found.paths.contains(path) && is_goal_file(path)).cloned().collect();
    Ok(found)
}
