//! Single values as they are written: plain, in quotes, or as a block of lines.

use crate::source::SourceFile;
use crate::syntax::number::parse_number;
use crate::syntax::parse::parse;
use crate::syntax::tree::{QuoteStyle, Scalar};

/// A value where none stood before: plain if that reads back, else in double quotes.
pub(super) fn fresh(text: &str, flow: bool, is_text: bool) -> String {
    let plain = !(is_text && is_ambiguous(text)) && reads_plain(text, flow);
    if plain { text.to_owned() } else { double_quoted(text) }
}

/// How a new value is written in place of an old one, best first: in the old one's quotes, where those were chosen.
///
/// Double quotes that the old text could not do without were not chosen: they go with it. Those of a day were.
pub(super) fn over(old: &Scalar, text: &str, flow: bool, is_text: bool) -> Vec<String> {
    let bare = !is_text && is_bare(text);
    let told_apart = is_ambiguous(&old.text) && !(is_day(&old.text) && !is_text && is_day(text));
    let needed = || told_apart || !reads_plain(&old.text, flow);
    let mut forms = Vec::with_capacity(3);
    match old.style {
        QuoteStyle::Double if !bare && !needed() => forms.push(double_quoted(text)),
        QuoteStyle::Single if !bare && is_shown(text) => forms.push(format!("'{}'", text.replace('\'', "''"))),
        _ => {}
    }
    forms.push(fresh(text, flow, is_text));
    forms.push(double_quoted(text));
    forms.dedup();
    forms
}

/// Whether a word means something only without quotes: numbers and truths do; a day or an id means the same in them.
fn is_bare(word: &str) -> bool {
    parse_number(word).is_some() || matches!(word, "true" | "false")
}

/// Whether a text can stand as the only line of a block that stood there before.
pub(super) fn fits_block(text: &str, is_text: bool) -> bool {
    is_shown(text) && !text.trim().is_empty() && text.trim() == text && (is_text || !is_bare(text))
}

/// Whether a text is written like a day, `2026-11-21`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| (byte == b'-') == matches!(at, 4 | 7) && (byte == b'-' || byte.is_ascii_digit()))
}

/// Whether a text is read back as it is without quotes.
pub(super) fn reads_plain(text: &str, flow: bool) -> bool {
    !matches!(text, "" | "~" | "null" | "Null" | "NULL")
        && is_shown(text)
        && read_back(text, flow).is_some_and(|(read, style)| read == text && style == QuoteStyle::Plain)
}

/// What YAML makes of a piece of text as a value: in brackets and braces, or behind a name and a dash.
pub(super) fn read_back(text: &str, flow: bool) -> Option<(String, QuoteStyle)> {
    let page = if flow {
        format!("a: {{b: {text}, c: 1}}\nd: [{text}, 1]\n")
    } else {
        format!("a:\n  b: {text}\n  c: 1\nd:\n  - {text}\n  - 1\n")
    };
    let (tree, faults) = parse(&SourceFile::from_text("", page));
    if !faults.is_empty() || !tree.comments.is_empty() {
        return None;
    }
    let (fields, items) = (tree.mapping()?.get("a")?.as_mapping()?, tree.mapping()?.get("d")?.as_sequence()?);
    if fields.entries.len() != 2 || items.items.len() != 2 {
        return None;
    }
    let (value, item) = (fields.get("b")?.as_scalar()?, items.items[0].as_scalar()?);
    (value == item).then(|| (value.text.to_string(), value.style))
}

/// Whether a text has one line, and nothing in it that cannot be seen.
fn is_shown(text: &str) -> bool {
    !text.chars().any(is_hidden)
}

/// Whether a character steers or hides instead of being shown: controls, other line ends, directions, marks of order.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text in double quotes.
pub(super) fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            hidden if is_hidden(hidden) => quoted.push_str(&format!("\\u{:04X}", hidden as u32)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines as a block at a column; none where it has one line, or something a block cannot show.
pub(super) fn literal(text: &str, column: usize, line_end: &str) -> Option<String> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let odd = |line: &str| !is_shown(line) || line.ends_with(' ');
    if !body.contains('\n') || body.starts_with([' ', '\n']) || body.ends_with('\n') || body.split('\n').any(odd) {
        return None;
    }
    let mut block = if body.len() == text.len() { "|-" } else { "|" }.to_owned();
    for line in body.split('\n') {
        block.push_str(line_end);
        if !line.is_empty() {
            block.push_str(&" ".repeat(column));
            block.push_str(line);
        }
    }
    Some(block)
}

/// Whether a text could be taken for a number, a day, a truth or nothing by some reader of YAML.
pub(super) fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 13] = ["", "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf"];
    let unsigned = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
    let numeric = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | ':' | '-' | '+' | 'x' | 'o');
    WORDS.contains(&unsigned.as_str())
        || parse_number(text).is_some()
        || (unsigned.starts_with(|c: char| c.is_ascii_digit()) && unsigned.chars().all(numeric))
}
