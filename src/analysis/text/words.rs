//! The words of a text, lists of words, and the verbs that ask for more or for less.

/// The words of a text as written: what stands between other characters than letters and digits.
pub fn words_in(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of a text in lower case.
pub fn lower_words_in(text: &str) -> impl DoubleEndedIterator<Item = String> {
    words_in(text).map(str::to_lowercase)
}

/// Whether a list of words, separated by spaces, has a word, in any case.
pub fn is_one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word))
}

/// Verbs that ask for more of something.
const UP: &str = "add boost double expand grow increase maximize more raise triple";

/// Verbs that ask for less.
const DOWN: &str = "cut decrease fewer halve less lower minimize reduce remove shorten";

/// Whether a word asks for more of something (true) or for less (false); none for other words.
pub(in crate::analysis) fn asks_for_more(word: &str) -> Option<bool> {
    if is_one_of(UP, word) { Some(true) } else { is_one_of(DOWN, word).then_some(false) }
}
