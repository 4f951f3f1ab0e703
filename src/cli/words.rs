//! Options whose values are fixed words of the model: `--help` lists them, shells complete them, a slip is told.

use clap::builder::{PossibleValuesParser, TypedValueParser};

/// A parser of words, each with what it stands for.
pub(super) fn words<T: Clone + Send + Sync + 'static>(
    words: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words.iter().map(|(word, _)| *word)).try_map(|text: String| {
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, meaning)| meaning.clone()).ok_or("is none of the words")
    })
}
