//! Which goals the two are to agree about.

use super::{Point, Reader, Revision, ancestors, is_in_sight, readable};
use crate::random_histories::days::{Day, day};
use crate::random_histories::page::{Measured, Page, Step};

impl Reader<'_> {
    /// Whether the confidence of a goal's observations is judged. With the values of a KPI it is that of the day.
    pub(in crate::random_histories) fn judges_confidence(&self, id: &str) -> bool {
        let mut pages = readable(&self.story.commits[self.tip].files);
        pages.all(|page| page.id != id || page.measured != Measured::OfKpi)
    }

    /// A day that was written wrongly and is mended within two days, with the same value, withdrew nothing.
    pub(super) fn mend_slip(&self, points: &mut [Point], revision: &Revision<'_>) {
        let Some((after, slip)) = revision.after.zip(revision.before.first().and_then(|it| it.as_of)) else { return };
        let is_slip = |it: &&Page| it.as_of == Some(slip) && it.current.is_some() && it.current == after.current;
        if !revision.before.iter().all(is_slip) || after.as_of.is_none_or(|day| day <= slip) {
            return;
        }
        let counted = |it: &&Point| it.withdrawn.is_empty() && it.day == slip && it.value == after.current;
        let Some(by) = points.iter().rfind(counted).map(|it| it.commit) else { return };
        let written = |place: usize| self.story.commits[place].authored.day();
        let is_prompt = (0..=2).contains(&(written(revision.commit) - written(by)));
        let withdrew = points.iter().any(|it| it.withdrawn.first() == Some(&by));
        if is_prompt && withdrew && ancestors(revision.commit, |place| self.followed_from(place)).contains(&by) {
            for it in points {
                it.withdrawn.retain(|other| *other != by);
                if it.commit == by {
                    it.withdrawn.push(revision.commit);
                }
            }
        }
    }

    /// Whether two commits have the same files of a goal.
    pub(in crate::random_histories) fn has_same_files(&self, id: &str, one: usize, other: usize) -> bool {
        one == other || self.files(one).get(id) == self.files(other).get(id)
    }

    /// Whether a goal has one file now. Of two, one is read and the other may be what history says counted last, so that what
    /// moved between them is no finding but `duplicate-id`.
    pub(in crate::random_histories) fn has_one_file(&self, id: &str) -> bool {
        self.count_files(id, self.tip) <= 1
    }

    /// The titles of the milestones that a goal has at a commit.
    pub(in crate::random_histories) fn steps_at(&self, id: &str, place: usize) -> Vec<String> {
        let pages = readable(&self.story.commits[place].files).filter(|page| self.resolve(&page.id) == id);
        pages.flat_map(|page| page.steps.iter().map(Step::title)).collect()
    }

    /// How many files of a goal a commit has.
    pub(in crate::random_histories) fn count_files(&self, id: &str, place: usize) -> usize {
        self.files(place).get(id).map_or(0, |files| files.keys().filter(|path| is_in_sight(path)).count())
    }

    /// The day of an observation that brings none: that of its author. Milestones that were written as done after the
    /// quarter's end, and were done by then, are of the day on which they were, but of none before what their line knew already. That
    /// is so of a goal that is measured by milestones today.
    pub(super) fn day_of_writing(&self, points: &[Point], revision: &Revision<'_>) -> Day {
        let written = self.story.commits[revision.commit].authored.day();
        let last = day(2026, 12, 31);
        let done_in_time = |after: &Page| {
            let is_new = |day: &Day| revision.before.iter().all(|before| !before.done().contains(day));
            after.done().into_iter().filter(is_new).max().filter(|done| written > last && *done <= last)
        };
        let by_steps = |after: &&Page| {
            let mut today = readable(&self.story.commits[self.tip].files).filter(|page| page.id == after.id);
            today.next().unwrap_or(after).measured == Measured::Steps
        };
        let Some(done) = revision.after.filter(by_steps).and_then(done_in_time) else { return written };
        let line = ancestors(revision.commit, |place| self.followed_from(place));
        let known = points.iter().filter(|point| point.day <= last && line.contains(&point.commit));
        known.map(|point| point.day).max().map_or(done, |known| known.max(done))
    }
}
