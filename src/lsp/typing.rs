//! Where somebody types, by the text alone: while a line is unfinished the file often is no YAML.
//!
//! Goal files are plain YAML: blocks by indentation, and short lists and mappings in one line. Brackets over several lines
//! are read as far as their own line goes.

use crate::source::Span;
use crate::syntax::Segment;

/// What is typed: a key or a value, at which place, and what of it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typing<'t> {
    /// The way to the mapping or list that it is in, or to the field whose value it is.
    pub(super) route: Vec<Segment>,
    /// Whether it is a key.
    pub(super) is_key: bool,
    /// The part that is before the cursor.
    pub(super) typed: &'t str,
    /// The bytes of the whole word, which a completion replaces.
    pub(super) word: Span,
    /// Whether a colon already follows the word.
    pub(super) has_colon: bool,
    /// How far the line is indented.
    pub(super) indent: usize,
}

/// A key or the dash of an item at the beginning of a line, with its column.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Opening<'t> {
    Item(usize),
    Key(usize, &'t str),
}

impl Opening<'_> {
    fn column(&self) -> usize {
        match self {
            Self::Item(column) | Self::Key(column, _) => *column,
        }
    }
}

impl<'t> Typing<'t> {
    /// Finds what is typed at an offset; none in a comment.
    pub(super) fn at(text: &'t str, offset: usize) -> Option<Self> {
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let start = text[..offset].rfind(is_end).map_or(0, |at| at + 1);
        let end = text[offset..].find(is_end).map_or(text.len(), |at| offset + at);
        let before = &text[start..offset];
        if starts_comment(before) {
            return None;
        }
        let (openings, rest) = openings(before);
        let column = openings.last().map_or(before.len() - before.trim_start().len(), Opening::column);
        let indent = openings.first().map_or(column, Opening::column);
        let mut route = above(&text[..start], openings.first(), indent);
        let is_value = matches!(openings.last(), Some(Opening::Key(..)));
        route.extend(openings.iter().map(segment));
        let (inner, is_key_inside, from) = inside(rest);
        route.extend(inner);
        let typed = rest[from..].trim_start();
        // After the closing quote or bracket of a value nothing more is to be typed.
        if typed.starts_with([']', '}']) || (typed.ends_with(['"', '\'']) && typed.len() > 1) {
            return None;
        }
        let typed = typed.trim_start_matches(['"', '\'']);
        let from = offset - typed.len();
        let after = &text[offset..end];
        let stops = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}' | ':' | '#' | '"' | '\'');
        let to = offset + after.find(stops).unwrap_or(after.len());
        let has_colon = text[to..end].starts_with(':');
        let is_key = is_key_inside.unwrap_or(!is_value);
        Some(Self { route, is_key, typed, word: Span::new(from, to), has_colon, indent })
    }
}

fn segment(opening: &Opening<'_>) -> Segment {
    match opening {
        Opening::Item(_) => Segment::Index(0),
        Opening::Key(_, name) => Segment::Key((*name).to_owned()),
    }
}

/// Whether a comment has begun in what is before the cursor. A sign inside quotes or a word begins none.
fn starts_comment(before: &str) -> bool {
    let mut quote = None;
    let mut last = ' ';
    for c in before.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
            (None, '#') if last.is_whitespace() => return true,
            _ => {}
        }
        last = c;
    }
    false
}

/// The dashes and the key at the beginning of a line, and what follows them.
fn openings(line: &str) -> (Vec<Opening<'_>>, &str) {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    loop {
        let column = line.len() - rest.len();
        if rest == "-" || rest.starts_with("- ") {
            found.push(Opening::Item(column));
            rest = rest[1..].trim_start();
            continue;
        }
        let is_plain = !rest.starts_with(['"', '\'', '[', '{', '#']);
        if is_plain
            && let Some(at) = rest.find(':').filter(|at| rest[at + 1..].is_empty() || rest[at + 1..].starts_with(' '))
        {
            found.push(Opening::Key(column, rest[..at].trim_end()));
            rest = &rest[at + 1..];
        }
        return (found, rest);
    }
}

/// The way to the block that a line is in: the keys and items of lines above that are indented less.
fn above(text: &str, first: Option<&Opening<'_>>, indent: usize) -> Vec<Segment> {
    let mut way = Vec::new();
    let (mut wanted, mut is_item) = (indent, matches!(first, Some(Opening::Item(_))));
    for line in text.lines().rev() {
        if wanted == 0 && !is_item {
            break;
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let (openings, rest) = openings(line);
        for opening in openings.iter().rev() {
            let column = opening.column();
            // The items of a list may stand below their key without being indented.
            let is_list_key =
                is_item && column == wanted && matches!(opening, Opening::Key(..)) && rest.trim().is_empty();
            if column < wanted || is_list_key {
                way.push(segment(opening));
                (wanted, is_item) = (column, matches!(opening, Opening::Item(_)));
            }
        }
        let column = line.len() - line.trim_start().len();
        if openings.is_empty() && column < wanted {
            // A line of text that goes on is in nothing that could be completed.
            (wanted, is_item) = (column, false);
        }
    }
    way.reverse();
    way
}

/// The way into the brackets that are open at the end of a value, whether a key stands there, and where it begins.
fn inside(value: &str) -> (Vec<Segment>, Option<bool>, usize) {
    let mut open: Vec<(char, Option<&str>)> = Vec::new();
    let (mut from, mut quote, mut last) = (0, None, ' ');
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(opened), _) if c == opened => quote = None,
            (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
            (None, '[' | '{') if matches!(last, ' ' | '[' | '{' | ',' | ':') => {
                open.push((c, None));
                from = at + 1;
            }
            (None, ']' | '}') if !open.is_empty() => {
                open.pop();
                from = at;
            }
            (None, ',') if !open.is_empty() => {
                if let Some(inner) = open.last_mut() {
                    inner.1 = None;
                }
                from = at + 1;
            }
            (None, ' ') if last == ':' => {
                if let Some(inner) = open.last_mut().filter(|(bracket, _)| *bracket == '{') {
                    inner.1 = Some(value[from..at - 1].trim().trim_matches(['"', '\'']));
                    from = at;
                }
            }
            _ => {}
        }
        last = c;
    }
    let is_key = open.last().map(|(bracket, key)| *bracket == '{' && key.is_none());
    let way = open.into_iter().filter_map(|(bracket, key)| match bracket {
        '[' => Some(Segment::Index(0)),
        _ => key.map(|key| Segment::Key(key.to_owned())),
    });
    (way.collect(), is_key, from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::spot::pattern;
    use proptest::prelude::*;

    /// What is typed at the `|`: its place, whether it is a key, and the part that is there.
    fn typing(text: &str) -> Option<(String, bool, String)> {
        let offset = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let typing = Typing::at(&text, offset)?;
        Some((pattern(&typing.route), typing.is_key, typing.typed.to_owned()))
    }

    #[test]
    fn a_place_is_found_in_unfinished_text() {
        for (text, place, is_key, typed) in [
            ("|", "", true, ""),
            ("kind: objective\now|", "", true, "ow"),
            ("owner: |\n", "owner", false, ""),
            ("owner: to|m\n", "owner", false, "to"),
            ("supports:\n  - pa|", "supports[]", true, "pa"),
            ("supports:\n- |\n", "supports[]", true, ""),
            ("supports:\n  - goal: pay|\n    how: x", "supports[].goal", false, "pay"),
            ("supports:\n  - goal: a\n    w|", "supports[]", true, "w"),
            ("supports: [a, b|]\n", "supports[]", false, "b"),
            ("supports: [a, {goal: |", "supports[].goal", false, ""),
            ("supports: [a, {goal: a, |", "supports[]", true, ""),
            ("metric: {name: \"a, b: c\", cu|}", "metric", true, "cu"),
            ("metric:\n  name: x\n  # why\n\n  target: 5\n  |", "metric", true, ""),
            ("log:\n  - date: 2026-01-01\n    to: [an|", "log[].to[]", false, "an"),
            ("log:\n  - {kind: ob|", "log[].kind", false, "ob"),
            ("metric:\n  name: x\nst|", "", true, "st"),
            ("folders:\n  a/b:\n    rules:\n      cy|", "folders.a/b.rules", true, "cy"),
            ("title: Raise a: b|", "title", false, "Raise a: b"),
            ("supports: [\"a|", "supports[]", false, "a"),
        ] {
            assert_eq!(typing(text), Some((place.to_owned(), is_key, typed.to_owned())), "{text}");
        }
        assert_eq!(typing("owner: tom # th|"), None);
        assert_eq!(typing("supports: [a]|"), None);
    }

    proptest! {
        #[test]
        fn any_text_has_a_place_or_none(text in "[-a: \\[\\]{},#\"'é🎯\n]{0,60}") {
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                if let Some(typing) = Typing::at(&text, offset) {
                    prop_assert!(typing.word.start as usize <= offset && offset <= typing.word.end as usize);
                    prop_assert!(text.get(typing.word.range()).is_some());
                }
            }
        }
    }
}
