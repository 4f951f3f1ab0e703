//! "Did you mean": the nearest of the words that would be right.

use std::cell::Cell;

/// The nearest of some words, if one is near enough to have been meant and no other is as near.
///
/// Near enough is two slips, one in words below six letters; swapped neighbours count as one slip.
#[must_use]
pub fn closest<'w>(word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let length = word.chars().count();
    let limit = if length < 6 { 1 } else { 2 };
    nearest(word, words.into_iter().filter(|it| it.chars().count().abs_diff(length) <= limit), limit)
}

fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>, limit: usize) -> Option<&'w str> {
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in words {
        if candidate == word {
            continue;
        }
        let slips = strsim::osa_distance(word, candidate);
        if slips > limit {
            continue;
        }
        match best {
            Some((least, _)) if slips > least => {}
            Some((least, other)) if slips == least => tied |= other != candidate,
            _ => {
                best = Some((slips, candidate));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, word)| word)
}

/// Many words to compare with, such as all ids: most are ruled out by length and letters before they are compared.
#[derive(Debug)]
pub struct Lexicon<'w> {
    words: Vec<(&'w str, u64)>,
    /// How many comparisons are left; a repository in which thousands of links dangle has another problem than slips.
    budget: Cell<usize>,
}

impl<'w> Lexicon<'w> {
    /// Takes words in.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words = words.into_iter().map(|word| (word, letters(word))).collect();
        Self { words, budget: Cell::new(200_000) }
    }

    /// The nearest word, at most so many slips away, if no other is as near.
    #[must_use]
    pub fn closest(&self, word: &str, limit: usize) -> Option<&'w str> {
        let mask = letters(word);
        // A slip changes at most one letter into another: two bits.
        let far = u32::try_from(2 * limit).unwrap_or(u32::MAX);
        let likely = self
            .words
            .iter()
            .filter(|(other, bits)| other.len().abs_diff(word.len()) <= limit * 4 && (mask ^ bits).count_ones() <= far);
        let within = likely.map(|(other, _)| *other).take_while(|_| {
            let left = self.budget.get();
            self.budget.set(left.saturating_sub(1));
            left > 0
        });
        nearest(word, within, limit)
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
        assert_eq!(lexicon.closest("reliable-chekout", 2), Some("reliable-checkout"));
        assert_eq!(lexicon.closest("something-else", 2), None);
    }
}
