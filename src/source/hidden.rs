//! Invisible characters, which can control a terminal, reverse the text direction, or make different texts look equal.

/// Whether a character is invisible: controls including line breaks, bidirectional formatting, zero-width characters and
/// tags. The joiners U+200C and U+200D are not, because scripts and emoji need them.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// The characters of a text, each with whether it is invisible where it is. The joiners U+200C and U+200D are invisible
/// after ASCII characters, which they cannot join.
pub fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = 'a';
    text.chars().map(move |character| {
        let joins = matches!(character, '\u{200C}' | '\u{200D}');
        let hides = is_hidden(character) || joins && before.is_ascii();
        before = character;
        (character, hides)
    })
}

/// A text without its invisible characters, and these characters. Line breaks and tabs are kept.
pub fn without_hidden(text: &str) -> (String, Vec<char>) {
    let is_hidden = |&(character, hides): &(char, bool)| hides && !matches!(character, '\n' | '\r' | '\t');
    let (hidden, shown): (Vec<_>, Vec<_>) = characters(text).partition(is_hidden);
    (shown.into_iter().map(|(it, _)| it).collect(), hidden.into_iter().map(|(it, _)| it).collect())
}
