//! Writes scalars: plain, in quotes, or as a block scalar. All writers of goal files use these functions.
//!
//! YAML readers differ: YAML 1.1 has more booleans and numbers than 1.2, and `PyYAML`, libyaml, js-yaml and Psych each
//! reject plain texts that the others accept. So only what all of them read as the same text is written without quotes.

use crate::source::{SourceFile, is_hidden};
use crate::syntax::number::parse_number;
use crate::syntax::parse::parse;
use crate::syntax::tree::{QuoteStyle, Scalar};

/// A new scalar: plain if all readers agree on it, else in double quotes.
pub(super) fn new_scalar(text: &str, flow: bool, is_text: bool) -> String {
    if is_plain(text, flow, is_text) { text.to_owned() } else { double_quoted(text) }
}

/// Whether a value is written without quotes. Unless `is_text`, numbers, booleans and days are values of those types; any
/// other word is a text.
pub(super) fn is_plain(text: &str, flow: bool, is_text: bool) -> bool {
    let typed = !is_text && (is_bare(text) || is_day(text));
    (typed || !is_ambiguous(text)) && reads_plain(text, flow)
}

/// The forms in which a new scalar can replace an old one, best first. The old quotes are kept if the author chose them.
///
/// Double quotes that the old text needed were not chosen, so they are dropped with it. Those of a day were chosen, as a
/// day needs none.
pub(super) fn over(old: &Scalar, text: &str, flow: bool, is_text: bool) -> Vec<String> {
    let bare = !is_text && is_bare(text);
    let was_ambiguous = is_ambiguous(&old.text) && !(is_day(&old.text) && !is_text && is_day(text));
    let needed = || was_ambiguous || !reads_plain(&old.text, flow);
    let mut forms = Vec::with_capacity(3);
    match old.style {
        QuoteStyle::Double if !bare && !needed() => forms.push(double_quoted(text)),
        QuoteStyle::Single if !bare && is_shown(text) => forms.push(format!("'{}'", text.replace('\'', "''"))),
        _ => {}
    }
    forms.push(new_scalar(text, flow, is_text));
    forms.push(double_quoted(text));
    forms.dedup();
    forms
}

/// Whether quotes would change the meaning of a word: they do for numbers and booleans, but not for a day or an id.
fn is_bare(word: &str) -> bool {
    parse_number(word).is_some() || matches!(word, "true" | "false")
}

/// Whether a text can replace the only line of a block scalar.
pub(super) fn fits_block(text: &str, is_text: bool) -> bool {
    is_shown(text) && !text.trim().is_empty() && text.trim() == text && (is_text || !is_bare(text))
}

/// Whether a text has the form of a day, `2026-11-21`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| (byte == b'-') == matches!(at, 4 | 7) && (byte == b'-' || byte.is_ascii_digit()))
}

/// Whether every reader takes a text without quotes as one scalar, whether text or of another type.
pub fn reads_plain(text: &str, flow: bool) -> bool {
    !matches!(text, "" | "~" | "null" | "Null" | "NULL")
        && is_shown(text)
        && is_portable(text, flow)
        && read_back(text, flow).is_some_and(|(read, style)| read == text && style == QuoteStyle::Plain)
}

/// The scalar and style that a text is parsed as: inside brackets and braces if `flow`, else after a key and a dash.
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

/// Whether a text has one line and only visible characters.
fn is_shown(text: &str) -> bool {
    !text.chars().any(is_unshown)
}

/// Whether a character must be escaped: it is invisible, or not printable in YAML (YAML 1.2.2, section 5.1).
fn is_unshown(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a text contains nothing that only some readers take for YAML syntax.
fn is_portable(text: &str, flow: bool) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    let begins = match first {
        // Psych reads `:a` as a symbol, libyaml reads `?a` in braces as a key, and `---` starts a document.
        Some('-') => characters.next().is_some_and(|c| c.is_alphanumeric() || c == '.'),
        Some(c) => !"?:,[]{}#&*!|>'\"%@`".contains(c),
        None => false,
    };
    // PyYAML ends a plain scalar in brackets at any `?`.
    let ends = text.ends_with(':') || flow && text.contains([',', '?', '[', ']', '{', '}']);
    begins && !ends && !text.starts_with("...")
}

/// A text in double quotes.
pub fn double_quoted(text: &str) -> String {
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
            hidden if is_unshown(hidden) => match u32::from(hidden) {
                code @ ..=0xFFFF => quoted.push_str(&format!("\\u{code:04X}")),
                code => quoted.push_str(&format!("\\U{code:08X}")),
            },
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A multi-line text as a literal block scalar indented to a column; none for one line, or if a block cannot represent it.
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

/// Whether some YAML reader could take a plain text for a number, day, time, boolean, null or indicator.
pub(super) fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 15] =
        ["", "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf", "=", "<<"];
    let unsigned = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
    if WORDS.contains(&unsigned.as_str()) || parse_number(text).is_some() {
        return true;
    }
    // 0x1F, 0o17, 1_000, 1,000, 12:30:45, 2026-11-21: anything that starts with a digit and has only characters of numbers.
    let numeric = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | ',' | ':' | '-' | '+' | 'x' | 'o');
    let temporal = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '+' | 't' | 'z' | ' ');
    let is_time = unsigned.as_bytes().get(4) == Some(&b'-') && unsigned.chars().all(temporal);
    let digits = unsigned.trim_start_matches(['.', '_', ',']);
    digits.starts_with(|c: char| c.is_ascii_digit()) && (unsigned.chars().all(numeric) || is_time)
}
