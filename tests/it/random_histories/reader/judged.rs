//! Which goals the two are to agree about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Point, Reader, Revision, ancestors, readable};
use crate::random_histories::page::{Measured, Page};

impl Reader<'_> {
    /// Whether the observations of a goal are judged. Those of a KPI's key result are the KPI's, and what takes a value or a
    /// done milestone back is another matter; `undone` are the goals of which that was so.
    pub(in crate::random_histories) fn judges_points(&self, id: &str, undone: &BTreeSet<String>) -> bool {
        let files = |place: &usize| readable(&self.story.commits[*place].files);
        let all = || self.followed.keys().flat_map(files).filter(|page| self.resolve(&page.id) == id);
        let is_valued = |page: &Page| match page.measured {
            Measured::Reach | Measured::Keep => page.current.is_some(),
            Measured::OfKpi => false,
            Measured::Steps => true,
        };
        all().all(is_valued) && !undone.contains(id)
    }

    /// The goals of which a done milestone was taken back: in a file, by a merge, or because another file of the same id
    /// counted from then on, in which it was not done.
    pub(in crate::random_histories) fn undone(&self) -> BTreeSet<String> {
        let shown: Vec<usize> = self.followed.keys().copied().collect();
        let account = self.account(&shown, |place| self.followed_from(place));
        let lacks = |before: &Page, after: &Page| before.done().iter().any(|day| !after.done().contains(day));
        let takes_back = |it: &Revision<'_>| it.after.is_some_and(|after| it.before.iter().any(|it| lacks(it, after)));
        let by_revisions = account.revisions.iter().filter(|(_, of_goal)| of_goal.iter().any(takes_back));
        let mut undone: BTreeSet<String> = by_revisions.map(|(id, _)| id.clone()).collect();
        for place in &shown {
            let files = |place: usize| readable(&self.story.commits[place].files);
            for after in files(*place) {
                let id = self.resolve(&after.id);
                let parents = self.story.commits[*place].parents.iter();
                let mut before = parents.flat_map(|parent| files(*parent)).filter(|page| self.resolve(&page.id) == id);
                if before.any(|before| lacks(before, after)) {
                    undone.insert(id.to_owned());
                }
            }
        }
        undone
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

    /// How many files of a goal a commit has.
    pub(in crate::random_histories) fn count_files(&self, id: &str, place: usize) -> usize {
        self.files(place).get(id).map_or(0, BTreeMap::len)
    }
}
