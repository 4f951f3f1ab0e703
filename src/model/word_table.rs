//! Enumerations whose values have names in goal files or in output: one table gives the names and finds the values.

/// Gives an enumeration the table `WORDS`, `word`, the name of a value, and `of_word`, the value of a name. Written as
/// `Kind: "mission" => Mission, …`.
macro_rules! word_table {
    ($(#[doc = $about:literal])* $type:ident: $($word:literal => $variant:ident),* $(,)?) => {
        impl $type {
            $(#[doc = $about])*
            pub const WORDS: [(&'static str, Self); [$($word),*].len()] = [$(($word, Self::$variant)),*];

            /// Its name, as `WORDS` has it.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The value that a name means.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::WORDS.into_iter().find(|(it, _)| *it == word).map(|(_, value)| value)
            }
        }
    };
}

pub(crate) use word_table;
