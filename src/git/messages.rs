//! Searches commit messages in one pass over the history, reading each commit once.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::path::Path;

use git2::ObjectType;

use super::clock::{LONG_SLOP, SKEW};
use super::commit::{Signature, parse_people, parse_raw};
use super::contributors::{Contributor, contributors};
use super::error::GitError;
use super::objects::Objects;
use super::oids::Oid;
use super::repository::Repository;
use super::tree::{Kind, Trees};
use crate::model::Day;
use crate::source::{is_hidden_path, is_yaml};

/// A commit without its changes.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its name.
    pub oid: Oid,
    /// Who wrote it, and when.
    pub author: Signature,
    /// Who committed it, and when.
    pub committer: Signature,
    /// The whole message.
    pub text: String,
    /// Other people that the message names.
    pub contributors: Vec<Contributor>,
}

impl Message {
    /// Reads a commit from its bytes, with the names that `.mailmap` gives.
    pub(super) fn parse(oid: Oid, data: &[u8], mailmap: Option<&git2::Mailmap>) -> Self {
        let (author, committer, text) = parse_people(data);
        let contributors = contributors(&text, mailmap);
        let (author, committer) = (author.canonical(mailmap), committer.canonical(mailmap));
        Self { oid, author, committer, text, contributors }
    }
}

/// The criteria of a search.
#[derive(Debug, Clone, Default)]
pub struct Searching<'s> {
    /// The commit whose history is searched; HEAD if none.
    pub tip: Option<Oid>,
    /// The first day, compared to the author's day.
    pub since: Option<Day>,
    /// The goals' folders, from the top of the repository. Commits that change nothing else are skipped.
    pub goals: Vec<String>,
    /// A text that commits contain, ignoring ASCII case.
    pub word: &'s str,
}

impl Repository {
    /// Calls `each` for every commit that matches. Returns the number of commits since that day that changed something
    /// besides goals, whether or not they contain the word.
    ///
    /// # Errors
    /// Nothing has been committed yet, or an object is missing or corrupt.
    pub fn messages(&self, searching: &Searching<'_>, mut each: impl FnMut(Message)) -> Result<usize, GitError> {
        let Searching { tip, since, goals, word } = searching;
        let head = tip.map_or_else(|| self.head().map(|head| head.oid), Ok)?;
        let objects = Objects::new(self)?;
        let mut trees = Trees::new(Objects::new(self)?);
        let mailmap = self.mailmap();
        let oldest = since.map(|day| crate::model::days_between(Day::constant(1970, 1, 1), day) * 86_400 - SKEW);
        // For each commit, how many in a row before it on the way here seemed too old; those with the fewest go first, so that
        // few are met again by a better way, and of these the one that was found last.
        let (mut old, mut found) = (HashMap::from([(head, 0)]), 0_usize);
        let mut open = BinaryHeap::from([(Reverse(0), found, head)]);
        let (mut done, mut count) = (HashSet::new(), 0);
        while let Some((Reverse(before), _, oid)) = open.pop() {
            if old.get(&oid).is_some_and(|known| *known < before) {
                continue;
            }
            let object = objects.read_kind(oid, ObjectType::Commit)?;
            let data = object.data();
            let raw = parse_raw(data)
                .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
            // Wrong dates and forged ones end the search as little as they end the walk along the trunk's line.
            let is_old = oldest.is_some_and(|oldest| raw.committed < oldest);
            let in_a_row: u16 = if is_old { before + 1 } else { 0 };
            if in_a_row > LONG_SLOP {
                continue;
            }
            let parent = raw.parents.first().copied().filter(|_| !self.shallow.contains(&oid));
            for parent in raw.parents.into_iter().filter(|_| parent.is_some()) {
                if old.get(&parent).is_none_or(|known| in_a_row < *known) {
                    old.insert(parent, in_a_row);
                    found += 1;
                    open.push((Reverse(in_a_row), found, parent));
                }
            }
            if !done.insert(oid) {
                continue;
            }
            if since.is_some_and(|since| parse_people(data).0.day() < since) {
                continue;
            }
            if changes_only_goals(&mut trees, raw.tree, parent, goals)? {
                continue;
            }
            count += 1;
            // The raw bytes are searched, as a test that is cheap; callers parse the trailers.
            if !contains_ignoring_case(data, word.as_bytes()) {
                continue;
            }
            each(Message::parse(oid, data, mailmap.as_ref()));
        }
        Ok(count)
    }

    /// Whether two are the same repository, possibly in different work trees.
    pub fn is_same(&self, other: &Self) -> bool {
        let real = |it: &Self| it.common.canonicalize().ok();
        real(self).is_some_and(|own| real(other) == Some(own))
    }

    /// The top of the work tree, or the git directory of a bare repository.
    pub fn folder(&self) -> &Path {
        self.top.as_deref().unwrap_or(&self.git_dir)
    }
}

/// Whether a commit changes something, but only goals: check-ins are no work on a goal. If the goals are at the top of the
/// repository, all YAML files count as goals. A merge changes what differs from its first parent.
fn changes_only_goals(
    trees: &mut Trees<'_>,
    tree: Oid,
    parent: Option<Oid>,
    goals: &[String],
) -> Result<bool, GitError> {
    if goals.is_empty() {
        return Ok(false);
    }
    let before = match parent {
        Some(parent) => parse_raw(trees.raw(parent, ObjectType::Commit)?.data()).map(|raw| raw.tree),
        None => None,
    };
    if before == Some(tree) {
        return Ok(false);
    }
    let within =
        |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|it| it.is_empty() || it.starts_with('/'));
    let is_of_goals = |path: &str, kind: Kind| {
        goals.iter().any(|folder| match folder.as_str() {
            "" => kind == Kind::File && is_yaml(path) && !is_hidden_path(path),
            folder => within(path, folder),
        })
    };
    Ok(trees.differ_beside(before, Some(tree), is_of_goals)?.is_none())
}

fn contains_ignoring_case(data: &[u8], word: &[u8]) -> bool {
    // Every text contains the empty one; windows of no bytes are not defined.
    word.is_empty() || data.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
