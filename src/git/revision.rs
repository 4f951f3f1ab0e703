//! Revisions: by any of git's names, or by day along the trunk.

use std::collections::HashSet;

use git2::{BranchType, ObjectType, Oid};

use super::commit::{day_of, parse_people, parse_raw};
use super::commit_graph::CommitGraph;
use super::repository::{GitError, Repository, broken};
use crate::model::{Day, parse_day, parse_days, plus_days};
use crate::syntax::closest;

/// A commit, and the day it was committed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub oid: Oid,
    /// The committer's day, in the committer's zone.
    pub day: Day,
}

impl Repository {
    /// The commit that HEAD names.
    ///
    /// # Errors
    /// Nothing has been committed yet.
    pub fn head(&self) -> Result<Revision, GitError> {
        let head = self.git.head().map_err(|_| GitError::Unborn)?;
        let commit = head.peel_to_commit().map_err(|_| GitError::Unborn)?;
        self.revision(commit.id())
    }

    /// The commit of a name, or the last one of the trunk on a day (`2026-10-01`, `2w ago`).
    ///
    /// A day is the last commit on the trunk's first-parent chain whose committer's day, in the committer's own zone, is
    /// not later. Without a trunk it is HEAD's chain. A tag named like a day is written `tags/…`.
    ///
    /// # Errors
    /// There is no such revision, or no commit is that old.
    pub fn resolve(&self, name: &str, trunk: Option<&str>, today: Day) -> Result<Revision, GitError> {
        if let Some(day) = named_day(name, today) {
            return self.on_day(day, trunk);
        }
        match self.git.revparse_single(name).and_then(|object| object.peel_to_commit()) {
            Ok(commit) => self.revision(commit.id()),
            Err(_) if self.git.head().is_err() && name == "HEAD" => Err(GitError::Unborn),
            Err(_) => Err(GitError::UnknownRevision { name: name.to_owned(), near: self.near(name) }),
        }
    }

    /// The nearest commit that is an ancestor of two.
    ///
    /// # Errors
    /// They have none.
    pub fn merge_base(&self, a: Oid, b: Oid) -> Result<Revision, GitError> {
        let base = self
            .git
            .merge_base(a, b)
            .map_err(|_| GitError::UnknownRevision { name: format!("{a}...{b}"), near: None })?;
        self.revision(base)
    }

    /// The commits that lead from one to another that came of it; none if it did not.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn commits_since(&self, base: Oid, head: Oid) -> Result<Option<HashSet<Oid>>, GitError> {
        if base == head {
            return Ok(Some(HashSet::new()));
        }
        if !self.git.graph_descendant_of(head, base).map_err(|error| broken(head, &error))? {
            return Ok(None);
        }
        let mut walk = self.git.revwalk().map_err(|error| broken(head, &error))?;
        walk.push(head).map_err(|error| broken(head, &error))?;
        walk.hide(base).map_err(|error| broken(base, &error))?;
        walk.collect::<Result<_, _>>().map(Some).map_err(|error| broken(head, &error))
    }

    fn revision(&self, oid: Oid) -> Result<Revision, GitError> {
        let odb = self.git.odb().map_err(|error| broken(oid, &error))?;
        let object = odb.read(oid).map_err(|error| broken(oid, &error))?;
        let (_, committer, _) = parse_people(object.data());
        Ok(Revision { oid, day: committer.day() })
    }

    fn on_day(&self, day: Day, trunk: Option<&str>) -> Result<Revision, GitError> {
        let tip = match trunk {
            Some(name) => self
                .git
                .revparse_single(name)
                .and_then(|object| object.peel_to_commit())
                .map(|commit| commit.id())
                .map_err(|_| GitError::UnknownRevision { name: name.to_owned(), near: self.near(name) })?,
            None => self.head()?.oid,
        };
        let odb = self.git.odb().map_err(|error| broken(tip, &error))?;
        let graph = CommitGraph::open(&self.git.commondir().join("objects")).filter(|_| self.limits().is_empty());
        let mut at = tip;
        loop {
            // With the commit-graph, commits that are surely later need not be read.
            if let Some(graph) = &graph
                && let Some(known) = graph.find(at).and_then(|place| graph.commit(place))
                && plus_days(day_of(known.committed, 0), -1) > day
                && let Some(parent) = known.first.and_then(|place| graph.oid(place))
            {
                at = parent;
                continue;
            }
            let object = odb.read(at).map_err(|error| broken(at, &error))?;
            if object.kind() != ObjectType::Commit {
                return Err(GitError::Broken { oid: at.to_string(), reason: "not a commit".to_owned() });
            }
            let (_, committer, _) = parse_people(object.data());
            if committer.day() <= day {
                return Ok(Revision { oid: at, day: committer.day() });
            }
            let parents = parse_raw(object.data()).map(|raw| raw.parents).unwrap_or_default();
            let cut_off = self.shallow.contains(&at);
            let Some(parent) = parents.first().filter(|_| !cut_off) else {
                let first = committer.day().to_string();
                return Err(GitError::BeforeTheFirst { day: day.to_string(), first, cut_off });
            };
            at = *parent;
        }
    }

    /// The branch or tag that may have been meant, with the steps from it that were asked for.
    fn near(&self, name: &str) -> Option<String> {
        let (name, steps) = name.split_at(name.find(['~', '^', '@', ':']).unwrap_or(name.len()));
        if !steps.is_empty() && self.git.revparse_single(name).is_ok() {
            // It is there; what is not is so many commits before it.
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for branch in self.git.branches(Some(BranchType::Local)).into_iter().flatten().flatten() {
            names.extend(branch.0.name().ok().flatten().map(str::to_owned));
        }
        if let Ok(tags) = self.git.tag_names(None) {
            names.extend(tags.iter().flatten().flatten().map(str::to_owned));
        }
        names.push("HEAD".to_owned());
        closest(name, names.iter().map(String::as_str)).map(|near| format!("{near}{steps}"))
    }
}

/// A day as people name it.
fn named_day(name: &str, today: Day) -> Option<Day> {
    if name == "yesterday" {
        return Some(plus_days(today, -1));
    }
    if let Some(length) = name.strip_suffix(" ago") {
        let months = |unit: &str, days: i64| {
            let number = length.strip_suffix(unit)?.trim().parse::<i64>().ok()?;
            (0..=1200).contains(&number).then_some(number * days)
        };
        let days = parse_days(length)
            .or_else(|| months("months", 30))
            .or_else(|| months("month", 30))
            .or_else(|| months("years", 365))
            .or_else(|| months("year", 365))?;
        return Some(plus_days(today, -days));
    }
    parse_day(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_names() {
        let today = parse_day("2026-11-21").expect("a day");
        let named = |name| named_day(name, today).map(|day| day.to_string());
        assert_eq!(named("2026-10-01").as_deref(), Some("2026-10-01"));
        assert_eq!(named("2w ago").as_deref(), Some("2026-11-07"));
        assert_eq!(named("3 days ago").as_deref(), Some("2026-11-18"));
        assert_eq!(named("yesterday").as_deref(), Some("2026-11-20"));
        assert_eq!(named("main"), None);
        assert_eq!(named("2026-13-01"), None);
    }
}
