//! Files that `.gitignore` leaves out now and that were read once: a pattern hides a goal from today on, not from its history.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::exclusion::LeftOutSince;
use super::file_contents::is_goal_file;
use crate::git::{Commit, GitError, Oid, Repository};
use crate::source::{IgnoreRules, is_ignore_file};

/// The most commits of which the patterns are read.
const MOST_COMMITS: usize = 64;

/// Files that were read once.
#[derive(Default)]
pub(super) struct OnceRead {
    /// All of them.
    pub(super) paths: HashSet<String>,
    /// Those that are still there, with their contents, and of which it is not known since which commit they are left out.
    pub(super) there: Vec<(String, Oid)>,
    /// Those that are still there and since when they are left out.
    pub(super) since: LeftOutSince,
}

/// The patterns of commits, each read once.
struct Patterns<'r> {
    repository: &'r Repository,
    known: HashMap<Oid, IgnoreRules>,
}

impl Patterns<'_> {
    /// Whether `.gitignore` left out a file in a commit; none if no more patterns are read.
    fn ignore(&mut self, commit: Oid, path: &str) -> Result<Option<bool>, GitError> {
        if !self.known.contains_key(&commit) {
            if self.known.len() >= MOST_COMMITS {
                return Ok(None);
            }
            self.known.insert(commit, self.repository.files(commit, &[])?.1);
        }
        Ok(self.known.get(&commit).map(|rules| rules.ignores(path)))
    }
}

/// The files that only `.gitignore` leaves out at `tip` and that it did not leave out in some commit that changed them. `rules`
/// are those at `tip`, with the patterns of `exclude` in them; `is_part` tells whether the commits are the later part of a
/// history.
pub(super) fn once_read(
    repository: &Repository,
    (commits, is_part): (&[Commit], bool),
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
    let mut patterns = Patterns { repository, known: HashMap::new() };
    for (path, commits) in &written {
        for commit in commits {
            match patterns.ignore(*commit, path)? {
                Some(true) => {}
                Some(false) => {
                    found.paths.insert((*path).to_owned());
                    break;
                }
                None => break,
            }
        }
    }
    for (path, oid) in there.iter().filter(|(path, _)| is_goal_file(path)) {
        if !found.paths.contains(path) {
            continue;
        }
        let mut changes = commits.iter().flat_map(|commit| commit.changes.iter().flatten());
        // What it was before its first change; a file that is added within these commits was not there.
        let before = changes.find(|it| it.path == *path).map_or(Some(*oid), |it| it.old);
        match ignored_since(commits, path, &mut patterns)? {
            Some(place) => drop(found.since.insert(path.clone(), (place, before))),
            // It was left out before all of these commits.
            None if is_part => drop(found.paths.remove(path)),
            None => found.there.push((path.clone(), *oid)),
        }
    }
    Ok(found)
}

/// The place of the last of some commits that made `.gitignore` leave out a file; none if none of them did.
fn ignored_since(commits: &[Commit], path: &str, patterns: &mut Patterns<'_>) -> Result<Option<usize>, GitError> {
    let changes_patterns = |commit: &Commit| commit.aside.iter().any(|it| is_ignore_file(&it.path));
    for (place, commit) in commits.iter().enumerate().rev().filter(|(_, commit)| changes_patterns(commit)) {
        if patterns.ignore(commit.oid, path)? != Some(true) {
            continue;
        }
        let began = match commit.parents.first().copied().flatten() {
            Some(parent) => patterns.ignore(commits[parent].oid, path)? == Some(false),
            None => commit.aside.iter().all(|it| !is_ignore_file(&it.path) || it.old.is_none()),
        };
        if began {
            return Ok(Some(place));
        }
    }
    Ok(None)
}
