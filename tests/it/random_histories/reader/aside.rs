//! Files out of sight, hidden or with another ending, in which goals of today lay for a while.

use std::collections::BTreeSet;

use super::{Reader, ancestors, id_of, is_in_sight};
use crate::random_histories::story::{File, Tree};

impl<'s> Reader<'s> {
    /// The paths out of sight to which a goal went, or from which it came back. From there it may have gone on to others.
    pub(super) fn find_aside(&self) -> BTreeSet<&'s str> {
        let all = |place: usize| self.story.commits[place].parents.clone();
        let commits: Vec<usize> = ancestors(self.tip, all).into_iter().chain([self.tip]).collect();
        let mut aside = BTreeSet::new();
        loop {
            let known = aside.len();
            for place in &commits {
                for parent in &self.story.commits[*place].parents {
                    let (before, after) = (&self.story.commits[*parent].files, &self.story.commits[*place].files);
                    for id in self.goals_of(before).union(&self.goals_of(after)) {
                        let has = |tree: &Tree| {
                            let mut files =
                                tree.iter().filter(|(path, _)| is_in_sight(path) || aside.contains(&***path));
                            files.any(|(_, file)| self.is_of(file, id))
                        };
                        // Where it went, or where it was since it was last in sight: what never was is new.
                        let (from, to) = match (has(before), has(after)) {
                            (true, false) => (before, after),
                            (false, true) if self.was_in_sight(*parent, id) => (after, before),
                            _ => continue,
                        };
                        let is_new = |(path, file): &(&'s String, &File)| {
                            !is_in_sight(path) && self.is_of(file, id) && from.get(*path) != Some(*file)
                        };
                        aside.extend(to.iter().filter(is_new).map(|(path, _)| path.as_str()));
                    }
                }
            }
            if aside.len() == known {
                return aside;
            }
        }
    }

    /// Whether a goal was in sight in a commit or before it.
    fn was_in_sight(&self, commit: usize, id: &str) -> bool {
        let all = |place: usize| self.story.commits[place].parents.clone();
        ancestors(commit, all).into_iter().chain([commit]).any(|place| {
            let files = &self.story.commits[place].files;
            files.iter().any(|(path, file)| is_in_sight(path) && self.is_of(file, id))
        })
    }

    /// The goals of today that a tree has anywhere.
    fn goals_of(&self, tree: &Tree) -> BTreeSet<String> {
        let ids = tree.values().filter_map(|file| Some(self.resolve(id_of(file)?).to_owned()));
        ids.filter(|id| self.is_present(id)).collect()
    }

    fn is_of(&self, file: &File, id: &str) -> bool {
        id_of(file).is_some_and(|it| self.resolve(it) == id)
    }
}
