//! What became of the commits that a walk came by: which are shown, in which order, and on which days they took effect.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use git2::ObjectType;

use super::commit::parse_people;
use super::commit_table::{CommitNumber, CommitTable};
use super::error::GitError;
use super::history::FileDifference;
use crate::model::{Day, days_between};

/// What became of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Fate {
    /// Not looked at yet, or too old to be.
    #[default]
    Open,
    /// It differs below the goals' folder from all its parents: by its place among those that do.
    Shown(usize),
    /// It is the same there as one parent, or has no parents and nothing there.
    SameAs(Option<CommitNumber>),
}

/// A commit that differs below the goals' folder from all its parents.
#[derive(Debug)]
pub(super) struct ShownCommit {
    pub(super) number: CommitNumber,
    /// Its parents, each with the goals' folder where it lay then.
    pub(super) parents: Vec<CommitNumber>,
    /// What differs from each of them; of a commit without parents all that it has.
    pub(super) changes: Vec<Vec<FileDifference>>,
    /// Whether a shallow clone is cut off here.
    pub(super) cut_off: bool,
}

/// What became of the commits that a walk came by, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Fates {
    of: Vec<Fate>,
    pub(super) shown: Vec<ShownCommit>,
}

/// The latest of a commit and those before it, in seconds since 1970; none where none counts.
type Latest = Option<(i64, CommitNumber)>;

/// The seconds of a day.
const DAY: i64 = 86_400;

impl Fates {
    pub(super) fn of(&self, number: CommitNumber) -> Fate {
        self.of.get(number).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, number: CommitNumber, fate: Fate) {
        if self.of.len() <= number {
            self.of.resize(number + 1, Fate::Open);
        }
        self.of[number] = fate;
    }

    /// Notes a commit that is shown.
    pub(super) fn show(&mut self, commit: ShownCommit) -> Fate {
        self.shown.push(commit);
        Fate::Shown(self.shown.len() - 1)
    }

    /// The parents through which the walk goes on from a commit.
    pub(super) fn followed(&self, number: CommitNumber) -> &[CommitNumber] {
        match self.of.get(number) {
            Some(Fate::Shown(shown)) => &self.shown[*shown].parents,
            Some(Fate::SameAs(parent)) => parent.as_slice(),
            Some(Fate::Open) | None => &[],
        }
    }

    /// Every commit that a walk from one came by, each after all those before it.
    pub(super) fn ancestors_first(&self, from: CommitNumber, count: usize) -> Vec<CommitNumber> {
        let mut order = Vec::new();
        let mut is_known = vec![false; count];
        let mut open = vec![(from, 0)];
        is_known[from] = true;
        while let Some((number, next)) = open.last_mut() {
            if let Some(parent) = self.followed(*number).get(*next) {
                *next += 1;
                if !std::mem::replace(&mut is_known[*parent], true) {
                    open.push((*parent, 0));
                }
            } else {
                order.push(*number);
                open.pop();
            }
        }
        order
    }

    /// For each commit the nearest shown one, itself or along the parents that are the same.
    pub(super) fn nearest(&self, order: &[CommitNumber], count: usize) -> Vec<Option<usize>> {
        let mut nearest = vec![None; count];
        for number in order {
            nearest[*number] = match self.of(*number) {
                Fate::Shown(shown) => Some(shown),
                Fate::SameAs(Some(parent)) => nearest[parent],
                Fate::SameAs(None) | Fate::Open => None,
            };
        }
        nearest
    }

    /// The shown commits so that each comes after all its ancestors; of those that could, the earlier, then the lower
    /// name.
    pub(super) fn sort(&self, table: &CommitTable<'_>, nearest: &[Option<usize>]) -> Vec<usize> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.shown.len()];
        let mut open: Vec<usize> = vec![0; self.shown.len()];
        for (at, shown) in self.shown.iter().enumerate() {
            let mut above: Vec<usize> = shown.parents.iter().filter_map(|it| nearest[*it]).collect();
            above.sort_unstable();
            above.dedup();
            open[at] = above.len();
            for parent in above {
                children[parent].push(at);
            }
        }
        let key = |at: usize| {
            let number = self.shown[at].number;
            Reverse((table.committed(number), table.oid(number), number, at))
        };
        let mut ready: BinaryHeap<_> = (0..self.shown.len()).filter(|at| open[*at] == 0).map(key).collect();
        let mut order = Vec::with_capacity(self.shown.len());
        while let Some(Reverse((.., at))) = ready.pop() {
            order.push(at);
            for child in &children[at] {
                open[*child] -= 1;
                if open[*child] == 0 {
                    ready.push(key(*child));
                }
            }
        }
        order
    }
}

/// The days on which commits took effect: never before their parents'.
pub(super) struct EffectiveDays {
    /// For each commit the latest of those before it, where that is later than its own time.
    later: Vec<Latest>,
    /// The day after which a commit's date says nothing of the commits after it.
    horizon: Option<Day>,
    /// For each commit that is given, the day that it passes on.
    passed: Vec<Day>,
}

impl EffectiveDays {
    /// `order` has all commits, ancestors first and the tip last. A commit that is dated later than both today and the tip
    /// is disregarded.
    pub(super) fn new(
        table: &CommitTable<'_>,
        fates: &Fates,
        order: &[CommitNumber],
        today: Option<Day>,
    ) -> Result<Self, GitError> {
        let horizon = match (today, order.last()) {
            (Some(today), Some(tip)) => Some(committed_on(table, *tip)?.max(today)),
            _ => None,
        };
        let mut days = Self { later: vec![None; table.len()], horizon, passed: Vec::new() };
        let mut passed: Vec<Latest> = vec![None; table.len()];
        for number in order {
            let (own, before) = (table.committed(*number), fates.followed(*number));
            let before = before.iter().filter_map(|it| passed[*it]).max_by_key(|(time, _)| *time);
            days.later[*number] = before.filter(|(time, _)| *time > own);
            passed[*number] = match before {
                before if days.is_too_late(table, *number)? => before,
                Some(before) if before.0 > own => Some(before),
                _ => Some((own, *number)),
            };
        }
        Ok(days)
    }

    fn is_too_late(&self, table: &CommitTable<'_>, number: CommitNumber) -> Result<bool, GitError> {
        let Some(horizon) = self.horizon else { return Ok(false) };
        // East of Greenwich a day begins up to 14 hours earlier; only then the zone has to be read.
        let surely_by = (days_between(Day::constant(1970, 1, 1), horizon) + 1) * DAY - 14 * 3600;
        Ok(table.committed(number) >= surely_by && committed_on(table, number)? > horizon)
    }

    /// The day of the next commit that is given, in whose place it is; `own` is the committer's day, and `parents` are the
    /// places of the commits before it.
    pub(super) fn next(
        &mut self,
        table: &CommitTable<'_>,
        number: CommitNumber,
        own: Day,
        parents: &[Option<usize>],
    ) -> Result<Day, GitError> {
        let later = self.later[number].map(|(_, from)| committed_on(table, from)).transpose()?;
        let before = parents.iter().flatten().map(|place| self.passed[*place]).max().max(later);
        let day = before.map_or(own, |before| before.max(own));
        let is_too_late = self.is_too_late(table, number)?;
        self.passed.push(if is_too_late { before.unwrap_or(Day::MIN) } else { day });
        Ok(day)
    }
}

/// The committer's day, in their own zone.
fn committed_on(table: &CommitTable<'_>, number: CommitNumber) -> Result<Day, GitError> {
    let Some(oid) = table.oid(number) else { return Ok(Day::MIN) };
    Ok(parse_people(table.trees.raw(oid, ObjectType::Commit)?.data()).1.day())
}
