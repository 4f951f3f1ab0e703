//! Files out of sight in which goals of today lay for a while: hidden ones, and ones with another ending. A goal is known by
//! its id, so that its history goes through them.

use std::collections::HashSet;

use super::by_id::ById;
use super::file_contents::FileContents;
use super::former_ids::FormerIds;
use super::goal_revision::{GoalLine, GoalRevision};
use crate::git::{Commit, FileDifference, Oid, Repository};
use crate::model::{Page, Settings};
use crate::source::SourceFile;

/// The most files that are looked into.
const MOST_FILES: usize = 1024;

/// The files to which goals went that a commit removed, and then those from which they came back. Only goals that are there
/// today count: any other one is gone, wherever its file lies. `known` are those that were found before.
pub(super) fn out_of_sight(
    repository: &Repository,
    (commits, known): (&[Commit], &HashSet<String>),
    goals: &ById<GoalLine>,
    names: &FormerIds<'_>,
) -> HashSet<String> {
    let gone = among(repository, commits, goals, names, |it| it.after.is_none());
    // A goal that was followed to where it went is there all the while, whatever copies of it lie beside.
    if !gone.is_subset(known) {
        return gone;
    }
    among(repository, commits, goals, names, |it| it.appears && it.after.is_some() && it.previous().is_some())
}

/// The files out of sight with goals that some of their revisions took there, or brought back from there.
fn among(
    repository: &Repository,
    commits: &[Commit],
    goals: &ById<GoalLine>,
    names: &FormerIds<'_>,
    is_one: impl Fn(&GoalRevision) -> bool + Copy,
) -> HashSet<String> {
    let mut found = HashSet::new();
    let present = goals.iter().filter(|(id, _)| names.is_present(id));
    let moves =
        present.flat_map(|(id, line)| line.revisions.iter().filter(move |it| is_one(it)).map(move |it| (id, it)));
    let candidates = moves.flat_map(|(id, revision)| {
        let goes = revision.after.is_none();
        let blob = move |it: &FileDifference| Some((it.path.clone(), if goes { it.new } else { it.old }?));
        commits[revision.commit].aside.iter().filter_map(blob).map(move |(path, oid)| (id, path, oid))
    });
    let candidates: Vec<_> = candidates.take(MOST_FILES).collect();
    // A partial clone that may not fetch them goes on without.
    let _ = repository.fetch_missing(candidates.iter().map(|(_, _, oid)| *oid));
    for (id, path, oid) in candidates {
        if !found.contains(&path) && holds(repository, oid, id, names) {
            found.insert(path);
        }
    }
    found
}

/// Whether a blob is the file of a goal.
fn holds(repository: &Repository, oid: Oid, id: &str, names: &FormerIds<'_>) -> bool {
    let Ok(bytes) = repository.blob(oid) else { return false };
    let file = SourceFile::from_bytes("", bytes);
    if !file.text.lines().any(|line| line.starts_with("id:")) {
        return false;
    }
    let contents = FileContents::of(&Page::read(file, &Settings::default()));
    names.of(&contents) == Some(id)
}
