//! How the goals' folder changed along the trunk's own line: what each of its commits brought against the one before,
//! and which commits came with it.

use std::collections::{BinaryHeap, HashMap, HashSet};

use git2::ObjectType;

use super::clock::{SKEW, SLOP};
use super::commit::{parse_people, subject_of};
use super::commit_table::{CommitNumber, CommitTable, Name};
use super::error::GitError;
use super::fates::{Fate, Fates, Horizon, Latest, committed_on};
use super::history::{Commit, FileDifference, HistoryRange};
use super::oids::{Oid, OidMap};
use super::repository::Repository;
use super::trunk_history::{Landing, LineChanges, TrunkHistory};
use super::trunk_merge::merges_the_trunk;
use super::walked::Walked;
use crate::model::Day;

/// The newest and the oldest place on a line from which commits lead away; none if they have nothing in common with it.
type Fork = Option<(usize, usize)>;

/// A commit of a line.
struct Joint {
    number: CommitNumber,
    /// The commit before it on the line.
    before: Option<CommitNumber>,
    /// Which of its parents that is.
    side: usize,
    /// Its other parents.
    others: Vec<CommitNumber>,
}

impl Repository {
    /// How the goals' folder came to be what it is in a commit, along the trunk's line, the oldest change first. Commits
    /// from before the range's time are not looked at. `shown` and `walked` are what [`Repository::history`]
    /// gives for the same commit.
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
        (shown, walked): (&[Commit], Walked),
    ) -> Result<TrunkHistory, GitError> {
        let known = shown.iter().enumerate().map(|(place, commit)| (commit.oid, place)).collect();
        let ((mut table, fates), mailmap) = (walked.resume(self)?, self.mailmap());
        let tip = table.number(Name::Oid(tip), 0)?;
        let horizon = Horizon::new(&table, tip, range.today)?;
        let oldest = range.since.map_or(i64::MIN, |since| since - SKEW);
        TrunkLine { table, fates, mailmap, shown, known, trunk, oldest, horizon }.landings(self, tip)
    }
}

/// A walk along the trunk's line.
struct TrunkLine<'l> {
    table: CommitTable<'l>,
    /// What became of the commits that were walked.
    fates: Fates,
    mailmap: Option<git2::Mailmap>,
    shown: &'l [Commit],
    known: OidMap<usize>,
    trunk: Option<&'l str>,
    /// Commits from before this time are not looked at.
    oldest: i64,
    horizon: Horizon,
}

impl TrunkLine<'_> {
    fn landings(mut self, repository: &Repository, tip: CommitNumber) -> Result<TrunkHistory, GitError> {
        let (joints, beside) = self.line_below(repository, tip)?;
        let places = self.places(&joints)?;
        let mut taken: HashSet<CommitNumber> = HashSet::new();
        let mut found = Vec::new();
        // What came with each commit of the line that changed the goals' folder.
        let mut with: HashMap<usize, Vec<CommitNumber>> = HashMap::new();
        // Up to where the line was passed by: history goes along a merged branch alone where a merge took all from it.
        let mut passed_by = vec![false; joints.len()];
        // The oldest first: a commit lands with the first merge that holds it.
        for (place, joint) in joints.iter().enumerate().rev().filter(|(_, joint)| !joint.others.is_empty()) {
            if !self.differs(joint)? {
                continue;
            }
            let (brought, fork) = self.side_of(joint.others.clone(), &places, &mut taken)?;
            if self.shown_at(joint.number).is_none() {
                let oldest = fork.map_or(joints.len(), |(_, oldest)| oldest);
                passed_by[place + 1..oldest.max(place + 1)].fill(true);
            }
            if let Some(landing) = self.landing(joint, &brought)? {
                found.push((place, landing));
            }
            with.insert(place, brought);
        }
        for (place, joint) in joints.iter().enumerate().filter(|(_, joint)| joint.others.is_empty()) {
            if self.shown_at(joint.number).is_some() || (passed_by[place] && self.differs(joint)?) {
                found.extend(self.landing(joint, &[])?.map(|landing| (place, landing)));
            }
        }
        found.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        let first_root = found.first().map_or("", |(place, _)| self.table.root(joints[*place].number)).to_owned();
        self.date(&joints, &with, &mut found)?;
        let mut landings: Vec<Landing> = found.into_iter().map(|(_, landing)| landing).collect();
        if let Some(mut brought) = beside {
            let before = joints.first().map(|joint| joint.number);
            let joint = Joint { number: tip, before, side: 0, others: Vec::new() };
            brought.retain(|number| *number != tip);
            if self.differs(&joint)? {
                let changes = LineChanges::Read(Box::new(self.read(&joint)?));
                let (oid, brought, reasons) = self.names(&joint, &brought)?;
                landings.push(Landing { oid, day: self.own_day(tip)?, changes, brought, reasons, landed: false });
            }
        }
        Ok(TrunkHistory { landings, begins: self.begins(&joints)?, first_root })
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
                let is_credible = !self.horizon.is_before(&self.table, *number)?;
                passed = passed.max(self.shown_at(*number).filter(|_| is_credible).map(|at| self.shown[at].day));
            }
            if let Some((_, landing)) = landings.next_if(|(at, _)| *at == place) {
                let later = latest.filter(|(time, _)| *time > self.table.committed(joint.number));
                let later = later.map(|(_, number)| committed_on(&self.table, number)).transpose()?;
                landing.day = landing.day.max(passed.max(later).unwrap_or(Day::MIN));
                if !self.horizon.is_before(&self.table, joint.number)? {
                    passed = Some(landing.day);
                }
            }
            self.pass(joint.number, &mut latest)?;
        }
        Ok(())
    }

    /// Takes a commit in that what comes later cannot be before.
    fn pass(&self, number: CommitNumber, latest: &mut Latest) -> Result<(), GitError> {
        let time = self.table.committed(number);
        if latest.is_none_or(|(latest, _)| latest < time) && !self.horizon.is_before(&self.table, number)? {
            *latest = Some((time, number));
        }
        Ok(())
    }

    /// A commit's day without regard to the line.
    fn own_day(&self, number: CommitNumber) -> Result<Day, GitError> {
        match self.shown_at(number) {
            Some(place) => Ok(self.shown[place].day),
            None => committed_on(&self.table, number),
        }
    }

    /// The places of the commits of a line, by their numbers at the present path of the goals' folder: a commit that is met at
    /// two paths is one.
    fn places(&mut self, joints: &[Joint]) -> Result<HashMap<CommitNumber, usize>, GitError> {
        let place = |(place, joint): (usize, &Joint)| Ok((self.table.at_root(joint.number, 0)?, place));
        joints.iter().enumerate().map(place).collect()
    }

    /// The time of the oldest commit of a line that has the goals' folder.
    fn begins(&mut self, joints: &[Joint]) -> Result<i64, GitError> {
        for joint in joints.iter().rev() {
            if self.table.folder(joint.number)?.is_some() {
                return Ok(self.table.committed(joint.number));
            }
        }
        Ok(i64::MAX)
    }

    /// The trunk's line from a commit down, the newest first; and, if the commit is not on it, what it has beside the line.
    fn line_below(
        &mut self,
        repository: &Repository,
        tip: CommitNumber,
    ) -> Result<(Vec<Joint>, Option<Vec<CommitNumber>>), GitError> {
        let mut best: Option<Vec<Joint>> = None;
        for name in self.trunk.into_iter().flat_map(|name| [name.to_owned(), format!("origin/{name}")]) {
            // A clone made for a pull request may have the trunk as a remote branch only.
            let Ok(Some(oid)) = repository.commit_of(&name) else { continue };
            let newest = self.table.number(Name::Oid(oid), 0)?;
            let mut line = self.line_from(newest)?;
            if let Some(place) = line.iter().position(|joint| joint.number == tip) {
                return Ok((line.split_off(place), None));
            }
            let time = |line: &[Joint]| line.first().map(|joint| self.table.committed(joint.number));
            if best.as_ref().is_none_or(|best| time(best) < time(&line)) {
                best = Some(line);
            }
        }
        if let Some(mut line) = best {
            let places = self.places(&line)?;
            let (beside, fork) = self.side_of(vec![tip], &places, &mut HashSet::new())?;
            // What has nothing in common with the trunk is a line of its own.
            if let Some((fork, _)) = fork {
                return Ok((line.split_off(fork), Some(beside)));
            }
        }
        Ok((self.line_from(tip)?, None))
    }

    /// The line of a commit, the newest first.
    fn line_from(&mut self, tip: CommitNumber) -> Result<Vec<Joint>, GitError> {
        let (mut line, mut at, mut in_a_row) = (Vec::new(), Some(tip), 0);
        // One wrong date or a forged one ends the line as little as it ends the walk.
        while let Some(number) = at.filter(|_| in_a_row <= SLOP) {
            in_a_row = self.old_in_a_row(number, in_a_row);
            let mut others = self.parents(number)?;
            let side = usize::from(others.len() == 2 && self.merges_the_trunk(number)?);
            let before = (!others.is_empty()).then(|| others.remove(side));
            at = before;
            line.push(Joint { number, before, side, others });
        }
        Ok(line)
    }

    /// Whether a merge says that it took the trunk in.
    fn merges_the_trunk(&self, number: CommitNumber) -> Result<bool, GitError> {
        let Some(oid) = self.table.oid(number) else { return Ok(false) };
        if let Some(place) = self.known.get(&oid) {
            return Ok(merges_the_trunk(self.shown[*place].subject(), self.trunk));
        }
        Ok(merges_the_trunk(subject_of(&self.message(oid)?), self.trunk))
    }

    /// What some commits have that neither a line has nor what was taken before, and where on the line they come from:
    /// the newest of its commits that they hold, and the oldest from which one of them leads away.
    fn side_of(
        &mut self,
        from: Vec<CommitNumber>,
        line: &HashMap<CommitNumber, usize>,
        taken: &mut HashSet<CommitNumber>,
    ) -> Result<(Vec<CommitNumber>, Fork), GitError> {
        let (mut found, mut fork): (_, Fork) = (Vec::new(), None);
        let mut open: BinaryHeap<(i64, CommitNumber, u8)> =
            from.into_iter().map(|number| (self.table.committed(number), number, 0)).collect();
        while let Some((_, number, in_a_row)) = open.pop() {
            let commit = self.table.at_root(number, 0)?;
            if let Some(place) = line.get(&commit) {
                fork = Some(fork.map_or((*place, *place), |(newest, oldest)| (newest.min(*place), oldest.max(*place))));
                continue;
            }
            let in_a_row = self.old_in_a_row(number, in_a_row);
            if in_a_row > SLOP || !taken.insert(commit) {
                continue;
            }
            found.push(number);
            for parent in self.parents(number)? {
                open.push((self.table.committed(parent), parent, in_a_row));
            }
        }
        Ok((found, fork))
    }

    /// How many commits in a row are too old, with one more.
    fn old_in_a_row(&self, number: CommitNumber, before: u8) -> u8 {
        if self.table.committed(number) < self.oldest { before + 1 } else { 0 }
    }

    /// The parents of a commit, each with the path that the goals' folder had there.
    fn parents(&mut self, number: CommitNumber) -> Result<Vec<CommitNumber>, GitError> {
        if self.table.is_cut(number) {
            return Ok(Vec::new());
        }
        let mut parents = self.table.parents(number)?;
        match self.fates.of(number) {
            Fate::Shown(at) if self.fates.shown[at].parents.len() == parents.len() => {
                parents.clone_from(&self.fates.shown[at].parents);
            }
            Fate::SameAs(Some(same)) if !parents.contains(&same) => {
                let oid = self.table.oid(same);
                let at = parents.iter().position(|parent| self.table.oid(*parent) == oid);
                if let Some(at) = at.or_else(|| (parents.len() == 1).then_some(0)) {
                    parents[at] = same;
                }
            }
            _ => {}
        }
        Ok(parents)
    }

    fn shown_at(&self, number: CommitNumber) -> Option<usize> {
        self.known.get(&self.table.oid(number)?).copied()
    }

    /// Whether the goals' folder differs from the commit before on the line.
    fn differs(&mut self, joint: &Joint) -> Result<bool, GitError> {
        let Some(before) = joint.before else { return Ok(true) };
        if self.fates.of(joint.number) == Fate::SameAs(Some(before)) {
            return Ok(false);
        }
        if joint.side == 0 && self.table.unchanged_first_parent(joint.number)?.is_some() {
            return Ok(false);
        }
        Ok(self.table.folder(before)? != self.table.folder(joint.number)?)
    }

    /// What a commit of the line brought; none if no YAML file differs.
    fn landing(&mut self, joint: &Joint, brought: &[CommitNumber]) -> Result<Option<Landing>, GitError> {
        let changes = match self.shown_at(joint.number) {
            Some(_) => LineChanges::Known(joint.side),
            None => LineChanges::Read(Box::new(self.read(joint)?)),
        };
        if matches!(&changes, LineChanges::Read(commit) if commit.changes.iter().all(Vec::is_empty)) {
            return Ok(None);
        }
        let (oid, brought, reasons) = self.names(joint, brought)?;
        Ok(Some(Landing { oid, day: self.own_day(joint.number)?, changes, brought, reasons, landed: true }))
    }

    /// A commit with its changes against the one before it on the line.
    fn read(&mut self, joint: &Joint) -> Result<Commit, GitError> {
        let own = self.table.folder(joint.number)?;
        let before = match joint.before {
            Some(before) => self.table.folder(before)?,
            None => None,
        };
        let changes = self.table.trees.differences(before, own)?.into_iter().map(FileDifference::from).collect();
        let oid = self.oid(joint.number)?;
        let commit = Commit::from(self.table.message(oid, self.mailmap.as_ref())?);
        Ok(Commit { cut_off: self.table.is_cut(joint.number), changes: vec![changes], ..commit })
    }

    /// The names of a commit and of those that came with it, and the messages with reasons that history does not show.
    fn names(&self, joint: &Joint, brought: &[CommitNumber]) -> Result<(Oid, Vec<Oid>, Vec<String>), GitError> {
        let mut reasons = Vec::new();
        let brought: Vec<Oid> = brought.iter().filter_map(|number| self.table.oid(*number)).collect();
        for oid in brought.iter().filter(|oid| !self.known.contains_key(oid)).take(MOST_MESSAGES) {
            let message = self.message(*oid)?;
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
        self.table.oid(number).ok_or_else(unnamed)
    }

    fn message(&self, oid: Oid) -> Result<String, GitError> {
        Ok(parse_people(self.table.trees.raw(oid, ObjectType::Commit)?.data()).2)
    }
}

/// The most commits of one merge whose messages are read because they may give a reason.
const MOST_MESSAGES: usize = 1000;
