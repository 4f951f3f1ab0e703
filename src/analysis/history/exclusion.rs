//! Goals that `exclude` or `.gitignore` took out of what is read: a commit that leaves out a file removes its goal.

use std::collections::{BTreeMap, HashSet};

use crate::git::{Commit, FileDifference, GitError, Oid, Repository};
use crate::model::{Settings, settings_of};
use crate::source::{IgnoreRules, SETTINGS_FILE, SourceFile};

/// A version of the settings' patterns, from a commit on.
struct Exclusion {
    /// The place of the commit.
    place: usize,
    rules: IgnoreRules,
}

/// The files that are left out since one of some commits, by path: the place of that commit, and the content before the first of
/// them where that is known.
pub(super) type LeftOutSince = BTreeMap<String, (usize, Option<Oid>)>;

/// Takes the files that are not read at `tip` out of the changes of commits. A file that the settings began to exclude
/// within these commits, or `.gitignore` to leave out (`ignored`), is removed by the commit that did so; all others have no
/// history, for want of a goal. Returns the places of the commits that excluded files, with their paths.
pub(super) fn exclude(
    repository: &Repository,
    commits: &mut [Commit],
    tip: Oid,
    settings: &Settings,
    (left_out, ignored): (&IgnoreRules, LeftOutSince),
) -> Result<HashSet<(usize, String)>, GitError> {
    let mut begun = begun(repository, commits, tip, settings)?;
    begun.extend(ignored);
    let mut excluded = HashSet::new();
    let mut by_place: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for (path, (from, _)) in &begun {
        by_place.entry(*from).or_default().push(path);
    }
    // The last content of each file before it was excluded.
    let mut last: BTreeMap<&String, Option<Oid>> = begun.iter().map(|(path, (_, oid))| (path, *oid)).collect();
    for (place, commit) in commits.iter_mut().enumerate() {
        for changes in &mut commit.changes {
            for change in changes.iter() {
                if let Some((path, _)) = begun.get_key_value(&change.path).filter(|(_, (from, _))| place < *from) {
                    last.insert(path, change.new);
                }
            }
            changes.retain(|it| match begun.get(&it.path) {
                Some((from, _)) => place < *from,
                None => !left_out.covers(&it.path),
            });
            for path in by_place.get(&place).into_iter().flatten().copied() {
                if let Some(old) = last.get(path).copied().flatten() {
                    changes.push(FileDifference { path: path.clone(), old: Some(old), new: None });
                    excluded.insert((place, path.clone()));
                }
            }
        }
    }
    Ok(excluded)
}

/// The files that the settings exclude since one of some commits.
fn begun(repository: &Repository, commits: &[Commit], tip: Oid, settings: &Settings) -> Result<LeftOutSince, GitError> {
    let none = BTreeMap::new();
    let of_settings = |(place, commit): (usize, &Commit)| {
        let change = commit.changes.first()?.iter().find(|it| it.path == SETTINGS_FILE)?;
        Some((place, change.old, change.new))
    };
    let versions: Vec<_> = commits.iter().enumerate().filter_map(of_settings).collect();
    let patterns = |oid: Option<Oid>| -> Result<Vec<String>, GitError> {
        let Some(oid) = oid else { return Ok(Vec::new()) };
        Ok(settings_of(&SourceFile::from_bytes(SETTINGS_FILE, repository.blob(oid)?)).left_out())
    };
    let present = settings.left_out();
    if versions.is_empty() || present.is_empty() {
        return Ok(none);
    }
    let rules = |patterns: &[String]| IgnoreRules::new(&[], &[(String::new(), patterns.to_vec())]);
    let mut before = patterns(versions[0].1)?;
    // What the settings excluded from their first commit on was never read.
    if versions[0].1.is_none() && commits[versions[0].0].parents.iter().all(Option::is_none) {
        before = patterns(versions[0].2)?;
    }
    let mut exclusions = Vec::with_capacity(versions.len());
    for (place, _, new) in versions {
        exclusions.push(Exclusion { place, rules: rules(&patterns(new)?) });
    }
    let (first, present) = (rules(&before), rules(&present));
    let since = |path: &str| -> Option<usize> {
        let covering = exclusions.iter().rev().take_while(|it| it.rules.covers(path)).last()?;
        let always = covering.place == exclusions[0].place && first.covers(path);
        (present.covers(path) && !always).then_some(covering.place)
    };
    let mut found = BTreeMap::new();
    for change in commits.iter().flat_map(|commit| commit.changes.iter().flatten()) {
        if !found.contains_key(&change.path)
            && let Some(from) = since(&change.path)
        {
            // What it was before its first change; a file that is added within these commits was not there.
            found.insert(change.path.clone(), (from, change.old));
        }
    }
    // Files that none of these commits changed.
    for (path, oid) in repository.files(tip, &[])?.0 {
        if !found.contains_key(&path)
            && let Some(from) = since(&path)
        {
            found.insert(path, (from, Some(oid)));
        }
    }
    Ok(found)
}
