//! The language of a text, by its function words.

use foldhash::HashMap;

use crate::analysis::text::words::words_in;

/// English function words.
pub(super) const FUNCTION_WORDS: &str = "\
    a about above across after again against all along also although always am among an and another any anyone \
    anything are aren't around as at away back be became because become becomes been before being below best \
    better between both but by can can't cannot could did didn't do does doesn't doing don't done down during each \
    either else etc even ever every everyone everything few first for from further had has hasn't haven't having \
    he her here hers him his how i if in inside into is isn't it its itself just last least less like many may me \
    might mine more most much must my near nearly neither next no nobody nor not nothing now of off often on once \
    one only onto or other others our ours out outside over own per please same she should since so some somebody \
    someone something soon still such than that the their theirs them then there these they this those three \
    through throughout to together too toward towards two under until up upon us use used using very via vs was \
    wasn't we well were weren't what when where whether which while who whom whose why will with within without \
    won't would yet you your yours";

/// Function words of German, French, Spanish, Portuguese, Italian and Dutch that are not English words.
const FOREIGN_WORDS: &str = "\
    das den die aan al alla alle als anche ao aos au auch auf aus aux avec bei beim bij bis ce ces chez ci com como cuando da \
    dal dalla damit dans dar dass de degli dei del della delle dem der des desde deze di door du durch een ein eine \
    einem einen einer el elle en entre est esta este et für gegen gli hacia hasta het hun il im ist las les leur \
    loro los maar mais mehr mit muy más naar nach nas nei nel nella nicht niet nog nos nossa nosso nostri nostro \
    notre nous nuestra nuestro nuestros não oder ogni om onze ook op ou où para pela pelo pero più por porque que \
    qui sans ses seu sobre sono sont sous su sua sur sus são también te todos tot tra tussen tutti uit um uma una \
    und une uns unser unsere unter vers vom von voor vor vos votre waar wenn werden wie wij wir ze zijn zonder zu \
    zum zur zwischen é über";

/// The most words of a text by which its language is detected.
const MOST_DETECTED: usize = 200;

/// The language of a function word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    English,
    Foreign,
}

/// The function words of some texts, by which their language is detected.
#[derive(Debug, Clone, Copy)]
pub(super) struct LanguageTally {
    english: usize,
    foreign: usize,
    /// Whether all letters are ASCII.
    plain: bool,
}

impl LanguageTally {
    pub(super) const NOTHING: Self = Self { english: 0, foreign: 0, plain: true };

    /// Whether the texts are probably English: they have at least as many English function words as foreign ones, and
    /// without any function words only ASCII letters.
    pub(super) fn is_english(self) -> bool {
        if self.english + self.foreign == 0 { self.plain } else { self.english >= self.foreign }
    }
}

/// The function words with their languages.
pub(super) struct FunctionWords(HashMap<&'static str, Language>);

impl FunctionWords {
    pub(super) fn new() -> Self {
        let foreign = FOREIGN_WORDS.split_ascii_whitespace().map(|word| (word, Language::Foreign));
        let english = FUNCTION_WORDS.split_ascii_whitespace().map(|word| (word, Language::English));
        Self(foreign.chain(english).collect())
    }

    /// Whether a word in lower case is a function word of any language.
    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Adds the function words of a text. `lower` is memory for a word in lower case.
    pub(super) fn tally(&self, mut tally: LanguageTally, text: &str, lower: &mut String) -> LanguageTally {
        each_lower_word(text, lower, MOST_DETECTED, |word, is_ascii| {
            tally.plain &= is_ascii;
            let known = self.0.get(word).copied();
            tally.english += usize::from(known == Some(Language::English));
            tally.foreign += usize::from(known == Some(Language::Foreign));
        });
        tally
    }
}

/// Calls `take` with the first `most` words of a text in lower case, and whether each is ASCII as written. `lower` is memory
/// for them.
pub(super) fn each_lower_word(text: &str, lower: &mut String, most: usize, mut take: impl FnMut(&str, bool)) {
    lower.clear();
    // Most texts are ASCII, whose lower case has the same bounds of words.
    if text.is_ascii() {
        push_lower(lower, text);
        return words_in(lower).take(most).for_each(|word| take(word, true));
    }
    for word in words_in(text).take(most) {
        lower.clear();
        push_lower(lower, word);
        take(lower, word.is_ascii());
    }
}

/// Appends a word in lower case.
pub(super) fn push_lower(lower: &mut String, word: &str) {
    if word.is_ascii() {
        let from = lower.len();
        lower.push_str(word);
        lower[from..].make_ascii_lowercase();
    } else {
        lower.push_str(&word.to_lowercase());
    }
}
