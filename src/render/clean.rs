//! Cleans text from goal files for a terminal: it must not move the cursor, change colors or reverse the text
//! direction.

use std::borrow::Cow;

use crate::source::characters;

/// Cleans text to one line: line breaks and tabs become spaces, other hostile characters U+FFFD.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !characters(text).any(|(_, hides)| hides) {
        return Cow::Borrowed(text);
    }
    let space = |character| matches!(character, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}');
    let shown = |character| if space(character) { ' ' } else { char::REPLACEMENT_CHARACTER };
    Cow::Owned(characters(text).map(|(it, hides)| if hides { shown(it) } else { it }).collect())
}

/// As [`clean`], but keeps line breaks.
pub fn clean_block(text: &str) -> String {
    let mut cleaned = text.lines().map(clean).collect::<Vec<_>>().join("\n");
    if text.ends_with('\n') {
        cleaned.push('\n');
    }
    cleaned
}

/// Replaces hostile characters by harmless ones of the same length in bytes, so that spans stay valid.
pub(super) fn same_length(text: &str) -> Cow<'_, str> {
    let hostile = |(character, hides): (char, bool)| hides && !matches!(character, '\n' | '\r' | '\t');
    if !characters(text).any(hostile) {
        return Cow::Borrowed(text);
    }
    let harmless = |character: char| match character.len_utf8() {
        1 => "?",
        2 => "·",
        3 => "\u{FFFD}",
        _ => "🞌",
    };
    let mut cleaned = String::with_capacity(text.len());
    for (character, hides) in characters(text) {
        if hostile((character, hides)) { cleaned.push_str(harmless(character)) } else { cleaned.push(character) }
    }
    Cow::Owned(cleaned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::is_hidden;

    #[test]
    fn a_block_keeps_its_line_ends_and_the_last_of_them() {
        assert_eq!(clean_block("a\tb\nc\u{1b}\n"), "a b\nc\u{fffd}\n");
        assert_eq!(clean_block("a\nb"), "a\nb");
        assert_eq!(clean_block(""), "");
    }

    #[test]
    fn nothing_reaches_the_terminal_that_could_move_it() {
        let hostile = "a\u{1b}[31mb\u{7}\u{9b}c\u{202e}d\ne\u{2066}\u{e0041}";
        assert!(!clean(hostile).chars().any(is_hidden));
        let same = same_length(hostile);
        assert_eq!(same.len(), hostile.len());
        assert!(!same.replace('\n', "").chars().any(is_hidden));
        assert!(matches!(clean("plain ✓ 日本 👩\u{200D}🚀 می\u{200C}خواهم"), Cow::Borrowed(_)));
        assert_eq!(clean("ad\u{200D}min\u{200B}"), "ad\u{FFFD}min\u{FFFD}");
    }
}
