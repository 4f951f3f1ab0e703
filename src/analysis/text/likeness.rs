//! Which goals have texts that are like each other: computed from the texts alone, and kept as long as they are the same.

use std::fmt;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::quality::FixedState;

use crate::analysis::text::similarity::{SimilarPair, Texts};
use crate::analysis::text::term_lists::TermLists;
use crate::analysis::text::terms::Terms;
use crate::analysis::text::variation::{COMMON_BUT_ONE, same_but_for_a_word, terms_in_goal};
use crate::model::Kind;

/// The kinds of goals that are compared with each other: objectives, key results, and objectives with key results.
pub(in crate::analysis) const COMPARED_KINDS: [&[Kind]; 3] =
    [&[Kind::Objective], &[Kind::KeyResult], &[Kind::Objective, Kind::KeyResult]];

/// The texts by which a goal is compared: an objective's title; a key result's title, metric name and unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalTexts<'t> {
    /// The goal's kind.
    pub kind: Kind,
    /// The texts; empty where it has none.
    pub texts: [&'t str; 3],
}

impl<'t> GoalTexts<'t> {
    /// The texts that are compared with those of other kinds: titles alone.
    pub fn compared(&self, is_mixed: bool) -> [&'t str; 3] {
        if is_mixed { [self.texts[0], "", ""] } else { self.texts }
    }
}

/// The texts of the goals of some kinds, with the pairs of them that are like each other.
pub struct LikeTexts {
    /// The terms of each text.
    pub terms: TermLists,
    /// The texts as vectors.
    pub weighed: Texts,
    /// The pairs that are similar by their cosine, then those that are whatever it is.
    pub pairs: Vec<SimilarPair>,
}

/// The likeness of the texts of goals.
pub struct Likeness {
    /// The number of the goals it was computed from, and a hash of their texts: a copy of them would take as much room as the
    /// goals themselves.
    of: (usize, u128),
    /// The texts of each of [`COMPARED_KINDS`], in the order of the goals.
    pub groups: Vec<LikeTexts>,
    /// The table of all their terms.
    terms: Mutex<Terms>,
}

impl Likeness {
    /// Compares the texts of goals. Words that any of them has may be written as two in the others.
    fn with_identity(of: (usize, u128), goals: &[GoalTexts<'_>]) -> Self {
        let mut terms = Terms::new();
        terms.learn_compounds(goals.iter().flat_map(|goal| goal.texts));
        let compared =
            COMPARED_KINDS.map(|kinds| goals.iter().filter(|goal| kinds.contains(&goal.kind)).collect::<Vec<_>>());
        let [mut objectives, mut key_results, mut titles] = [(); 3].map(|()| TermLists::default());
        for goal in goals {
            let of_kind = match goal.kind {
                Kind::Objective => &mut objectives,
                Kind::KeyResult => &mut key_results,
                _ => continue,
            };
            let [all, title] = terms_in_goal(&mut terms, &goal.texts);
            of_kind.push(&all);
            titles.push(&title);
        }
        // In the order of COMPARED_KINDS.
        let read = [objectives, key_results, titles];
        // One group after another: each takes much memory meanwhile, and other rules run beside it.
        let groups = read.into_iter().zip(compared.iter().zip(COMPARED_KINDS)).map(|(read, (compared, kinds))| {
            let weighed = Texts::weigh(&read);
            let mut pairs = weighed.alike();
            let apart = weighed.one_term_apart(COMMON_BUT_ONE);
            let texts_of = |text: usize| compared[text].compared(kinds.len() > 1);
            pairs.extend(same_but_for_a_word(texts_of, &read, &weighed, &apart, &mut terms));
            LikeTexts { terms: read, weighed, pairs }
        });
        let groups = groups.collect();
        Self { of, groups, terms: Mutex::new(terms) }
    }

    /// Calls `take` with every word, as written, of one goal's texts that has a term, and with the term.
    pub fn words<'t>(&self, texts: &[&'t str], take: impl FnMut(&'t str, u32)) {
        self.terms.lock().unwrap_or_else(PoisonError::into_inner).of_goal(texts, take);
    }
}

/// The number of goals and a hash of their kinds and texts. Two hashes of 64 bits are equal for others by no chance
/// that matters.
fn identity(goals: &[GoalTexts<'_>]) -> (usize, u128) {
    let [low, high] = [0, 1].map(|seed| {
        let mut hasher = FixedState::with_seed(seed).build_hasher();
        for goal in goals {
            (goal.kind, goal.texts).hash(&mut hasher);
        }
        u128::from(hasher.finish())
    });
    (goals.len(), high << 64 | low)
}

/// How many are kept: while somebody types in a file, it is now broken and now whole.
const MOST_KEPT: usize = 2;

/// What was computed last. It depends on the texts alone: while others edit goals, most edits change no title.
#[derive(Default)]
pub struct LastLikeness(Mutex<Vec<Arc<Likeness>>>);

impl LastLikeness {
    /// Returns the likeness of the texts of goals: one of the last if it is of the very same texts, else a new one.
    pub fn of(&self, goals: &[GoalTexts<'_>]) -> Arc<Likeness> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = identity(goals);
        let known = kept.iter().position(|likeness| likeness.of == of);
        let likeness = known.map_or_else(|| Arc::new(Likeness::with_identity(of, goals)), |at| kept.remove(at));
        kept.insert(0, Arc::clone(&likeness));
        kept.truncate(MOST_KEPT);
        likeness
    }
}

impl fmt::Debug for LastLikeness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LastLikeness").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objectives<'t>(titles: &[&'t str]) -> Vec<GoalTexts<'t>> {
        titles.iter().map(|title| GoalTexts { kind: Kind::Objective, texts: [title, "", ""] }).collect()
    }

    #[test]
    fn the_last_likeness_holds_for_the_same_texts_alone() {
        let last = LastLikeness::default();
        let title = "Cut the waiting time of small shops for card terminals";
        let one = objectives(&[title, "Cut the waiting time of small shops for card terminals today"]);
        let first = last.of(&one);
        assert_eq!(first.groups[0].pairs.len(), 1);
        assert!(Arc::ptr_eq(&first, &last.of(&one.clone())));
        let other = objectives(&[title, "Publish prices"]);
        let then = last.of(&other);
        assert_eq!(then.groups[0].pairs, []);
        let key_result = GoalTexts { kind: Kind::KeyResult, ..one[1] };
        let is_of = |goals: &[GoalTexts<'_>]| then.of == identity(goals);
        assert!(!is_of(&[other[0], key_result]) && !is_of(&other[..1]), "kinds and numbers of goals count");
        assert!(Arc::ptr_eq(&first, &last.of(&one)) && Arc::ptr_eq(&then, &last.of(&other)), "to and fro");
        last.of(&other[..1]);
        assert!(Arc::ptr_eq(&then, &last.of(&other)), "the one before");
        assert!(!Arc::ptr_eq(&first, &last.of(&one)), "but no more");
    }
}
