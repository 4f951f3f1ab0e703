//! Values and done milestones that are taken out of a file, values that are written again, and which of a day stands.

use std::collections::BTreeSet;

use super::files::readable;
use super::known::Known;
use super::{Account, Point, Reader, Revision, ancestors};
use crate::random_histories::days::Day;
use crate::random_histories::page::Page;

/// Whether a version says something that one before it does not. The same value without its day is nothing new.
pub(super) fn says_more(before: &Page, after: &Page) -> bool {
    let is_other = after.current != before.current || (after.as_of.is_some() && after.as_of != before.as_of);
    let is_surer = after.confidence.is_some() && after.confidence != before.confidence;
    (after.current.is_some() && is_other) || is_surer || !holds(&before.done(), &after.done())
}

/// Whether a version lacks a value or a done milestone that one before it has.
pub(super) fn says_less(before: &Page, after: &Page) -> bool {
    (after.current.is_none() && before.current.is_some()) || !holds(&after.done(), &before.done())
}

/// Whether some days are among others, as often.
fn holds(days: &[Day], others: &[Day]) -> bool {
    let count = |days: &[Day], day: Day| days.iter().filter(|it| **it == day).count();
    others.iter().all(|day| count(others, *day) <= count(days, *day))
}

/// Takes back what a commit withdrew by removing a value.
fn take_back(points: &mut Vec<Point>, by: usize) {
    points.retain(|it| !(it.is_gone && it.commit == by));
    for it in points.iter_mut().filter(|it| it.is_removed && it.withdrawn == [by]) {
        it.withdrawn.clear();
        it.is_removed = false;
    }
}

impl Reader<'_> {
    /// A value that was removed and is written again with its day is there as before, with its author. Gives whether it is.
    pub(super) fn restores(&self, points: &mut Vec<Point>, revision: &Revision<'_>) -> bool {
        let Some(after) = revision.after.filter(|it| it.current.is_some() && it.as_of.is_some()) else { return false };
        if revision.before.is_empty() || revision.before.iter().any(|it| it.current.is_some()) {
            return false;
        }
        let is_same = |it: &&Point| it.is_removed && (Some(it.day), it.value) == (after.as_of, after.current);
        let removals: Vec<usize> =
            points.iter().filter(is_same).filter_map(|it| it.withdrawn.first().copied()).collect();
        let last = removals.into_iter().max_by_key(|by| self.time(*by));
        let Some(by) = last.filter(|by| self.behind(revision.commit).contains(by)) else { return false };
        take_back(points, by);
        true
    }

    /// A commit that takes the value out withdraws it, with all that was said of later days.
    pub(super) fn remove_value(&self, points: &mut [Point], revision: &Revision<'_>) {
        let is_removed = revision.after.is_some_and(|after| after.current.is_none());
        if !is_removed || revision.before.is_empty() || revision.before.iter().any(|it| it.current.is_none()) {
            return;
        }
        let behind = self.behind(revision.commit);
        // What another line withdrew counted on this one.
        let counts = |it: &&Point| behind.contains(&it.commit) && !it.withdrawn.iter().any(|by| behind.contains(by));
        let mut known: Vec<&Point> = points.iter().filter(counts).collect();
        // A commit comes after its parents, whatever dates they have.
        known.sort_by_key(|it| std::cmp::Reverse(it.commit));
        // Without a day it stands since the first of the last points that have it.
        let since = |before: &&Page| {
            let own = known.iter().take_while(|it| it.value == before.current).map(|it| it.day);
            before.as_of.or_else(|| own.min())
        };
        let Some(from) = revision.before.iter().filter_map(since).min() else { return };
        let is_taken = |it: &&mut Point| counts(&&**it) && from <= it.day && it.value.is_some();
        for it in points.iter_mut().filter(is_taken) {
            it.withdrawn.push(revision.commit);
            it.is_removed = true;
        }
    }

    /// Where there is a value of a time again, there is no gap any more.
    pub(super) fn fill_gaps(&self, points: &mut Vec<Point>, commit: usize, day: Day) {
        let behind = self.behind(commit);
        points.retain(|it| !it.is_gone || it.day < day || !behind.contains(&it.commit));
    }

    fn behind(&self, place: usize) -> BTreeSet<usize> {
        ancestors(place, |place| self.followed_from(place))
    }

    /// What the newest version says with its day was not taken back for good; of one day the later commit stands.
    pub(super) fn restore_what_stands(&self, points: &mut Vec<Point>, revisions: &[Revision<'_>]) {
        let id = revisions.iter().rev().find_map(|it| it.after).map(|it| &it.id);
        let newest = readable(&self.story.commits[self.tip].files).find(|page| Some(&page.id) == id);
        if let Some(newest) = newest.filter(|it| it.current.is_some() && it.as_of.is_some()) {
            let is_same = |it: &&Point| (Some(it.day), it.value) == (newest.as_of, newest.current);
            let counts = points.iter().filter(is_same).any(|it| it.withdrawn.is_empty());
            let removed = points.iter().filter(is_same).filter(|it| it.is_removed && !counts);
            let last = removed.filter_map(|it| it.withdrawn.first().copied()).max_by_key(|by| self.time(*by));
            if let Some(by) = last {
                take_back(points, by);
            }
        }
    }

    /// The same day twice: what merges let stand, then the later commit stands. What was said alike on a line that stands
    /// does too.
    pub(super) fn keep_one_a_day(&self, points: &mut Vec<Point>, is_kept: &dyn Fn(usize) -> bool) {
        let counted = |point: &&Point| point.withdrawn.is_empty();
        let all: BTreeSet<Day> = points.iter().filter(counted).map(|point| point.day).collect();
        let of_day = |day: &Day| {
            let all: Vec<&Point> = points.iter().filter(counted).filter(|it| it.day == *day).collect();
            let kept: Vec<&Point> = all.iter().copied().filter(|it| is_kept(it.commit) && !it.is_gone).collect();
            let said = |it: &Point| (it.value, it.confidence, it.way);
            let stands = |it: &&Point| {
                kept.is_empty() || (is_kept(it.commit) && it.is_gone) || kept.iter().any(|kept| said(kept) == said(it))
            };
            all.iter().copied().filter(stands).map(|it| it.commit).collect::<Vec<usize>>()
        };
        let stand: Vec<Option<usize>> = all.iter().map(|day| self.last(&of_day(day))).collect();
        points.retain(|it| !it.withdrawn.is_empty() || stand.contains(&Some(it.commit)));
    }

    /// The commits whose value of a day a merge gave up that took another one of that day from one side.
    pub(super) fn rivals(&self, points: &[Point], revision: &Revision<'_>) -> Vec<usize> {
        let Some(after) = revision.after.filter(|it| it.as_of.is_some()) else { return Vec::new() };
        let is_same = |it: &&Page| (it.checked_in(), it.done()) == (after.checked_in(), after.done());
        let is_rival = |it: &&Page| it.as_of == after.as_of && it.current != after.current;
        if !revision.before.iter().any(is_same) || !revision.before.iter().any(is_rival) {
            return Vec::new();
        }
        let behind = self.behind(revision.commit);
        let counted = points.iter().filter(|it| it.withdrawn.is_empty() && Some(it.day) == after.as_of);
        counted.filter(|it| it.value != after.current && behind.contains(&it.commit)).map(|it| it.commit).collect()
    }

    /// The commits that led to what a goal is now: without those of sides that merges did not take.
    pub(super) fn line_of(&self, id: &str, account: &Account<'_>) -> BTreeSet<usize> {
        let known = |place: &usize| account.lines.get(place).and_then(|line| line.get(id));
        let files = |place: &usize| known(place).map(|it| &it.files);
        let counted = |place: &usize| known(place).and_then(Known::counted);
        let (mut found, mut open) = (BTreeSet::new(), vec![self.tip]);
        while let Some(place) = open.pop() {
            if found.insert(place) {
                let parents = self.followed_from(place);
                let same = parents.iter().find(|parent| files(parent) == files(&place));
                let is_counted = |parent: &&usize| counted(parent).is_some() && counted(parent) == counted(&place);
                let same = same.or_else(|| parents.iter().find(is_counted)).copied();
                open.extend(same.map_or(parents, |same| vec![same]));
            }
        }
        found
    }
}
