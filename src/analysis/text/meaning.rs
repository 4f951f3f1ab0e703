//! Whether two versions of a title mean the same: they have the same terms, in any order, but for corrected spelling.

use std::collections::HashSet;

use crate::analysis::text::terms::Terms;
use crate::analysis::text::words::{asks_for_more, lower_words_in, words_in};
use crate::syntax::count_edits;

/// The most words of a title that can be typing errors. Each of them is compared with all words of the other version, so
/// that the limit also bounds the time for titles of thousands of words.
const MOST_CORRECTED: usize = 16;

/// Whether two versions of a title mean the same. Order, case, function words, generic verbs, numbers, inflection,
/// hyphenation and corrected typing errors make no difference.
pub fn has_same_meaning(before: &str, after: &str) -> bool {
    if letters(before) == letters(after) {
        return true;
    }
    // These verbs are no terms, but a title that turns from more to less changes its meaning.
    let direction = |title: &str| words_in(title).find_map(asks_for_more);
    if direction(before).zip(direction(after)).is_some_and(|(before, after)| before != after) {
        return false;
    }
    // A hyphen joins two words in one version and may be missing in the other.
    let joined = |text: &str| text.replace(['-', '‑'], "");
    has_same_terms(before, after) || has_same_terms(&joined(before), &joined(after))
}

/// Whether two versions of a title have the same terms, but for corrected spelling.
fn has_same_terms(before: &str, after: &str) -> bool {
    let [old, new] = Terms::new().of_versions([before, after]);
    let is_kept = |words: &[(&str, u32)], others: &[(&str, u32)], text: &str| {
        let kept: HashSet<u32> = others.iter().map(|(_, term)| *term).collect();
        let changed: HashSet<&str> =
            words.iter().filter(|(_, term)| !kept.contains(term)).map(|(word, _)| *word).collect();
        // A corrected word may be one without a term: `teh` becomes `the`.
        let is_corrected = |word: &str| lower_words_in(text).any(|it| is_typing_error(word, &it));
        changed.len() <= MOST_CORRECTED && changed.into_iter().all(is_corrected)
    };
    is_kept(&old, &new, after) && is_kept(&new, &old, before)
}

/// The letters and digits of a text in lower case, without what separates words.
fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether two words are probably one with a typing error: they begin with the same letter and differ by one edit, by two
/// if they are long; short words differ by a swap of two letters alone. A digit is never a typing error.
fn is_typing_error(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    if [&a, &b].iter().any(|word| word.chars().any(char::is_numeric)) {
        return false;
    }
    let Some(edits) = count_edits(&a, &b) else { return false };
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let is_swap = edits == 1 && sorted(&a) == sorted(&b);
    let most = match a.chars().count().min(b.chars().count()) {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    is_swap || (edits <= most && a.chars().next() == b.chars().next())
}

#[cfg(test)]
mod tests {
    use super::has_same_meaning;

    #[test]
    fn spelling_order_and_generic_words_change_no_meaning() {
        for (before, after) in [
            ("Raise chekout availability", "Raise checkout availability"),
            ("Checkout availability and speed", "Speed and availability of the checkout"),
            ("Improve onboarding of merchants", "Make merchant on-boarding better!"),
            ("Raise teh availability", "Raise the availability"),
            ("Cut incidents", "Reduce incidents by 30 %"),
            ("Mehr Läden für Kunden öffnen", "Für Kunden mehr Läden öffnen"),
            ("Organisation of support", "Organization of support"),
        ] {
            assert!(has_same_meaning(before, after) && has_same_meaning(after, before), "{before} / {after}");
        }
    }

    /// Each word of one title was compared with each of the other.
    #[test]
    fn a_title_of_thousands_of_other_words_is_another_title() {
        let of = |letter: char| (0..20_000).map(|at| format!("{letter}word{at} ")).collect::<String>();
        assert!(!has_same_meaning(&of('a'), &of('b')) && has_same_meaning(&of('a'), &of('a')));
    }

    #[test]
    fn other_words_and_the_opposite_direction_change_it() {
        for (before, after) in [
            ("Raise checkout availability", "Raise checkout conversion"),
            ("Raise availability", "Raise checkout availability"),
            ("Increase imports", "Increase exports"),
            ("Increase internal training", "Increase external training"),
            ("Increase churn", "Decrease churn"),
            ("Close SEV1 incidents", "Close SEV2 incidents"),
            ("Win care homes", "Win card holders"),
            ("売上を上げる", "費用を下げる"),
        ] {
            assert!(!has_same_meaning(before, after), "{before} / {after}");
        }
    }
}
