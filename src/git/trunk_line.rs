//! The trunk's line: its commits from one down, and what others have beside it.

use std::collections::{BinaryHeap, HashSet};

use git2::ObjectType;

use super::clock::{LONG_SLOP, SHOWN_SLOP};
use super::commit::{parse_people, subject_of};
use super::commit_table::{CommitNumber, CommitTable, Name};
use super::error::GitError;
use super::fates::{Fate, Fates, Horizon};
use super::history::Commit;
use super::main_line::{Fork, Joint, LevelMerge, MainLine};
use super::moved_root::{EarlierRoot, RootSearch};
use super::oids::{Oid, OidMap};
use super::repository::Repository;
use super::trunk_merge::merges_the_trunk;

/// How long a proposal may take to land, in seconds: a week, as for goalposts that settle.
const PROPOSED: i64 = 7 * 86_400;

/// The most commits of the other way that are looked at, and that are read for it: more cost more than the merge's message.
const MOST_BESIDE: usize = 256;
const MOST_READ: usize = 4;

/// The names that the trunk may have in a clone: here, and at the remote.
pub(super) fn names_of_trunk(name: &str) -> [String; 2] {
    [name.to_owned(), format!("origin/{name}")]
}

/// Walks along the trunk's line.
pub(super) struct TrunkLine<'l> {
    pub(super) table: CommitTable<'l>,
    /// What became of the commits that were walked.
    pub(super) fates: Fates,
    /// The commits that history shows.
    pub(super) shown: &'l [Commit],
    /// Their places.
    pub(super) known: OidMap<usize>,
    pub(super) trunk: Option<&'l str>,
    /// The repositories that have the trunk.
    pub(super) homes: &'l [String],
    /// Commits from before this time are not looked at.
    pub(super) oldest: i64,
    pub(super) horizon: Horizon,
    /// The commit from which history is read.
    pub(super) tip: CommitNumber,
    pub(super) search: RootSearch,
    /// Whether the message of every merge is read.
    pub(super) reads_all: bool,
    /// Whether the side of a merge whose message was not read made a difference after all.
    pub(super) is_doubtful: bool,
}

impl TrunkLine<'_> {
    /// The trunk's line from the tip down; and, if the tip is not on it, what it has beside the line.
    pub(super) fn below(&mut self, repository: &Repository) -> Result<(MainLine, Option<Vec<CommitNumber>>), GitError> {
        let mut best: Option<MainLine> = None;
        // A clone made for a pull request may have the trunk as a remote branch only.
        for name in self.trunk.into_iter().flat_map(names_of_trunk) {
            let Ok(Some(oid)) = repository.commit_of(&name) else { continue };
            let newest = self.table.number(Name::Oid(oid), 0)?;
            let mut line = self.line_from(newest)?;
            if let Some(place) = line.joints.iter().position(|joint| joint.number == self.tip) {
                self.doubt_ways_by(&line, place)?;
                self.begin_at(&mut line, place)?;
                return Ok((line, None));
            }
            let time = |line: &MainLine| line.joints.first().map(|joint| self.table.committed(joint.number));
            if best.as_ref().is_none_or(|best| time(best) < time(&line)) {
                best = Some(line);
            }
        }
        if let Some(mut line) = best {
            let (beside, fork) = self.side_of(vec![self.tip], &line, &mut HashSet::new())?;
            // What has nothing in common with the trunk is a line of its own.
            if let Some((fork, _)) = fork {
                self.begin_at(&mut line, fork)?;
                return Ok((line, Some(beside)));
            }
        }
        Ok((self.line_from(self.tip)?, None))
    }

    /// The line of a commit.
    pub(super) fn line_from(&mut self, tip: CommitNumber) -> Result<MainLine, GitError> {
        loop {
            let (mut joints, mut unread, mut at, mut in_a_row) = (Vec::new(), Vec::new(), Some(tip), 0);
            // One wrong date or a forged one ends the line as little as it ends the walk.
            while let Some(number) = at.filter(|_| in_a_row <= LONG_SLOP) {
                in_a_row = self.old_in_a_row(number, in_a_row);
                if let Some(before) = self.alike_before(number)? {
                    at = Some(before);
                    joints.push(Joint { number, before: at, side: 0, others: Vec::new(), is_copied: false });
                    continue;
                }
                let mut others = self.parents(number)?;
                let mut side = if others.len() == 2 && self.may_be_level(number, others[0]) {
                    unread.push(joints.len());
                    0
                } else {
                    usize::from(others.len() == 2 && self.merges_the_trunk(number)?)
                };
                let mut before = (!others.is_empty()).then(|| others.remove(side));
                let mut is_copied = false;
                if let Some(parent) = before
                    && let Some(earlier) = self.earlier_root(number, parent)?
                {
                    (before, is_copied) = (Some(earlier.commit), earlier.is_copied);
                } else if let Some(parent) = before
                    && let Some(at) = self.goals_from(number, parent, &others)?
                {
                    // It stands before those that come after it in the list, and the first parent's place is free.
                    side = if at < side { at } else { at + 1 };
                    before = Some(std::mem::replace(&mut others[at], parent));
                }
                at = before;
                joints.push(Joint { number, before, side, others, is_copied });
            }
            let mut line = MainLine { joints, ..MainLine::default() };
            self.place(&mut line)?;
            if self.find_level_merges(&mut line, unread)? {
                return Ok(line);
            }
            self.reads_all = true;
        }
    }

    /// The parent with which the line goes on from a commit that has the same goals, where that is known without its other
    /// parents: what comes by these changes nothing.
    fn alike_before(&mut self, number: CommitNumber) -> Result<Option<CommitNumber>, GitError> {
        let Fate::SameAs(Some(same)) = self.fates.of(number) else { return Ok(None) };
        let goes_on = !self.table.is_merge(number)
            || (!self.table.may_take_in(number) && self.table.parent(number, 0)? == Some(same));
        Ok(goes_on.then_some(same))
    }

    /// Whether a merge may turn out to be one whose sides make no difference.
    fn may_be_level(&self, number: CommitNumber, first: CommitNumber) -> bool {
        !self.reads_all
            && self.fates.of(number) == Fate::SameAs(Some(first))
            && self.table.is_in_graph(number)
            && self.horizon.surely_covers(self.table.committed(number))
    }

    /// Finds which of some merges of a line make no difference: neither way changes the goals' folder before both meet again,
    /// and no clock on them says later than the merge's own, so that no later day is another. Reads the messages of the
    /// others. False if one of these goes on by its other side.
    fn find_level_merges(&mut self, line: &mut MainLine, unread: Vec<usize>) -> Result<bool, GitError> {
        if unread.is_empty() {
            return Ok(true);
        }
        // For each place, how many before it on the list changed the folder, and the latest time of those after it.
        let (mut changes, mut latest) = (vec![0_usize], vec![i64::MIN; line.joints.len() + 1]);
        for joint in &line.joints {
            let is_same = joint.before.is_some() && self.fates.of(joint.number) == Fate::SameAs(joint.before);
            changes.push(changes.last().copied().unwrap_or(0) + usize::from(!is_same));
        }
        for (place, joint) in line.joints.iter().enumerate().rev() {
            latest[place] = latest[place + 1].max(self.table.committed(joint.number));
        }
        for place in unread {
            let joint = &line.joints[place];
            let (number, time) = (joint.number, self.table.committed(joint.number));
            let is_latest = latest[place + 1] <= time;
            let other = if is_latest { self.quiet_way(joint.others[0], time, line)? } else { None };
            match other.filter(|(_, meet)| *meet > place && changes[*meet] == changes[place]) {
                Some((beside, meet)) => {
                    line.beside.extend(beside.into_iter().map(|commit| (commit, line.level.len())));
                    line.level.push(LevelMerge { number, ways: (place, meet) });
                }
                None if self.merges_the_trunk(number)? => return Ok(false),
                None => {}
            }
        }
        Ok(true)
    }

    /// The commits from one down to the line, by first parents, if none of them changed the goals' folder, is a merge or is
    /// later than a time; and the place at which they come to the line.
    fn quiet_way(
        &mut self,
        from: CommitNumber,
        time: i64,
        line: &MainLine,
    ) -> Result<Option<(Vec<CommitNumber>, usize)>, GitError> {
        let (mut way, mut at) = (Vec::new(), from);
        while way.len() <= MOST_BESIDE {
            let commit = self.table.at_root(at, 0)?;
            if let Some(place) = line.place_of(commit) {
                return Ok(Some((way, place)));
            }
            if self.table.committed(at) > time || self.table.is_merge(at) {
                break;
            }
            let mut parent = self.table.unchanged_first_parent(at)?;
            if parent.is_none() && way.len() < MOST_READ {
                parent = self.table.unchanged_only_parent(at)?;
            }
            let Some(parent) = parent else { break };
            way.push(commit);
            at = parent;
        }
        Ok(None)
    }

    /// Notes if the line may go another way than by a place on it.
    fn doubt_ways_by(&mut self, line: &MainLine, place: usize) -> Result<(), GitError> {
        for merge in line.level.iter().filter(|it| it.ways.0 < place && place < it.ways.1) {
            self.is_doubtful |= self.merges_the_trunk(merge.number)?;
        }
        Ok(())
    }

    /// Takes the newest commits from a line, up to a place.
    fn begin_at(&mut self, line: &mut MainLine, place: usize) -> Result<(), GitError> {
        line.joints.drain(..place);
        // Those that lay above are kept: where the line goes on below does not depend on them.
        for merge in &mut line.level {
            merge.ways = (merge.ways.0.saturating_sub(place), merge.ways.1.saturating_sub(place));
        }
        self.place(line)
    }

    /// Finds the places of a line's commits: one that is met at two paths is one.
    fn place(&mut self, line: &mut MainLine) -> Result<(), GitError> {
        line.places.clear();
        for (place, joint) in line.joints.iter().enumerate() {
            let number = self.table.at_root(joint.number, 0)?;
            if line.places.len() <= number {
                line.places.resize(number + 1, None);
            }
            line.places[number] = Some(place);
        }
        Ok(())
    }

    /// A parent with the goals' folder where it lay before, if a commit has the folder at another path than that parent and
    /// history did not follow it there: because it goes on along another parent, which has the folder as the commit has it.
    fn earlier_root(&mut self, number: CommitNumber, parent: CommitNumber) -> Result<Option<EarlierRoot>, GitError> {
        match self.fates.of(number) {
            Fate::Shown(_) => return Ok(None),
            Fate::SameAs(same) if same.is_none_or(|same| same == parent) => return Ok(None),
            Fate::SameAs(_) | Fate::Open => {}
        }
        if self.table.unchanged_first_parent(number)? == Some(parent) {
            return Ok(None);
        }
        match (self.table.folder(number)?, self.table.folder(parent)?) {
            (Some(goals), None) => {
                let tip = self.table.tree(self.tip)?;
                self.search.moved_from(&mut self.table, parent, goals, tip)
            }
            _ => Ok(None),
        }
    }

    /// By which other parent a merge came to its goals, if the line that it would go on with has none and they had been there
    /// for longer than a proposal takes to land: then that is the line on which they stood, whatever is merged into what.
    fn goals_from(
        &mut self,
        number: CommitNumber,
        before: CommitNumber,
        others: &[CommitNumber],
    ) -> Result<Option<usize>, GitError> {
        let is_known = matches!(self.fates.of(number), Fate::Shown(_) | Fate::SameAs(Some(_)));
        if others.is_empty() || !is_known || self.fates.of(number) == Fate::SameAs(Some(before)) {
            return Ok(None);
        }
        if self.table.folder(before)?.is_some() || self.table.folder(number)?.is_none() {
            return Ok(None);
        }
        for (at, other) in others.iter().enumerate() {
            if self.table.folder(*other)?.is_some() {
                let since = self.table.committed(number) - PROPOSED;
                let order = self.fates.ancestors_first(*other, self.table.len());
                let is_earlier = |it: &CommitNumber| match self.fates.of(*it) {
                    Fate::Shown(_) => self.table.committed(*it) < since,
                    Fate::SameAs(_) => false,
                    // It is from before what was read.
                    Fate::Open => true,
                };
                return Ok(order.iter().any(is_earlier).then_some(at));
            }
        }
        Ok(None)
    }

    /// Whether a merge says that it took the trunk in.
    fn merges_the_trunk(&self, number: CommitNumber) -> Result<bool, GitError> {
        let Some(oid) = self.table.oid(number).filter(|_| self.table.may_take_in(number)) else { return Ok(false) };
        if let Some(place) = self.known.get(&oid) {
            return Ok(merges_the_trunk(self.shown[*place].subject(), self.trunk, self.homes));
        }
        Ok(merges_the_trunk(subject_of(&self.message(oid)?), self.trunk, self.homes))
    }

    /// What some commits have that neither a line has nor what was taken before, and where on the line they come from:
    /// the newest of its commits that they hold, and the oldest from which one of them leads away.
    pub(super) fn side_of(
        &mut self,
        from: Vec<CommitNumber>,
        line: &MainLine,
        taken: &mut HashSet<CommitNumber>,
    ) -> Result<(Vec<CommitNumber>, Fork), GitError> {
        let (mut found, mut fork): (_, Fork) = (Vec::new(), None);
        let mut open: BinaryHeap<(i64, CommitNumber, u16)> =
            from.into_iter().map(|number| (self.table.committed(number), number, 0)).collect();
        while let Some((_, number, in_a_row)) = open.pop() {
            let commit = self.table.at_root(number, 0)?;
            if let Some(place) = line.place_of(commit) {
                self.doubt_ways_by(line, place)?;
                fork = Some(fork.map_or((place, place), |(newest, oldest)| (newest.min(place), oldest.max(place))));
                continue;
            }
            if let Some(merge) = line.beside.get(&commit) {
                self.is_doubtful |= self.merges_the_trunk(line.level[*merge].number)?;
            }
            let in_a_row = self.old_in_a_row(number, in_a_row);
            if in_a_row > LONG_SLOP || !taken.insert(commit) {
                continue;
            }
            found.push(number);
            for parent in self.parents(number)? {
                open.push((self.table.committed(parent), parent, in_a_row));
            }
        }
        Ok((found, fork))
    }

    /// How many commits in a row are too old, with one more. One that changed goals counts for many, as where it was walked.
    fn old_in_a_row(&self, number: CommitNumber, before: u16) -> u16 {
        let more = if matches!(self.fates.of(number), Fate::Shown(_)) { SHOWN_SLOP } else { 1 };
        if self.table.committed(number) < self.oldest { before + more } else { 0 }
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

    /// The place among the shown commits.
    pub(super) fn shown_at(&self, number: CommitNumber) -> Option<usize> {
        self.known.get(&self.table.oid(number)?).copied()
    }

    /// Whether the goals' folder differs from the commit before on the line.
    pub(super) fn differs(&mut self, joint: &Joint) -> Result<bool, GitError> {
        let Some(before) = joint.before else { return Ok(true) };
        if self.fates.of(joint.number) == Fate::SameAs(Some(before)) {
            return Ok(false);
        }
        if joint.side == 0 && self.table.unchanged_first_parent(joint.number)?.is_some() {
            return Ok(false);
        }
        Ok(self.table.folder(before)? != self.table.folder(joint.number)?)
    }

    /// The message of a commit.
    pub(super) fn message(&self, oid: Oid) -> Result<String, GitError> {
        Ok(parse_people(self.table.trees.raw(oid, ObjectType::Commit)?.data()).2)
    }
}
