//! "Did you mean" suggestions: the most similar of the valid words.

use std::cell::Cell;

/// The most similar word, if it is similar enough and no other is as similar.
///
/// The maximum is two edits, or one for words of fewer than six letters; swapping two adjacent letters is one edit.
pub fn closest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    let limit = max_edits(word);
    only(&nearest(word, words.into_iter().filter(|it| it.chars().count().abs_diff(length) <= limit), limit))
}

/// The number of edits between two words: letters added, removed, replaced, or swapped with their neighbour. None for words
/// that are too long to compare.
pub fn count_edits(a: &str, b: &str) -> Option<usize> {
    (a.len().max(b.len()) <= MAX_LENGTH).then(|| strsim::osa_distance(a, b))
}

/// The most edits between a word and a suggestion: one for a short word, else two.
fn max_edits(word: &str) -> usize {
    if word.chars().count() < 6 { 1 } else { 2 }
}

fn only<'w>(words: &[&'w str]) -> Option<&'w str> {
    if let [only] = words { Some(*only) } else { None }
}

/// The words with the fewest edits, at most `limit`, in their order.
fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>, limit: usize) -> Vec<&'w str> {
    let mut least = limit;
    let mut best: Vec<&str> = Vec::new();
    if word.len() > MAX_LENGTH {
        return best;
    }
    for candidate in words.filter(|candidate| *candidate != word) {
        let edits = strsim::osa_distance(word, candidate);
        if edits < least {
            best.clear();
            least = edits;
        }
        if edits == least && !best.contains(&candidate) && best.len() < MAX_TIED {
            best.push(candidate);
        }
    }
    best
}

/// The longest word in bytes for which there are suggestions: the cost of a comparison is the product of both lengths.
const MAX_LENGTH: usize = 200;

/// The most words that are suggested if they are equally similar.
const MAX_TIED: usize = 3;

/// A large set of words, such as all ids. Most are excluded by their length and letters before they are compared.
#[derive(Debug)]
pub struct Lexicon<'w> {
    words: Vec<(&'w str, u64)>,
    /// The words that may still be looked at, and compared. They bound the time in a repository with thousands of dangling
    /// links, whose cause is not misspelling.
    looks: Cell<usize>,
    comparisons: Cell<usize>,
}

impl<'w> Lexicon<'w> {
    /// Creates a lexicon of some words.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words = words.into_iter().map(|word| (word, letters(word))).collect();
        Self { words, looks: Cell::new(20_000_000), comparisons: Cell::new(200_000) }
    }

    /// The most similar word, if it is similar enough and no other is as similar.
    pub fn closest(&self, word: &str) -> Option<&'w str> {
        only(&self.nearest(word))
    }

    /// The most similar words that are similar enough, at most three.
    pub fn nearest(&self, word: &str) -> Vec<&'w str> {
        if !self.may_look() {
            return Vec::new();
        }
        let limit = max_edits(word);
        let mask = letters(word);
        // An edit changes at most two bits of the mask: one letter is replaced by another.
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

    /// Words that continue this one with `-`, or that this one continues; at most three.
    pub fn continued(&self, word: &str) -> Vec<&'w str> {
        if !self.may_look() {
            return Vec::new();
        }
        let goes_on = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'));
        let words = self.words.iter().map(|(other, _)| *other);
        words.filter(|other| goes_on(other, word) || goes_on(word, other)).take(MAX_TIED).collect()
    }

    fn may_look(&self) -> bool {
        let left = self.looks.get();
        self.looks.set(left.saturating_sub(self.words.len()));
        left > 0
    }
}

/// The set of a word's bytes, one bit for each, modulo 64.
fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte & 63))
}

/// Words in backticks, joined with commas and "or": `a`, `b` or `c`.
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
