//! A parser for options whose values are fixed words of the model, so that help, completions and errors list them.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Creates a parser of words, each with its meaning.
pub(super) fn word_parser<T: Clone + Send + Sync + 'static>(
    words: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).try_map(|text: String| {
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
        found.map(|(_, meaning)| meaning.clone()).ok_or("not one of the possible values")
    })
}
