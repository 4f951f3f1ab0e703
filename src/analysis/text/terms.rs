//! Terms: the words of a text as numbers. Words are stemmed; function words and words of planning are dropped.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use rust_stemmers::{Algorithm, Stemmer};

use crate::analysis::text::language::{FUNCTION_WORDS, FunctionWords, LanguageTally, each_lower_word, push_lower};

/// Words of planning, which occur in any goal.
const PLANNING_WORDS: &str = "goal goals objective objectives okr okrs kr krs q1 q2 q3 q4 h1 h2";

/// Verbs that begin goals and do not distinguish them.
pub(super) const GENERIC_VERBS: &str = "\
    accelerate achieve add boost bring build create cut decrease deliver double drive enable ensure expand get \
    give grow halve have help improve increase keep launch let lower maintain make maximize minimize optimize \
    provide raise reach reduce shorten strengthen triple";

/// Forms of these verbs that stemming does not find.
const IRREGULAR_FORMS: &str = "brought built drove driven gave given grew grown got kept made";

/// The fewest letters of a word that may be written as two.
const MIN_COMPOUND: usize = 6;

/// Signs within words, which do not belong to a word at its ends.
const APOSTROPHES: [char; 2] = ['\'', '’'];

/// Numbers the stems of words; each distinct word is stemmed once.
pub(in crate::analysis) struct Terms {
    stemmer: Stemmer,
    /// The terms of words in lower case; dropped words have none.
    words: HashMap<Box<str>, Option<u32>>,
    stems: HashMap<Box<str>, u32>,
    /// Memory for a word in lower case, and for a text.
    lower: String,
    lower_text: String,
    languages: FunctionWords,
    /// Words that two words in a row may be one of.
    compounds: HashSet<Box<str>>,
}

impl Default for Terms {
    fn default() -> Self {
        Self::new()
    }
}

impl Terms {
    /// Creates a table that knows only the dropped words.
    pub(in crate::analysis) fn new() -> Self {
        let stemmer = Stemmer::create(Algorithm::English);
        let dropped =
            [FUNCTION_WORDS, PLANNING_WORDS, IRREGULAR_FORMS].into_iter().flat_map(str::split_ascii_whitespace);
        let words = dropped.map(|word| (word.into(), None)).collect();
        let mut terms = Self {
            stemmer,
            words,
            stems: HashMap::new(),
            lower: String::new(),
            lower_text: String::new(),
            languages: FunctionWords::new(),
            compounds: HashSet::new(),
        };
        // Generic verbs are dropped in every form.
        for verb in GENERIC_VERBS.split_ascii_whitespace() {
            let stem = terms.stemmer.stem(verb).into();
            terms.stems.insert(stem, u32::MAX);
        }
        terms
    }

    /// Remembers the words of texts that may be written as two: where one text has `onboarding`, `on-boarding` and `on
    /// boarding` are the same word in the others.
    pub(in crate::analysis) fn learn_compounds<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        for text in texts {
            each_lower_word(text, &mut self.lower, usize::MAX, |word, _| {
                if word.chars().nth(MIN_COMPOUND - 1).is_some() && !self.compounds.contains(word) {
                    self.compounds.insert(word.into());
                }
            });
        }
    }

    /// Calls `take` with every word, as written, of one goal's texts that has a term, and with the term.
    ///
    /// English words are stemmed, so that all forms have one term; words of other languages are not, because an English
    /// stemmer would confuse them.
    pub(in crate::analysis) fn of_goal<'t>(&mut self, texts: &[&'t str], mut take: impl FnMut(&'t str, u32)) {
        self.of_goal_at(texts, |_, _, word, term| take(word, term));
    }

    /// As [`Self::of_goal`], with the number of the text and the byte at which the word begins in it.
    pub(in crate::analysis) fn of_goal_at<'t>(
        &mut self,
        texts: &[&'t str],
        mut take: impl FnMut(usize, usize, &'t str, u32),
    ) {
        let is_english = self.is_english(texts);
        for (number, text) in texts.iter().enumerate() {
            self.scan(text, is_english, &mut |at, word, term| take(number, at, word, term));
        }
    }

    /// The words, as written, of two versions of a text that have a term, with the terms. Both are read in one language.
    pub(in crate::analysis) fn of_versions<'t>(&mut self, versions: [&'t str; 2]) -> [Vec<(&'t str, u32)>; 2] {
        let is_english = self.is_english(&versions);
        versions.map(|text| {
            let mut words = Vec::new();
            self.scan(text, is_english, &mut |_, word, term| words.push((word, term)));
            words
        })
    }

    /// Calls `take` with every word, as written, of an English text that has a term, and with the term.
    pub(in crate::analysis) fn each<'t>(&mut self, text: &'t str, mut take: impl FnMut(&'t str, u32)) {
        self.scan(text, true, &mut |_, word, term| take(word, term));
    }

    /// The terms of one goal's texts, and those of the first of them, its title, when it is read alone: its language may be
    /// another one then.
    pub(in crate::analysis) fn of_goal_and_title(&mut self, texts: &[&str]) -> [Vec<u32>; 2] {
        let Some((title, others)) = texts.split_first() else { return [Vec::new(), Vec::new()] };
        let of_title = self.tally(LanguageTally::NOTHING, title);
        let of_all = others.iter().fold(of_title, |tally, text| self.tally(tally, text));
        let [is_english, is_title_english] = [of_all, of_title].map(LanguageTally::is_english);
        let mut all = Vec::new();
        self.scan(title, is_english, &mut |_, _, term| all.push(term));
        let mut alone = all.clone();
        for text in others {
            self.scan(text, is_english, &mut |_, _, term| all.push(term));
        }
        if is_title_english != is_english {
            alone.clear();
            self.scan(title, is_title_english, &mut |_, _, term| alone.push(term));
        }
        [all, alone]
    }

    fn is_english(&mut self, texts: &[&str]) -> bool {
        texts.iter().fold(LanguageTally::NOTHING, |tally, text| self.tally(tally, text)).is_english()
    }

    /// Adds the function words of a text.
    fn tally(&mut self, tally: LanguageTally, text: &str) -> LanguageTally {
        self.languages.tally(tally, text, &mut self.lower)
    }

    /// Whether two words in a row are one that another text writes as one.
    fn are_compound(&mut self, one: &str, other: &str) -> bool {
        if self.compounds.is_empty() || one.len() + other.len() < MIN_COMPOUND {
            return false;
        }
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        if one.is_ascii() && other.is_ascii() {
            push_lower(&mut lower, one);
            push_lower(&mut lower, other);
        } else {
            // The lower case of a letter may depend on whether it ends a word.
            push_lower(&mut lower, &[one, other].concat());
        }
        let is_known = self.compounds.contains(lower.as_str());
        self.lower = lower;
        is_known
    }

    /// Calls `take` with the byte at which each word with a term begins, the word and the term. Only English words are
    /// stemmed.
    fn scan<'t>(&mut self, text: &'t str, is_english: bool, take: &mut impl FnMut(usize, &'t str, u32)) {
        // Of an ASCII text all words are made lower case at once: it has the same bounds of words.
        let mut lower_text = std::mem::take(&mut self.lower_text);
        lower_text.clear();
        if text.is_ascii() {
            push_lower(&mut lower_text, text);
        }
        let mut words = words_of(text).peekable();
        while let Some((start, mut end)) = words.next() {
            let mut is_compound = false;
            if let Some((next, last)) = words.peek().copied()
                && matches!(&text[end..next], "-" | " " | "\u{2010}" | "\u{2011}")
                && self.are_compound(&text[start..end], &text[next..last])
            {
                words.next();
                (end, is_compound) = (last, true);
            }
            let word = text[start..end].trim_start_matches(APOSTROPHES);
            let at = end - word.len();
            let word = word.trim_end_matches(APOSTROPHES);
            if word.is_empty() || word.starts_with(char::is_numeric) {
                continue;
            }
            let term = match lower_text.get(at..at + word.len()).filter(|_| !is_compound) {
                Some(lower) => self.term_of_lower(lower, is_english),
                None => self.term_of(word, is_english),
            };
            if let Some(term) = term {
                take(at, word, term);
            }
        }
        self.lower_text = lower_text;
    }

    /// The term of a word; none for what is dropped.
    fn term_of(&mut self, word: &str, is_english: bool) -> Option<u32> {
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        // A compound of two words has a hyphen or a space in it.
        let letters = word.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}'));
        lower.extend(letters.map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
        let term = self.term_of_lower(&lower, is_english);
        self.lower = lower;
        term
    }

    /// The term of a word in lower case.
    fn term_of_lower(&mut self, lower: &str, is_english: bool) -> Option<u32> {
        if is_english {
            let known = self.words.get(lower).copied();
            known.unwrap_or_else(|| self.learn(lower))
        } else if self.languages.contains(lower) {
            None
        } else {
            Some(self.exactly(lower))
        }
    }

    /// The term of a word that is not stemmed. It differs from that of an English word with the same letters.
    fn exactly(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        *self.stems.entry(format!("={word}").into()).or_insert(next)
    }

    fn learn(&mut self, word: &str) -> Option<u32> {
        let fiscal_year = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if word.strip_prefix("fy").is_some_and(fiscal_year) {
            return None;
        }
        let stem = self.stemmer.stem(word);
        let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        let known = self.stems.get(stem.as_ref()).copied();
        let term = known.unwrap_or_else(|| {
            self.stems.insert(stem.into(), next);
            next
        });
        let term = (term != u32::MAX).then_some(term);
        self.words.insert(word.into(), term);
        term
    }
}

/// The words of a text, with their beginnings and ends.
fn words_of(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(is_letter)?;
        let first = text[start..].chars().next()?;
        let behind = start + first.len_utf8();
        // Scripts without spaces between words: each character counts as a word.
        from = match text[behind..].find(|c| !is_letter(c) || is_ideograph(c)) {
            _ if is_ideograph(first) => behind,
            Some(length) => behind + length,
            None => text.len(),
        };
        Some((start, from))
    })
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || APOSTROPHES.contains(&character)
}

fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2fa1f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        Terms::new().each(text, |word, _| found.push(word.to_owned()));
        found
    }

    #[test]
    fn what_a_text_is_about() {
        assert_eq!(
            words("Raise the shops' checkout availability from 99.5 % to 99.95 %"),
            ["shops", "checkout", "availability"]
        );
        assert_eq!(words("Improving on-call: don’t page anyone at night"), ["call", "page", "night"]);
        assert_eq!(words("Größere Läden, 3x als 2025"), ["Größere", "Läden", "als"]);
        assert_eq!(words("売上を上げる"), ["売", "上", "を", "上", "げ", "る"]);
        assert_eq!(words("'' ’ 7th P0"), ["P0"]);
    }

    #[test]
    fn other_languages_keep_their_words_as_they_are() {
        let of = |texts: &[&'static str]| {
            let mut found = Vec::new();
            Terms::new().of_goal(texts, |word, _| found.push(word));
            found
        };
        assert_eq!(
            of(&["Mehr Läden für das Bezahlen mit der Karte gewinnen"]),
            ["Läden", "Bezahlen", "Karte", "gewinnen"]
        );
        assert_eq!(of(&["Réduire le temps d’attente des clients"])[0], "Réduire");
        assert_eq!(of(&["Open the São Paulo office"]), ["Open", "São", "Paulo", "office"], "English, but for a name");
        let mut terms = Terms::new();
        let mut found = Vec::new();
        for text in ["Kunden mit Karten", "Kundes mit Karten", "Serve customers with cards", "Serve customer with card"]
        {
            terms.of_goal(&[text], |_, term| found.push(term));
        }
        assert!(found[0] != found[2] && found[1] == found[3], "no English stems in German");
        assert_eq!(found[4..7], found[7..10], "but in English");
    }

    #[test]
    fn a_word_written_as_two_is_one_where_another_text_writes_one() {
        let mut terms = Terms::new();
        let of = |terms: &mut Terms, text: &'static str| {
            let mut found = Vec::new();
            terms.of_goal(&[text], |word, term| found.push((word, term)));
            found
        };
        assert_eq!(of(&mut terms, "Shorten on-boarding")[0].0, "boarding");
        terms.learn_compounds(["Shorten onboarding of shops", "Set a date"]);
        let one = of(&mut terms, "Onboarding")[0].1;
        assert_eq!(of(&mut terms, "Shorten on-boarding, on boarding."), [("on-boarding", one), ("on boarding", one)]);
        assert_eq!(of(&mut terms, "Set on shore, boarding")[2].0, "boarding", "two words with another between them");
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        let mut terms = Terms::new();
        let mut found = Vec::new();
        terms.each("onboarding Onboarded ONBOARD customers customer's customer’s", |_, term| found.push(term));
        assert_eq!(found[0..3], [found[0]; 3]);
        assert_eq!(found[3..6], [found[3]; 3]);
    }
}
