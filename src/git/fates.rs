//! The result of history simplification for each commit of a walk, the order of the shown commits, and the days on
//! which they took effect.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use git2::ObjectType;

use super::commit::parse_people;
use super::commit_table::{CommitNumber, CommitTable};
use super::error::GitError;
use super::history::FileDifference;
use crate::model::{Day, days_between};

/// The result of history simplification for a commit ("History Simplification" in git-log(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Fate {
    /// The commit was not visited yet, or is too old.
    #[default]
    Open,
    /// The goals' folder differs from that of all parents; contains the index in [`Fates::shown`].
    Shown(usize),
    /// The goals' folder is the same as in this parent, or absent in a commit without parents.
    SameAs(Option<CommitNumber>),
}

/// A commit whose goals' folder differs from that of all its parents.
#[derive(Debug)]
pub(super) struct ShownCommit {
    pub(super) number: CommitNumber,
    /// The parents, each with the path of the goals' folder at that time.
    pub(super) parents: Vec<CommitNumber>,
    /// The differences to each parent. A commit without parents has one list with all its files.
    pub(super) changes: Vec<Vec<FileDifference>>,
    /// The files out of sight that differ from a parent.
    pub(super) aside: Vec<FileDifference>,
    /// Whether it is a boundary of a shallow clone.
    pub(super) cut_off: bool,
}

/// The results of all commits of a walk, by number.
#[derive(Debug, Default)]
pub(super) struct Fates {
    of: Vec<Fate>,
    pub(super) shown: Vec<ShownCommit>,
}

/// The latest commit among a commit and its ancestors, with its time in seconds since 1970; none if no date counts.
pub(super) type Latest = Option<(i64, CommitNumber)>;

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

    /// Adds a shown commit.
    pub(super) fn show(&mut self, commit: ShownCommit) -> Fate {
        self.shown.push(commit);
        Fate::Shown(self.shown.len() - 1)
    }

    /// The parents to which the walk continues from a commit.
    pub(super) fn followed(&self, number: CommitNumber) -> &[CommitNumber] {
        match self.of.get(number) {
            Some(Fate::Shown(shown)) => &self.shown[*shown].parents,
            Some(Fate::SameAs(parent)) => parent.as_slice(),
            Some(Fate::Open) | None => &[],
        }
    }

    /// The commits that a walk from `from` visits, sorted topologically: each follows all its ancestors.
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

    /// For each commit the commit itself if it is shown, else its nearest shown ancestor along parents that are the
    /// same.
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

    /// Sorts the shown commits topologically: each follows all its ancestors. Ties are broken by commit time, then by
    /// object name.
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

/// The last credible day, with the time in seconds since 1970 until which it has surely not passed anywhere: commits dated
/// later do not delay those after them. None where every day is credible.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizon(Option<(Day, i64)>);

impl Horizon {
    /// The later of today and the day of the commit from which history is read.
    pub(super) fn new(table: &CommitTable<'_>, tip: CommitNumber, today: Option<Day>) -> Result<Self, GitError> {
        let Some(today) = today else { return Ok(Self(None)) };
        let last = committed_on(table, tip)?.max(today);
        // In zones east of Greenwich a day starts up to 14 hours earlier.
        let surely_by = (days_between(Day::constant(1970, 1, 1), last) + 1) * DAY - 14 * 3600;
        Ok(Self(Some((last, surely_by))))
    }

    /// Whether a time, in seconds since 1970, is credible in every zone.
    pub(super) fn surely_covers(self, time: i64) -> bool {
        self.0.is_none_or(|(_, surely_by)| time < surely_by)
    }

    /// Whether a commit is dated later.
    pub(super) fn is_before(self, table: &CommitTable<'_>, number: CommitNumber) -> Result<bool, GitError> {
        // The zone requires reading the commit, so it is read only if it matters.
        let Some((last, _)) = self.0.filter(|_| !self.surely_covers(table.committed(number))) else { return Ok(false) };
        Ok(committed_on(table, number)? > last)
    }
}

/// The days on which commits took effect. A commit never takes effect before its parents, whatever its clock said.
pub(super) struct EffectiveDays {
    /// For each commit its latest ancestor, if that is later than the commit's own time.
    later: Vec<Latest>,
    horizon: Horizon,
    /// For each returned commit, the earliest day of its descendants.
    passed: Vec<Day>,
}

impl EffectiveDays {
    /// Computes the days. `order` has all commits, ancestors first and the tip last. Dates later than both today and
    /// the tip are ignored.
    pub(super) fn new(
        table: &CommitTable<'_>,
        fates: &Fates,
        order: &[CommitNumber],
        today: Option<Day>,
    ) -> Result<Self, GitError> {
        let horizon = match order.last() {
            Some(tip) => Horizon::new(table, *tip, today)?,
            None => Horizon(None),
        };
        let mut days = Self { later: vec![None; table.len()], horizon, passed: Vec::new() };
        let mut passed: Vec<Latest> = vec![None; table.len()];
        for number in order {
            let (own, before) = (table.committed(*number), fates.followed(*number));
            let before = before.iter().filter_map(|it| passed[*it]).max_by_key(|(time, _)| *time);
            days.later[*number] = before.filter(|(time, _)| *time > own);
            passed[*number] = match before {
                before if horizon.is_before(table, *number)? => before,
                Some(before) if before.0 > own => Some(before),
                _ => Some((own, *number)),
            };
        }
        Ok(days)
    }

    /// The day of the next returned commit. `own` is the committer's day, and `parents` are the indices of the commits
    /// before it.
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
        let is_too_late = self.horizon.is_before(table, number)?;
        self.passed.push(if is_too_late { before.unwrap_or(Day::MIN) } else { day });
        Ok(day)
    }
}

/// The committer's day in the committer's time zone.
pub(super) fn committed_on(table: &CommitTable<'_>, number: CommitNumber) -> Result<Day, GitError> {
    let Some(oid) = table.oid(number) else { return Ok(Day::MIN) };
    Ok(parse_people(table.trees.raw(oid, ObjectType::Commit)?.data()).1.day())
}
