//! How the goals' folder changed along the trunk's own line: what each of its commits brought against the one before,
//! and which commits came with it.

use std::collections::{HashMap, HashSet};

use super::clock::{LineDays, SKEW};
use super::commit_table::{CommitNumber, Name};
use super::error::GitError;
use super::fates::{Fate, Horizon, Latest, committed_on};
use super::history::{Commit, FileDifference, HistoryRange};
use super::main_line::Joint;
use super::moved_root::RootSearch;
use super::oids::Oid;
use super::repository::Repository;
use super::trunk_history::{Landing, LineChanges, TrunkHistory};
use super::trunk_line::TrunkLine;
use super::walked::Walked;
use crate::model::Day;

impl Repository {
    /// How the goals' folder came to be what it is in a commit, along the trunk's line, the oldest change first. Commits
    /// from before the range's time are not looked at. `shown` and `walked` are what [`Repository::history`]
    /// gives for the same commit; `is_whole` tells that nothing was taken out of the changes of `shown` since.
    ///
    /// The trunk's line goes along first parents. A merge of the trunk into another line, which `git pull` makes of a
    /// commit that was not pushed, names the trunk as what it merged: there the line goes on with that parent. A commit
    /// comes with the first merge that changes the folder and holds it. Where the trunk is known by name and the commit is
    /// not on its line, the last entry is all that the commit has beside it. Without a name the commit's own line is the
    /// trunk.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn landings(
        &self,
        tip: Oid,
        trunk: Option<&str>,
        range: HistoryRange,
        (shown, walked, is_whole): (&[Commit], Walked, bool),
    ) -> Result<TrunkHistory, GitError> {
        let (line, mailmap) = (self.trunk_line(tip, trunk, range, (shown, walked))?, self.mailmap());
        let mut landings = LandingSearch { line, mailmap, is_whole };
        let found = landings.read_all(self)?;
        if !landings.line.is_doubtful {
            return Ok(found);
        }
        landings.line.reads_all = true;
        landings.read_all(self)
    }

    /// The newest commit of the trunk's line, from one down, that is not later than a day; none where the line begins later.
    pub(super) fn on_trunks_line(
        &self,
        tip: Oid,
        (trunk, today): (Option<&str>, Day),
        mut days: LineDays,
    ) -> Result<Option<Oid>, GitError> {
        let range = HistoryRange { since: None, today: Some(today) };
        let (history, walked) = self.history(tip, range)?;
        let mut line = self.trunk_line(tip, trunk, range, (&history.commits, walked))?;
        line.reads_all = true;
        for joint in line.line_from(line.tip)?.joints {
            let Some(oid) = line.table.oid(joint.number) else { break };
            if days.pass(oid, committed_on(&line.table, joint.number)?) {
                break;
            }
        }
        Ok(days.found)
    }

    fn trunk_line<'l>(
        &'l self,
        tip: Oid,
        trunk: Option<&'l str>,
        range: HistoryRange,
        (shown, walked): (&'l [Commit], Walked),
    ) -> Result<TrunkLine<'l>, GitError> {
        let known = shown.iter().enumerate().map(|(place, commit)| (commit.oid, place)).collect();
        let (mut table, fates) = walked.resume(self)?;
        let tip = table.number(Name::Oid(tip), 0)?;
        let horizon = Horizon::new(&table, tip, range.today)?;
        let oldest = range.since.map_or(i64::MIN, |since| since - SKEW);
        let (homes, search) = (self.homes(), RootSearch::default());
        let (reads_all, is_doubtful) = (false, false);
        Ok(TrunkLine { table, fates, shown, known, trunk, homes, oldest, horizon, tip, search, reads_all, is_doubtful })
    }
}

/// What a line brought, and when.
struct LandingSearch<'l> {
    line: TrunkLine<'l>,
    mailmap: Option<git2::Mailmap>,
    /// Whether the commits that history shows have all changes that they made.
    is_whole: bool,
}

impl LandingSearch<'_> {
    fn read_all(&mut self, repository: &Repository) -> Result<TrunkHistory, GitError> {
        let (line, beside) = self.line.below(repository)?;
        let joints = &line.joints;
        let mut taken: HashSet<CommitNumber> = HashSet::new();
        let mut found = Vec::new();
        // What came with each commit of the line that changed the goals' folder.
        let mut with: HashMap<usize, Vec<CommitNumber>> = HashMap::new();
        // Up to where the line was passed by: history goes along a merged branch alone where a merge took all from it.
        let (mut passed_by, mut passing) = (vec![false; joints.len()], Vec::new());
        // The oldest first: a commit lands with the first merge that holds it.
        for (place, joint) in joints.iter().enumerate().rev().filter(|(_, joint)| !joint.others.is_empty()) {
            if !self.line.differs(joint)? {
                continue;
            }
            let (brought, fork) = self.line.side_of(joint.others.clone(), &line, &mut taken)?;
            if self.line.shown_at(joint.number).is_none() {
                let oldest = fork.map_or(joints.len(), |(_, oldest)| oldest);
                let range = place + 1..oldest.max(place + 1);
                passed_by[range.clone()].fill(true);
                passing.push((joint.number, range));
            }
            if let Some(landing) = self.landing(joint, &brought)? {
                found.push((place, landing));
            }
            with.insert(place, brought);
        }
        for (place, joint) in joints.iter().enumerate().filter(|(_, joint)| joint.others.is_empty()) {
            // Most are of no account by what is known of them.
            if joint.before.is_some() && self.line.fates.of(joint.number) == Fate::SameAs(joint.before) {
                continue;
            }
            if self.line.shown_at(joint.number).is_some() || (passed_by[place] && self.line.differs(joint)?) {
                found.extend(self.landing(joint, &[])?.map(|landing| (place, landing)));
            }
        }
        found.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        let is_unseen = |it: &&(usize, Landing)| matches!(it.1.changes, LineChanges::Read(_));
        let unseen: Vec<usize> = found.iter().filter(is_unseen).map(|(place, _)| *place).collect();
        let passing = passing.into_iter().filter(|(_, range)| unseen.iter().any(|place| range.contains(place)));
        let passing = passing.filter_map(|(number, _)| self.line.table.oid(number)).collect();
        let first_root = found.first().map_or("", |(place, _)| self.line.table.root(joints[*place].number)).to_owned();
        self.date(joints, &with, &mut found)?;
        let mut landings: Vec<Landing> = found.into_iter().map(|(_, landing)| landing).collect();
        if let Some(mut brought) = beside {
            let before = joints.first().map(|joint| joint.number);
            let tip = self.line.tip;
            let joint = Joint { number: tip, before, side: 0, others: Vec::new(), is_copied: false };
            brought.retain(|number| *number != tip);
            if self.line.differs(&joint)? {
                let changes = LineChanges::Read(Box::new(self.read(&joint, &brought)?));
                let (oid, brought, reasons) = self.names(&joint, &brought)?;
                landings.push(Landing { oid, day: self.own_day(tip)?, changes, brought, reasons, landed: false });
            }
        }
        Ok(TrunkHistory { landings, begins: self.begins(joints)?, first_root, passing })
    }

    /// Sets the days of landings, the oldest first: a commit lands no earlier than what the line had before it and what came
    /// with it, whatever its clock said.
    fn date(
        &self,
        joints: &[Joint],
        with: &HashMap<usize, Vec<CommitNumber>>,
        found: &mut [(usize, Landing)],
    ) -> Result<(), GitError> {
        let mut landings = found.iter_mut().peekable();
        let (mut latest, mut passed): (Latest, Option<Day>) = (None, None);
        for (place, joint) in joints.iter().enumerate().rev() {
            let brought = with.get(&place).map_or(&[][..], Vec::as_slice);
            for number in brought {
                self.pass(*number, &mut latest)?;
                let is_credible = !self.line.horizon.is_before(&self.line.table, *number)?;
                passed =
                    passed.max(self.line.shown_at(*number).filter(|_| is_credible).map(|at| self.line.shown[at].day));
            }
            if let Some((_, landing)) = landings.next_if(|(at, _)| *at == place) {
                let later = latest.filter(|(time, _)| *time > self.line.table.committed(joint.number));
                let later = later.map(|(_, number)| committed_on(&self.line.table, number)).transpose()?;
                landing.day = landing.day.max(passed.max(later).unwrap_or(Day::MIN));
                if !self.line.horizon.is_before(&self.line.table, joint.number)? {
                    passed = Some(landing.day);
                }
            }
            self.pass(joint.number, &mut latest)?;
        }
        Ok(())
    }

    /// Takes a commit in that what comes later cannot be before.
    fn pass(&self, number: CommitNumber, latest: &mut Latest) -> Result<(), GitError> {
        let time = self.line.table.committed(number);
        if latest.is_none_or(|(latest, _)| latest < time) && !self.line.horizon.is_before(&self.line.table, number)? {
            *latest = Some((time, number));
        }
        Ok(())
    }

    /// A commit's day without regard to the line.
    fn own_day(&self, number: CommitNumber) -> Result<Day, GitError> {
        match self.line.shown_at(number) {
            Some(place) => Ok(self.line.shown[place].day),
            None => committed_on(&self.line.table, number),
        }
    }

    /// The time of the oldest commit of a line that has the goals' folder.
    fn begins(&mut self, joints: &[Joint]) -> Result<i64, GitError> {
        for joint in joints.iter().rev() {
            if self.line.table.folder(joint.number)?.is_some() {
                return Ok(self.line.table.committed(joint.number));
            }
        }
        Ok(i64::MAX)
    }

    /// What a commit of the line brought; none if no YAML file differs.
    fn landing(&mut self, joint: &Joint, brought: &[CommitNumber]) -> Result<Option<Landing>, GitError> {
        let changes = match self.line.shown_at(joint.number) {
            Some(_) => LineChanges::Known(joint.side),
            None => LineChanges::Read(Box::new(self.read(joint, brought)?)),
        };
        if matches!(&changes, LineChanges::Read(commit) if commit.changes.iter().all(Vec::is_empty)) {
            return Ok(None);
        }
        let (oid, brought, reasons) = self.names(joint, brought)?;
        Ok(Some(Landing { oid, day: self.own_day(joint.number)?, changes, brought, reasons, landed: true }))
    }

    /// A commit with its changes against the one before it on the line, with which others came.
    fn read(&mut self, joint: &Joint, brought: &[CommitNumber]) -> Result<Commit, GitError> {
        let own = self.line.table.folder(joint.number)?;
        let before = match joint.before {
            Some(before) => self.line.table.folder(before)?,
            None => None,
        };
        let mut changes = match self.changes_of_one(brought, (before, own))? {
            Some(changes) => changes.to_vec(),
            None => self.line.table.trees.differences(before, own)?.into_iter().map(FileDifference::from).collect(),
        };
        changes.retain(|it| !joint.is_copied || it.new.is_some());
        let oid = self.oid(joint.number)?;
        let commit = Commit::from(self.line.table.message(oid, self.mailmap.as_ref())?);
        Ok(Commit { cut_off: self.line.table.is_cut(joint.number), changes: vec![changes], ..commit })
    }

    /// The changes of a commit that led from one goals' folder to another all by itself: most merges bring no more than what one
    /// commit did.
    fn changes_of_one(
        &mut self,
        brought: &[CommitNumber],
        folders: (Option<Oid>, Option<Oid>),
    ) -> Result<Option<&'_ [FileDifference]>, GitError> {
        for number in brought.iter().copied().filter(|_| self.is_whole) {
            let (Some(place), Fate::Shown(at)) = (self.line.shown_at(number), self.line.fates.of(number)) else {
                continue;
            };
            let [parent] = self.line.fates.shown[at].parents[..] else { continue };
            // Where the folder lay elsewhere before, what stayed there may be left out.
            let table = &mut self.line.table;
            if table.root(parent) == table.root(number) && (table.folder(parent)?, table.folder(number)?) == folders {
                return Ok(self.line.shown[place].changes.first().map(Vec::as_slice));
            }
        }
        Ok(None)
    }

    /// The names of a commit and of those that came with it, and the messages with reasons that history does not show.
    fn names(&self, joint: &Joint, brought: &[CommitNumber]) -> Result<(Oid, Vec<Oid>, Vec<String>), GitError> {
        let mut reasons = Vec::new();
        let brought: Vec<Oid> = brought.iter().filter_map(|number| self.line.table.oid(*number)).collect();
        for oid in brought.iter().filter(|oid| !self.line.known.contains_key(oid)).take(MOST_MESSAGES) {
            let message = self.line.message(*oid)?;
            if message.to_ascii_lowercase().contains("goal-reason:") {
                reasons.push(message);
            }
        }
        Ok((self.oid(joint.number)?, brought, reasons))
    }

    fn oid(&self, number: CommitNumber) -> Result<Oid, GitError> {
        let unnamed = || GitError::Broken {
            oid: "of the commit-graph".to_owned(),
            reason: "it names no commit: write it anew with git commit-graph write".to_owned(),
        };
        self.line.table.oid(number).ok_or_else(unnamed)
    }
}

/// The most commits of one merge whose messages are read because they may give a reason.
const MOST_MESSAGES: usize = 1000;
