//! Characters that are not shown: they steer a terminal, turn the line, or make two different texts look the same.

/// Whether a character steers or hides instead of being shown: controls, line ends but `\n`'s kin too, directions, marks
/// without width, tags. What joins letters (U+200C, U+200D) is no such character by itself: scripts and emoji need it.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// The characters of a text, each with whether it hides where it stands. U+200C and U+200D hide behind ASCII, which they
/// cannot join to anything.
pub fn characters(text: &str) -> impl Iterator<Item = (char, bool)> {
    let mut before = 'a';
    text.chars().map(move |character| {
        let joins = matches!(character, '\u{200C}' | '\u{200D}');
        let hides = is_hidden(character) || joins && before.is_ascii();
        before = character;
        (character, hides)
    })
}

/// A text without the characters that are not shown, and these. Line ends and tabs stay.
#[must_use]
pub fn without_hidden(text: &str) -> (String, Vec<char>) {
    let is_hidden = |&(character, hides): &(char, bool)| hides && !matches!(character, '\n' | '\r' | '\t');
    let (hidden, shown): (Vec<_>, Vec<_>) = characters(text).partition(is_hidden);
    (shown.into_iter().map(|(it, _)| it).collect(), hidden.into_iter().map(|(it, _)| it).collect())
}
