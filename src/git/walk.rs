//! Walks the history of the goals' folder: the commits that `git log -- ROOT` shows, across moves of the folder.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::clock::{LONG_SLOP, SHOWN_SLOP, SKEW};
use super::commit_table::{CommitNumber, CommitTable, Name};
use super::error::GitError;
use super::fates::{EffectiveDays, Fate, Fates, ShownCommit};
use super::history::{Commit, Detours, Earlier, FileDifference, History, HistoryRange, ReplacedRoot};
use super::moved_root::{EarlierRoot, RootSearch, has_settings};
use super::oids::{Oid, OidSet};
use super::repository::Repository;
use super::walked::Walked;
use crate::source::{SETTINGS_FILE, is_ignore_file};

impl Repository {
    /// The history of the goals' folder from a commit back, by the paths that the folder had, and what was read for it.
    ///
    /// A history whose clocks went wrong by more than a month in many commits in a row may be cut off too early, where it
    /// is not read whole.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history(&self, tip: Oid, range: HistoryRange) -> Result<(History, Walked), GitError> {
        Walk::new(self)?.run(tip, range, None)
    }

    /// The same, by some detours.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history_by(&self, tip: Oid, range: HistoryRange, detours: &Detours) -> Result<(History, Walked), GitError> {
        let mut walk = Walk { through: detours.merges.clone(), ..Walk::new(self)? };
        walk.table.trees.aside = Rc::clone(&detours.files);
        walk.run(tip, range, None)
    }

    /// The same, and which part of it is the history of an earlier commit. That is not told where the walk does not come
    /// by it: because it lies on another line, or on a side of a merge that brought nothing from there.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn history_with(&self, tip: Oid, range: HistoryRange, earlier: Oid) -> Result<(History, Walked), GitError> {
        Walk::new(self)?.run(tip, range, Some(earlier))
    }

    /// The path that the goals' folder had in an earlier commit, from the top; none where that is not known.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn earlier_root(&self, tip: Oid, commit: Oid) -> Result<Option<String>, GitError> {
        let mut walk = Walk::new(self)?;
        walk.follow(tip, None)?;
        // The path that was found last is the one that leads back furthest.
        let mut numbers = walk.table.numbers_of(commit);
        numbers.retain(|number| walk.fates.of(*number) != Fate::Open);
        if let Some(number) = numbers.last() {
            return Ok(Some(walk.table.root(*number).to_owned()));
        }
        // History passes by a commit where a merge took all goals from its other side: there they lie where they lay on the
        // way here.
        let number = walk.table.number(Name::Oid(commit), 0)?;
        let tree = walk.table.tree(number)?;
        for path in walk.table.paths().into_iter().rev() {
            if has_settings(&mut walk.table.trees, tree, &path)? {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

struct Walk<'r> {
    table: CommitTable<'r>,
    mailmap: Option<git2::Mailmap>,
    search: RootSearch,
    fates: Fates,
    truncated: bool,
    /// Whether the walk came by a merge.
    merged: bool,
    /// The merges that are shown whatever they took, with all their parents.
    through: OidSet,
    /// The goals' folder that the one which is followed replaced, and the commit that did so.
    replaced: Option<(String, CommitNumber)>,
}

impl<'r> Walk<'r> {
    fn new(repository: &'r Repository) -> Result<Self, GitError> {
        let (mut table, mailmap) = (CommitTable::new(repository)?, repository.mailmap());
        table.keep_messages();
        let (search, fates, through) = (RootSearch::default(), Fates::default(), OidSet::default());
        Ok(Self { table, mailmap, search, fates, truncated: false, merged: false, through, replaced: None })
    }

    fn run(mut self, tip: Oid, range: HistoryRange, earlier: Option<Oid>) -> Result<(History, Walked), GitError> {
        let first = self.follow(tip, range.since)?;
        let earlier = earlier.and_then(|earlier| self.followed_from(earlier));
        let order = self.fates.ancestors_first(first, self.table.len());
        let nearest = self.fates.nearest(&order, self.table.len());
        let mut days = EffectiveDays::new(&self.table, &self.fates, &order, range.today)?;
        let mut history = History::default();
        let mut holds = Vec::new();
        // Which of the commits that are given has the goals of a shown one.
        let mut places: Vec<Option<usize>> = vec![None; self.fates.shown.len()];
        for at in self.fates.sort(&self.table, &nearest) {
            let is_through = self.goes_through(self.fates.shown[at].number);
            let shown = &mut self.fates.shown[at];
            // What a `.gitignore` begins to leave out is removed by the commit that changed it, though no YAML file differs.
            let is_kept = is_through || shown.aside.iter().any(|it| is_ignore_file(&it.path));
            let mut parents: Vec<Option<usize>> = shown.parents.iter().map(|it| places[nearest[*it]?]).collect();
            if let Some(same) = shown.changes.iter().position(Vec::is_empty).filter(|_| !is_kept) {
                // No YAML file differs from that parent.
                places[at] = parents.get(same).copied().flatten();
                continue;
            }
            if parents.is_empty() {
                parents.push(None);
            }
            let (number, cut_off) = (shown.number, shown.cut_off);
            let (changes, aside) = (std::mem::take(&mut shown.changes), std::mem::take(&mut shown.aside));
            let Some(oid) = self.table.oid(number) else { continue };
            let read = self.table.message(oid, self.mailmap.as_ref())?;
            let day = days.next(&self.table, number, read.committer.day(), &parents)?;
            places[at] = Some(history.commits.len());
            history.commits.push(Commit { cut_off, day, parents, changes, aside, ..Commit::from(read) });
            holds.push(earlier.as_ref().is_some_and(|(_, reached, _)| reached[number]));
        }
        let place = |number: CommitNumber| nearest[number].and_then(|shown| places[shown]);
        history.earlier = earlier.map(|(number, _, truncated)| Earlier { holds, truncated, tip: place(number) });
        let replaced = self
            .replaced
            .take()
            .and_then(|(folder, number)| Some(ReplacedRoot { folder, commit: self.table.oid(number)? }));
        let (truncated, merged) = (self.truncated, self.merged);
        let history = History { truncated, merged, tip: place(first), replaced, ..history };
        Ok((history, Walked::new(self.table, self.fates)))
    }

    /// Follows the history from a commit back: through all parents of a commit that differs from each of them, else
    /// through the one that is the same.
    fn follow(&mut self, tip: Oid, since: Option<i64>) -> Result<CommitNumber, GitError> {
        let mut heap = BinaryHeap::new();
        let first = self.table.number(Name::Oid(tip), 0)?;
        let tip = self.table.tree(first)?;
        heap.push((self.table.committed(first), Reverse(first)));
        // For each commit, how many in a row before it on the way here seemed too old.
        let mut old: Vec<Option<u16>> = vec![Some(0)];
        while let Some((committed, Reverse(number))) = heap.pop() {
            let is_old = since.is_some_and(|since| committed < since - SKEW);
            let before = old[number].unwrap_or(0);
            let mut in_a_row = if is_old { before + 1 } else { 0 };
            if in_a_row > LONG_SLOP {
                continue;
            }
            let fate = self.fate(number, tip)?;
            // What changed goals is read, and counts for more than an empty commit or work beside the goals.
            if is_old && matches!(fate, Fate::Shown(_)) {
                in_a_row = before + SHOWN_SLOP;
            }
            if let Fate::SameAs(_) = fate {
                self.table.pass_by(number);
            }
            self.fates.set(number, fate);
            old.resize(self.table.len(), None);
            for parent in self.fates.followed(number) {
                let known = old[*parent];
                old[*parent] = Some(known.map_or(in_a_row, |known| known.min(in_a_row)));
                if known.is_none() {
                    heap.push((self.table.committed(*parent), Reverse(*parent)));
                }
            }
        }
        Ok(first)
    }

    /// An earlier commit, which commits a walk from it would come by, and whether it would come to where a shallow clone is
    /// cut off; none where this walk did not come by the commit itself. What becomes of a commit depends on nothing but
    /// the commit and its parents, so that both walks go the same ways from there.
    fn followed_from(&self, earlier: Oid) -> Option<(CommitNumber, Vec<bool>, bool)> {
        let mut numbers = self.table.numbers_of(earlier).into_iter();
        let first = numbers.find(|it| self.fates.of(*it) != Fate::Open)?;
        let mut reached = vec![false; self.table.len()];
        let mut truncated = false;
        for number in self.fates.ancestors_first(first, self.table.len()) {
            reached[number] = true;
            truncated |= matches!(self.fates.of(number), Fate::Shown(at) if self.fates.shown[at].cut_off);
        }
        Some((first, reached, truncated))
    }

    /// What becomes of a commit, by git's simplification: whether it differs below the goals' folder from all its parents.
    fn fate(&mut self, number: CommitNumber, tip: Oid) -> Result<Fate, GitError> {
        if self.table.is_cut(number) {
            self.truncated = true;
            return self.show(number, Vec::new(), true, tip);
        }
        self.merged |= self.table.is_merge(number);
        if self.goes_through(number) {
            let parents = self.table.parents(number)?;
            return self.show(number, parents, false, tip);
        }
        if let Some(first) = self.table.unchanged_first_parent(number)? {
            return Ok(Fate::SameAs(Some(first)));
        }
        let own = self.table.folder(number)?;
        // What comes after the one that is the same is not read: in many repositories these are branches without goals.
        let mut parents = Vec::new();
        while let Some(parent) = self.table.parent(number, parents.len())? {
            if self.table.folder(parent)? == own {
                return Ok(Fate::SameAs(Some(parent)));
            }
            parents.push(parent);
        }
        if parents.is_empty() && own.is_none() {
            return Ok(Fate::SameAs(None));
        }
        self.show(number, parents, false, tip)
    }

    /// Whether a commit is a merge that is shown whatever it took.
    fn goes_through(&self, number: CommitNumber) -> bool {
        !self.through.is_empty() && self.table.oid(number).is_some_and(|oid| self.through.contains(&oid))
    }

    /// Notes a commit that differs from all its parents, with what differs.
    fn show(
        &mut self,
        number: CommitNumber,
        mut parents: Vec<CommitNumber>,
        cut_off: bool,
        tip: Oid,
    ) -> Result<Fate, GitError> {
        let own = self.table.folder(number)?;
        let (mut changes, mut aside) = (Vec::with_capacity(parents.len().max(1)), Vec::new());
        if parents.is_empty() {
            changes.push(self.differences(None, own)?.0);
        }
        for parent in &mut parents {
            let mut folder = self.table.folder(*parent)?;
            let (mut differences, mut others) = self.differences(folder, own)?;
            let begins = |it: &FileDifference| it.path == SETTINGS_FILE && it.old.is_none();
            let is_new = own.is_some() && (folder.is_none() || differences.iter().any(begins));
            let earlier = match own.filter(|_| is_new) {
                // To the same place history goes by the commit that removed it.
                Some(goals) => self.search.moved_from(&mut self.table, *parent, goals, tip)?.filter(|it| !it.is_back),
                None => None,
            };
            if is_new && earlier.is_none() {
                self.note_replaced(number, *parent)?;
            }
            if let Some(EarlierRoot { commit, is_copied, .. }) = earlier {
                *parent = commit;
                folder = self.table.folder(commit)?;
                if folder == own && !self.goes_through(number) {
                    return Ok(Fate::SameAs(Some(commit)));
                }
                (differences, others) = self.differences(folder, own)?;
                // What stayed behind in a root that is still there is not gone.
                differences.retain(|it| !is_copied || it.new.is_some());
            }
            if folder.is_some() {
                aside.append(&mut others);
            }
            changes.push(differences);
        }
        Ok(self.fates.show(ShownCommit { number, parents, changes, aside, cut_off }))
    }

    /// Notes that a commit has the goals' folder in the place of another one that its parent had, with other goals. A folder
    /// that stays is another root, and none of its business.
    fn note_replaced(&mut self, number: CommitNumber, parent: CommitNumber) -> Result<(), GitError> {
        let (before, after) = (self.table.tree(parent)?, self.table.tree(number)?);
        for path in self.search.roots_of(before) {
            if !has_settings(&mut self.table.trees, after, &path)? {
                self.replaced.get_or_insert((path, number));
            }
        }
        Ok(())
    }

    fn differences(
        &mut self,
        old: Option<Oid>,
        new: Option<Oid>,
    ) -> Result<(Vec<FileDifference>, Vec<FileDifference>), GitError> {
        let (found, others) = self.table.trees.all_differences(old, new)?;
        let all = |list: Vec<_>| list.into_iter().map(FileDifference::from).collect();
        Ok((all(found), all(others)))
    }
}
