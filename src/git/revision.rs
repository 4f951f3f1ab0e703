//! Resolves revisions: any name that git accepts (gitrevisions(7)), or a day on the trunk.

use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;

use git2::{BranchType, ErrorClass, ErrorCode, ObjectType};

use super::backend::Backend;
use super::clock::{LONG_SLOP, LineDays};
use super::commit::{day_of, parse_people, parse_raw, subject_of};
use super::commit_graph::CommitGraph;
use super::error::GitError;
use super::moved_root::has_settings;
use super::objects::Objects;
use super::oids::Oid;
use super::repository::Repository;
use super::snapshot::tree_of;
use super::tree::Trees;
use super::trunk_line::names_of_trunk;
use super::trunk_merge::{may_take_in, merges_the_trunk};
use crate::model::{Day, move_day, parse_day, plus_days, read_day, read_named_day};
use crate::syntax::closest;

/// A commit, and the day for which its goals are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// The commit.
    pub oid: Oid,
    /// The day by which it was requested, else the committer's day in the committer's time zone.
    pub day: Day,
}

/// The days of commits along a line.
struct DayReader<'r> {
    repository: &'r Repository,
    objects: Objects<'r>,
    graph: Option<Arc<CommitGraph>>,
}

impl<'r> DayReader<'r> {
    fn new(repository: &'r Repository) -> Result<Self, GitError> {
        Ok(Self { repository, objects: Objects::new(repository)?, graph: repository.commit_graph() })
    }

    /// The parent of a commit that is no merge and surely later than a day, by the commit-graph.
    fn surely_later(&self, commit: Oid, day: Day) -> Option<Oid> {
        let graph = self.graph.as_ref()?;
        let place = graph.find(commit).filter(|place| !graph.is_merge(*place))?;
        let known = graph.commit(place)?;
        graph.oid(known.first?).filter(|_| plus_days(day_of(known.committed, 0), -1) > day)
    }

    /// The commit before one on the trunk's line: its first parent, or the trunk that it says to have merged.
    fn before(&self, commit: Oid, trunk: Option<&str>) -> Result<Option<Oid>, GitError> {
        let parents = self.parents(commit)?;
        let takes_in = parents.len() == 2 && {
            let object = self.objects.read_kind(commit, ObjectType::Commit)?;
            let says_so =
                || merges_the_trunk(subject_of(&parse_people(object.data()).2), trunk, self.repository.homes());
            may_take_in(object.data()) && says_so()
        };
        Ok(parents.get(usize::from(takes_in)).copied())
    }

    /// The committer's day, in their own zone.
    fn day(&self, commit: Oid) -> Result<Day, GitError> {
        Ok(parse_people(self.objects.read_kind(commit, ObjectType::Commit)?.data()).1.day())
    }

    fn parents(&self, commit: Oid) -> Result<Vec<Oid>, GitError> {
        if self.repository.shallow.contains(&commit) {
            return Ok(Vec::new());
        }
        let object = self.objects.read_kind(commit, ObjectType::Commit)?;
        Ok(parse_raw(object.data()).map_or_else(Vec::new, |raw| raw.parents))
    }
}

impl Repository {
    /// The commit that HEAD names.
    ///
    /// # Errors
    /// Nothing has been committed yet.
    pub fn head(&self) -> Result<Revision, GitError> {
        match self.commit_of("HEAD")? {
            Some(commit) => self.revision(commit),
            None => Err(GitError::Unborn),
        }
    }

    /// Resolves a name, or a day (`2026-10-01`, `2w ago`, `last friday`) to the last commit of the trunk on it.
    ///
    /// A day resolves as [`Repository::on_day`] has it. A tag that looks like a day is written `tags/…`.
    ///
    /// # Errors
    /// There is no such revision, or no commit is that old.
    pub fn resolve(&self, name: &str, trunk: Option<&str>, today: Day) -> Result<Revision, GitError> {
        if let Some(day) = parse_day(name).or_else(|| read_named_day(name, today)) {
            return self.on_day(day, (None, trunk), today);
        }
        match self.commit_of(name)? {
            Some(commit) => self.not_before_its_parents(self.revision(commit)?, today),
            None if name == "HEAD" => Err(GitError::Unborn),
            // `7d` or `1.10.2026` may be a branch, so it is a day only where there is no such revision.
            None => match move_day(today, name, false).map_or_else(|| read_day(name, None), Ok) {
                Ok(day) => self.on_day(day, (None, trunk), today),
                Err(none) if none.looks_like_a_day() => {
                    Err(GitError::NoDay { message: none.message(name), offered: none.offered() })
                }
                Err(_) => Err(self.unknown(name)),
            },
        }
    }

    /// The commit that a name resolves to; none if there is none.
    pub(super) fn commit_of(&self, name: &str) -> Result<Option<Oid>, GitError> {
        let base = &name[..name.find(['~', '^', '@', ':']).unwrap_or(name.len())];
        let Backend::Library(git) = &self.backend else {
            let program = self.program();
            return match program.parse(name)? {
                Some(oid) => self.peeled(oid, name),
                // For `NAME~3`, report it if NAME exists but cannot be read, instead of an unknown revision.
                None => match program.parse(base).unwrap_or(None).filter(|_| base != name) {
                    Some(oid) => self.peeled(oid, base).map(|_| None),
                    None => Ok(None),
                },
            };
        };
        let error = match git.revparse_single(name).and_then(|object| object.peel_to_commit()) {
            Ok(commit) => return Ok(Some(commit.id().into())),
            Err(error) => error,
        };
        let unread = matches!(error.class(), ErrorClass::Odb | ErrorClass::Zlib | ErrorClass::Object | ErrorClass::Os);
        // A reference to an object that cannot be read is reported as such, and not as an unknown revision.
        let is_there = || git.resolve_reference_from_short_name(base).is_ok_and(|it| it.resolve().is_ok());
        let lost = unread && !matches!(error.code(), ErrorCode::Ambiguous | ErrorCode::InvalidSpec);
        if lost && (error.code() != ErrorCode::NotFound || is_there()) {
            return Err(GitError::Broken { oid: name.to_owned(), reason: error.message().to_owned() });
        }
        Ok(None)
    }

    /// The object itself if it is a commit, or the commit that a tag points to.
    fn peeled(&self, oid: Oid, name: &str) -> Result<Option<Oid>, GitError> {
        let objects = Objects::new(self)?;
        let mut at = oid;
        // Tags can point to tags; the bound stops at a cycle, which corrupt objects can form.
        for _ in 0..16 {
            let object = match objects.read(at) {
                Ok(object) => object,
                // rev-parse accepts every full name without checking that the object exists.
                Err(GitError::Broken { .. }) if at.to_string().eq_ignore_ascii_case(name) => return Ok(None),
                Err(error) => return Err(error),
            };
            let target = || object.data().strip_prefix(b"object ")?.split(|byte| *byte == b'\n').next();
            match object.kind() {
                ObjectType::Commit => return Ok(Some(at)),
                ObjectType::Tag => match target().and_then(Oid::from_hex) {
                    Some(target) => at = target,
                    None => return Ok(None),
                },
                _ => return Ok(None),
            }
        }
        Ok(None)
    }

    fn unknown(&self, name: &str) -> GitError {
        GitError::UnknownRevision { name: name.to_owned(), near: self.near(name) }
    }

    /// The best common ancestor of two commits, as `git merge-base`.
    ///
    /// # Errors
    /// They have no common ancestor.
    pub fn merge_base(&self, a: Oid, b: Oid) -> Result<Revision, GitError> {
        let base = match (&self.backend, a.short(), b.short()) {
            (Backend::Library(git), Some(a), Some(b)) => git.merge_base(a, b).ok().map(Oid::from),
            _ => self.program().merge_base(a, b)?,
        };
        let base = base.ok_or_else(|| GitError::UnknownRevision { name: format!("{a}...{b}"), near: None })?;
        self.revision(base)
    }

    pub(super) fn revision(&self, oid: Oid) -> Result<Revision, GitError> {
        let objects = Objects::new(self)?;
        let object = objects.read_kind(oid, ObjectType::Commit)?;
        let (_, committer, _) = parse_people(object.data());
        Ok(Revision { oid, day: committer.day() })
    }

    /// A revision with the day on which it took effect: a commit that is dated earlier than those before it did not.
    fn not_before_its_parents(&self, revision: Revision, today: Day) -> Result<Revision, GitError> {
        let reader = DayReader::new(self)?;
        let horizon = revision.day.max(today);
        let (mut day, mut in_a_row, mut known) = (revision.day, 0, HashSet::from([revision.oid]));
        // The latest first, whichever parent leads to it.
        let (mut commits, mut open) = (vec![revision.oid], BinaryHeap::from([(revision.day, 0)]));
        while let Some((own, at)) = open.pop().filter(|_| in_a_row <= LONG_SLOP) {
            let raises = day < own && own <= horizon;
            (day, in_a_row) = if raises { (own, 0) } else { (day, in_a_row + 1) };
            for parent in reader.parents(commits[at])?.into_iter().filter(|parent| known.insert(*parent)) {
                open.push((reader.day(parent)?, commits.len()));
                commits.push(parent);
            }
        }
        Ok(Revision { day, ..revision })
    }

    /// The newest commit on the line of a commit, of the trunk or of HEAD whose committer's day, in the committer's time zone,
    /// is not later than a day. The line goes along first parents, and by a merge of the trunk with the trunk. Where the commit
    /// has no goals it is the newest of the line on which the goals stood.
    ///
    /// # Errors
    /// There is no commit, or none that is that old.
    pub fn on_day(
        &self,
        day: Day,
        (from, trunk): (Option<Oid>, Option<&str>),
        today: Day,
    ) -> Result<Revision, GitError> {
        let tip = match (from, trunk) {
            (Some(from), _) => from,
            // A clone that has no such branch at all has but one line: that of HEAD.
            (None, trunk) => match trunk.map(|name| self.trunk_tip(name)).transpose()?.flatten() {
                Some(tip) => tip,
                None => self.head()?.oid,
            },
        };
        let first = self.on_day_of_line(day, (tip, trunk), today);
        let has_goals = |commit: Oid| -> Result<bool, GitError> {
            let mut trees = Trees::new(Objects::new(self)?);
            let tree = tree_of(&trees, commit)?;
            has_settings(&mut trees, tree, &self.root)
        };
        match &first {
            Ok(found) if has_goals(found.oid)? || !has_goals(tip)? => return first,
            Ok(_) | Err(GitError::BeforeTheFirst { cut_off: false, .. }) => {}
            Err(_) => return first,
        }
        // The goals may have lain elsewhere, or stood on a line of their own until a merge brought them here.
        let days = LineDays::new(day, self.revision(tip)?.day.max(today));
        match self.on_trunks_line(tip, (trunk, today), days)? {
            Some(oid) => Ok(Revision { oid, day }),
            None => first,
        }
    }

    /// Whether the trunk is in this clone, here or as a branch of the remote.
    pub fn has_trunk(&self, name: &str) -> bool {
        self.trunk_tip(name).is_ok_and(|tip| tip.is_some())
    }

    /// The newest commit of the trunk, here or at the remote, as far as it was fetched: a clone made for a pull request may have
    /// it as a remote branch only, and the branch here may be older.
    fn trunk_tip(&self, name: &str) -> Result<Option<Oid>, GitError> {
        let mut newest: Option<(Day, Oid)> = None;
        for name in names_of_trunk(name) {
            let Some(tip) = self.commit_of(&name)? else { continue };
            let day = self.revision(tip)?.day;
            if newest.is_none_or(|(newest, _)| newest < day) {
                newest = Some((day, tip));
            }
        }
        Ok(newest.map(|(_, tip)| tip))
    }

    fn on_day_of_line(&self, day: Day, (tip, trunk): (Oid, Option<&str>), today: Day) -> Result<Revision, GitError> {
        let reader = DayReader::new(self)?;
        let mut days = LineDays::new(day, reader.day(tip)?.max(today));
        let mut at = tip;
        loop {
            // The commit-graph has times in UTC only. Zones differ by less than a day, so a commit more than a day later
            // can be skipped without reading it.
            let own = match reader.surely_later(at, day).filter(|_| days.found.is_none()) {
                Some(parent) => {
                    at = parent;
                    continue;
                }
                None => reader.day(at)?,
            };
            let is_over = days.pass(at, own);
            let parent = reader.before(at, trunk)?;
            match (days.found, parent) {
                // The requested day, even if the commit is much older: nothing changed in between.
                (Some(oid), parent) if is_over || parent.is_none() => return Ok(Revision { oid, day }),
                (_, Some(parent)) => at = parent,
                (_, None) => {
                    let cut_off = self.shallow.contains(&at);
                    return Err(GitError::BeforeTheFirst { day: day.to_string(), first: own.to_string(), cut_off });
                }
            }
        }
    }

    /// The branch or tag with the most similar name, with the requested suffix such as `~2`.
    fn near(&self, name: &str) -> Option<String> {
        let (name, steps) = name.split_at(name.find(['~', '^', '@', ':']).unwrap_or(name.len()));
        if !steps.is_empty() && matches!(self.commit_of(name), Ok(Some(_))) {
            // The name exists; its history is too short for the suffix, so no other name is suggested.
            return None;
        }
        let mut names = self.names();
        names.push("HEAD".to_owned());
        closest(name, names.iter().map(String::as_str)).map(|near| format!("{near}{steps}"))
    }

    /// The names of branches and tags.
    fn names(&self) -> Vec<String> {
        let Backend::Library(git) = &self.backend else {
            return self.program().names(&["refs/heads", "refs/tags"]).unwrap_or_default();
        };
        let mut names: Vec<String> = Vec::new();
        for branch in git.branches(Some(BranchType::Local)).into_iter().flatten().flatten() {
            names.extend(branch.0.name().ok().flatten().map(str::to_owned));
        }
        if let Ok(tags) = git.tag_names(None) {
            names.extend(tags.iter().flatten().flatten().map(str::to_owned));
        }
        names
    }
}
