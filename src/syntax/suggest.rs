//! "Did you mean": the nearest of the words that would be right.

use std::cell::Cell;

/// The nearest of some words, if one is near enough to have been meant and no other is as near.
///
/// Near enough is two slips, one in words below six letters; swapped neighbours count as one slip.
#[must_use]
pub fn closest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    let limit = slips_in(word);
    only(&nearest(word, words.into_iter().filter(|it| it.chars().count().abs_diff(length) <= limit), limit))
}

/// How many slips a word may have to be taken for another: one in a short word, else two.
fn slips_in(word: &str) -> usize {
    if word.chars().count() < 6 { 1 } else { 2 }
}

fn only<'w>(words: &[&'w str]) -> Option<&'w str> {
    if let [only] = words { Some(*only) } else { None }
}

/// The words with the fewest slips, in their order.
fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>, limit: usize) -> Vec<&'w str> {
    let mut least = limit;
    let mut best: Vec<&str> = Vec::new();
    if word.len() > LONGEST {
        return best;
    }
    for candidate in words.filter(|candidate| *candidate != word) {
        let slips = strsim::osa_distance(word, candidate);
        if slips < least {
            best.clear();
            least = slips;
        }
        if slips == least && !best.contains(&candidate) && best.len() < MOST_TIED {
            best.push(candidate);
        }
    }
    best
}

/// Words longer than this, in bytes, are texts, and comparing two of them would cost the product of their lengths.
const LONGEST: usize = 200;

/// Of words that are equally near so many are told.
const MOST_TIED: usize = 3;

/// Many words to compare with, such as all ids: most are ruled out by length and letters before they are compared.
#[derive(Debug)]
pub struct Lexicon<'w> {
    words: Vec<(&'w str, u64)>,
    /// How many looks and comparisons are left; a repository in which thousands of links dangle has another problem than
    /// slips.
    looks: Cell<usize>,
    comparisons: Cell<usize>,
}

impl<'w> Lexicon<'w> {
    /// Takes words in.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words = words.into_iter().map(|word| (word, letters(word))).collect();
        Self { words, looks: Cell::new(20_000_000), comparisons: Cell::new(200_000) }
    }

    /// The nearest word, if it is near enough to have been meant and no other is as near.
    #[must_use]
    pub fn closest(&self, word: &str) -> Option<&'w str> {
        only(&self.nearest(word))
    }

    /// The nearest words that are near enough to have been meant, three at most.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Vec<&'w str> {
        if !self.may_look() {
            return Vec::new();
        }
        let limit = slips_in(word);
        let mask = letters(word);
        // A slip changes at most one letter into another: two bits.
        let far = u32::try_from(2 * limit).unwrap_or(u32::MAX);
        let likely = self
            .words
            .iter()
            .filter(|(other, bits)| other.len().abs_diff(word.len()) <= limit * 4 && (mask ^ bits).count_ones() <= far);
        let within = likely.map(|(other, _)| *other).take_while(|_| {
            let left = self.comparisons.get();
            self.comparisons.set(left.saturating_sub(1));
            left > 0
        });
        nearest(word, within, limit)
    }

    /// Words that go on where this one ends, or that this one goes on from, at a `-`; three at most.
    #[must_use]
    pub fn continued(&self, word: &str) -> Vec<&'w str> {
        if !self.may_look() {
            return Vec::new();
        }
        let goes_on = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'));
        let words = self.words.iter().map(|(other, _)| *other);
        words.filter(|other| goes_on(other, word) || goes_on(word, other)).take(MOST_TIED).collect()
    }

    fn may_look(&self) -> bool {
        let left = self.looks.get();
        self.looks.set(left.saturating_sub(self.words.len()));
        left > 0
    }
}

/// Which letters a word has, a bit each.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte & 63))
}

/// Words in backticks, joined as a sentence joins them: `a`, `b` or `c`.
#[must_use]
pub fn quoted<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let fields = ["priority", "period", "perspective", "owner"];
        assert_eq!(closest("pirority", fields), Some("priority"));
        assert_eq!(closest("onwer", fields), Some("owner"));
        assert_eq!(closest("budget", fields), None);
        assert_eq!(closest("b", ["a", "c"]), None, "two as near are no suggestion");
        let lexicon = Lexicon::new(["reliable-checkout", "reliable-payout", "mission"]);
        assert_eq!(lexicon.closest("reliable-chekout"), Some("reliable-checkout"));
        assert_eq!(lexicon.closest("something-else"), None);
        assert_eq!(lexicon.continued("reliable"), ["reliable-checkout", "reliable-payout"]);
        assert_eq!(lexicon.continued("mission-2026"), ["mission"]);
    }
}
