//! What is known of every goal on the line of history that led to a commit: which file holds it, and its last version.

use std::rc::Rc;
use std::sync::Arc;

use crate::git::Oid;
use crate::model::Goal;

/// A goal on a line of history.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownGoal<'c> {
    /// The files that hold it, the one that counts first; none while it is gone.
    pub(super) files: Vec<(&'c str, Oid)>,
    /// Its last version that could be read, whether or not it is still there.
    pub(super) version: Option<Arc<Goal>>,
    /// The last revision of the goal on this line.
    pub(super) revision: Option<usize>,
    /// Whether that is known of a line of which a merge took nothing: there the goal is gone, with its files.
    pub(super) is_left_behind: bool,
}

/// How many goals share a chunk.
const CHUNK: usize = 64;

/// The standing of each goal by its number, as a place among all standings plus one; 0 where the goal is unknown.
///
/// Lines that part share what they have in common, so that a branch costs no more than what differs on it.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownGoals {
    chunks: Vec<Rc<[u32; CHUNK]>>,
}

impl KnownGoals {
    pub(super) fn get(&self, goal: usize) -> Option<usize> {
        let place = self.chunks.get(goal / CHUNK)?[goal % CHUNK];
        (place as usize).checked_sub(1)
    }

    pub(super) fn set(&mut self, goal: usize, standing: Option<usize>) {
        if self.chunks.len() <= goal / CHUNK {
            self.chunks.resize_with(goal / CHUNK + 1, || Rc::new([0; CHUNK]));
        }
        let place = standing.map_or(0, |standing| u32::try_from(standing + 1).unwrap_or(0));
        Rc::make_mut(&mut self.chunks[goal / CHUNK])[goal % CHUNK] = place;
    }

    /// Takes over what another line knows of goals that are unknown on this one.
    pub(super) fn adopt(&mut self, other: &Self) {
        if self.chunks.len() < other.chunks.len() {
            let missing = other.chunks[self.chunks.len()..].iter().cloned();
            self.chunks.extend(missing);
        }
        for (own, other) in self.chunks.iter_mut().zip(&other.chunks) {
            if Rc::ptr_eq(own, other) || own.iter().zip(&**other).all(|(own, other)| *own != 0 || *other == 0) {
                continue;
            }
            for (own, other) in Rc::make_mut(own).iter_mut().zip(&**other).filter(|(own, _)| **own == 0) {
                *own = *other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_own_and_adopts_what_it_does_not_know() {
        let mut one = KnownGoals::default();
        one.set(3, Some(0));
        let mut other = one.clone();
        other.set(3, Some(7));
        other.set(200, Some(9));
        one.adopt(&other);
        assert_eq!((one.get(3), one.get(200), one.get(4)), (Some(0), Some(9), None));
        assert_eq!(other.get(3), Some(7));
        one.set(3, None);
        assert_eq!((one.get(3), one.get(9_000)), (None, None));
    }
}
