//! Texts that say the same although not all their words are the same: one word is another, or one has a remark in
//! brackets.

use foldhash::{HashMap, HashMapExt as _};

use crate::analysis::text::similarity::{COMMON_TERMS, SimilarPair, Texts};
use crate::analysis::text::term_lists::TermLists;
use crate::analysis::text::terms::Terms;
use crate::analysis::text::words::{is_one_of, words_in};
use crate::source::InOrder as _;

/// The least number of terms in common of texts with one different word.
pub(in crate::analysis) const COMMON_BUT_ONE: usize = 4;

/// Words behind which a name or an amount stands: `for bakeries`, `in Lagos`.
const NAMING: &str = "for in of at to with on by from per among across about via than";

/// Words that stand between these and the name.
const ARTICLES: &str = "the a an our all each every any new more";

/// Words with which two goals differ on purpose.
const OPPOSITES: &str = "internal external inbound outbound gross net small large big existing former old front back upper lower \
    mobile desktop daily weekly monthly quarterly annual yearly online offline public private local global male female first second \
    early late short long high low";

/// The most words of a goal's text that are compared; a title has about ten.
const MOST_WORDS: usize = 200;

/// The terms of one goal's texts, and those of its title alone.
pub(in crate::analysis) fn terms_in_goal(terms: &mut Terms, texts: &[&str]) -> [Vec<u32>; 2] {
    terms.of_goal_and_title(texts).map(|mut found| {
        found.truncate(MOST_WORDS);
        found
    })
}

/// The terms of some texts of one goal.
fn terms_in(terms: &mut Terms, texts: &[&str]) -> Vec<u32> {
    let mut found = Vec::new();
    terms.of_goal(texts, |_, term| found.push(term));
    found.truncate(MOST_WORDS);
    found
}

/// The pairs of texts that say the same but for one word, or but for a remark in brackets. `apart` are the pairs of which
/// each has one term that the other has not; the first of the texts that a goal is compared by is its title.
pub(in crate::analysis) fn same_but_for_a_word<'t>(
    compared: impl Fn(usize) -> [&'t str; 3],
    texts: &TermLists,
    weighed: &Texts,
    apart: &[SimilarPair],
    terms: &mut Terms,
) -> Vec<SimilarPair> {
    let mut first_of: Vec<Option<usize>> = vec![None; weighed.classes()];
    for text in (0..texts.len()).rev() {
        first_of[weighed.class(text) as usize] = Some(text);
    }
    let mut found = Vec::new();
    for pair in apart {
        let [Some(one), Some(other)] = [pair.one, pair.other].map(|class| first_of[class as usize]) else { continue };
        let mut is_name = |text: usize, other: usize| {
            let mut place = None;
            terms.of_goal_at(&compared(text), |number, at, _, term| {
                if !texts.of(other).contains(&term) {
                    place = Some((number, at));
                }
            });
            // A word of the metric's name or unit makes another number.
            place.is_none_or(|(number, at)| number > 0 || names(compared(text)[0], at))
        };
        if !is_name(one, other) && !is_name(other, one) {
            found.push(SimilarPair { is_same: true, ..*pair });
        }
    }
    let sorted = |text: &[u32]| {
        let mut text = text.to_vec();
        text.sort_unstable();
        text
    };
    // Few titles have a remark, so only the terms of what is left of those are looked for.
    let bare: Vec<(usize, Vec<u32>)> = (0..texts.len())
        .filter_map(|text| {
            let [title, name, unit] = compared(text);
            let bare = without_remarks(title)?;
            Some((text, sorted(&terms_in(terms, &[&bare, name, unit]))))
        })
        .collect();
    let mut by_terms: HashMap<&[u32], Option<usize>> = HashMap::new();
    by_terms.extend(bare.iter().map(|(_, terms)| (&**terms, None)));
    if !by_terms.is_empty() {
        for (at, text) in texts.iter().enumerate() {
            if let Some(first) = by_terms.get_mut(&*sorted(text)) {
                first.get_or_insert(at);
            }
        }
    }
    for (text, terms) in &bare {
        let (class, plain) = (weighed.class(*text), by_terms[&**terms].map(|at| weighed.class(at)));
        if let Some(plain) = plain.filter(|plain| *plain != class && weighed.terms(*plain) >= COMMON_TERMS) {
            found.push(SimilarPair { is_same: true, ..weighed.pair(class, plain) });
        }
    }
    found.order_by_key(|pair| (pair.one, pair.other));
    found.dedup_by_key(|pair| (pair.one, pair.other));
    found
}

/// A title without what stands in brackets; none if nothing does.
fn without_remarks(title: &str) -> Option<String> {
    if !title.contains(['(', '[']) {
        return None;
    }
    let (mut bare, mut depth, mut has_remark) = (String::new(), 0_usize, false);
    for character in title.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(character),
            _ => has_remark = true,
        }
    }
    has_remark.then_some(bare)
}

/// Whether the word at a place of a title is a name, or says for what or for whom: the same words for another city or
/// customer are another goal.
fn names(title: &str, at: usize) -> bool {
    let (before, rest) = title.split_at(at);
    let word = words_in(rest).next().unwrap_or_default();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let others: Vec<&str> = title.split_whitespace().skip(1).collect();
    let capitals = others.iter().filter(|word| is_capital(word)).count();
    // In A Title Like This capitals tell nothing.
    let is_capital_name = is_capital(word) && !before.trim().is_empty() && 3 * capitals < 2 * others.len();
    let mut words = words_in(before).rev().filter(|word| !is_one_of(ARTICLES, word));
    let mut previous = words.next().unwrap_or_default();
    // `for bakeries and florists` names florists, too.
    while is_one_of("and or", previous) {
        words.next();
        previous = words.next().unwrap_or_default();
    }
    let is_named = is_one_of(NAMING, previous);
    // A remark in brackets says which of several things is meant.
    let is_in_brackets = before.matches(['(', '[']).count() > before.matches([')', ']']).count();
    word.chars().any(char::is_numeric) || is_capital_name || is_named || is_in_brackets || is_one_of(OPPOSITES, word)
}
