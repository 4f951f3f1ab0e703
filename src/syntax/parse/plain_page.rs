//! Reads pages in the plainest YAML, as most goal files are written: names with values on one line, indented below each
//! other. That takes a quarter of the instructions of the parser for all of YAML, which reads every other page.
//!
//! What is in doubt is refused: a page is read here as the parser reads it, or not at all. Refused are blocks of text,
//! values on several lines or without text, brackets in brackets, escapes, anchors and tags, tabs, and whatever is wrong.

use super::builder::Builder;
use crate::source::Span;
use crate::syntax::tree::QuoteStyle;

/// The largest page in bytes that is tried. A larger one would be read twice for long if its end is in doubt.
const MOST_BYTES: usize = 64 * 1024;

/// Reads a page whose comments do not count; none if it is not plain enough.
pub(super) fn read(text: &str) -> Option<Builder<'_>> {
    if text.len() > MOST_BYTES || !text.chars().all(is_plain) {
        return None;
    }
    let mut reader = PlainReader { text, next: 0, line: None, builder: Builder::new(text) };
    reader.advance();
    reader.mapping(0)?;
    reader.line.is_none().then_some(reader.builder)
}

/// Whether a character means nothing else than itself wherever it stands: no tab, control character, foreign line break or
/// byte-order mark.
fn is_plain(character: char) -> bool {
    match character {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => character > '\u{a0}',
    }
}

/// A line with something else than a comment, or the rest of one behind a `- `.
#[derive(Clone, Copy)]
struct PlainLine {
    /// The number of characters before its text.
    indent: usize,
    /// The first byte of its text.
    start: usize,
    /// The end of the line.
    end: usize,
}

/// The longest name of a field in bytes. Much longer ones are none to the parser.
const LONGEST_NAME: usize = 128;

struct PlainReader<'t> {
    text: &'t str,
    /// The start of the line behind the current one.
    next: usize,
    /// The current line; none at the end.
    line: Option<PlainLine>,
    builder: Builder<'t>,
}

impl PlainReader<'_> {
    /// Moves to the next line that is neither blank nor a comment.
    fn advance(&mut self) {
        self.line = None;
        while self.line.is_none() && self.next < self.text.len() {
            let (begin, rest) = (self.next, &self.text[self.next..]);
            let end = begin + rest.find('\n').unwrap_or(rest.len());
            self.next = end + 1;
            let indent = spaces(&self.text[begin..end]);
            let start = begin + indent;
            if start < end && self.byte(start) != b'#' {
                self.line = Some(PlainLine { indent, start, end });
            }
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes()[at]
    }

    /// The current line if it is indented so far.
    fn line_at(&self, indent: usize) -> Option<PlainLine> {
        self.line.filter(|line| line.indent == indent)
    }

    /// Closes the innermost collection; refuses a line that is indented further, which would continue what is above.
    fn close(&mut self, indent: usize) -> Option<()> {
        self.line.is_none_or(|line| line.indent <= indent).then(|| self.builder.close(self.text.len()))
    }

    /// Whether a line is the entry of a list.
    fn is_entry(&self, line: PlainLine) -> bool {
        self.text[line.start..line.end].starts_with("- ")
    }

    /// Reads a mapping whose names are indented so far.
    fn mapping(&mut self, indent: usize) -> Option<()> {
        let start = self.line?.start;
        self.builder.open_mapping(Span::new(start, start), false).ok()?;
        while let Some(line) = self.line_at(indent) {
            let name = self.name(line)?;
            self.builder.key(&self.text[name.range()], name).ok()?;
            let value = name.end as usize + 1;
            if let Some(start) = self.value_start(value, line.end) {
                self.value(start, line.end)?;
                self.advance();
                continue;
            }
            self.advance();
            let below = self.line?;
            if self.is_entry(below) && below.indent > indent {
                self.list(below.indent, below.start)?;
            } else if self.is_entry(below) && below.indent == indent {
                // The entries may stand below the first letter of the name. To the parser such a list begins with what its
                // first entry says.
                self.list(indent, self.value_start(below.start + 1, below.end)?)?;
            } else if below.indent > indent {
                self.mapping(below.indent)?;
            } else {
                return None;
            }
        }
        self.close(indent)
    }

    /// Reads a list whose entries are indented so far, and that begins at a byte.
    fn list(&mut self, indent: usize, start: usize) -> Option<()> {
        self.builder.open_sequence(Span::new(start, start), false).ok()?;
        while let Some(line) = self.line_at(indent).filter(|line| self.is_entry(*line)) {
            let start = self.value_start(line.start + 1, line.end)?;
            let entry = PlainLine { indent: indent + start - line.start, start, end: line.end };
            if self.name(entry).is_some() {
                self.line = Some(entry);
                self.mapping(entry.indent)?;
            } else {
                self.value(start, line.end)?;
                self.advance();
            }
        }
        self.close(indent)
    }

    /// The name at the start of a line, before its colon.
    fn name(&self, line: PlainLine) -> Option<Span> {
        let text = &self.text[line.start..line.end];
        let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let behind = text[length..].strip_prefix(':')?;
        let is_name = (1..=LONGEST_NAME).contains(&length) && (behind.is_empty() || behind.starts_with(' '));
        is_name.then(|| Span::new(line.start, line.start + length))
    }

    /// Where the text begins behind a colon or a `-`; none if only spaces or a comment follow.
    fn value_start(&self, from: usize, end: usize) -> Option<usize> {
        let start = from + spaces(&self.text[from..end]);
        (start < end && self.byte(start) != b'#').then_some(start)
    }

    /// Reads a value that ends with its line.
    fn value(&mut self, start: usize, end: usize) -> Option<()> {
        let behind = match self.byte(start) {
            b'[' | b'{' => self.flow(start, end)?,
            b'"' | b'\'' => self.quoted(start, end)?,
            _ => return self.plain(start, end),
        };
        self.is_over(behind, end).then_some(())
    }

    fn plain(&mut self, start: usize, end: usize) -> Option<()> {
        let text = &self.text[start..end];
        // Few values have a comment, and whether there is one is found sooner than where.
        let comment = if text.contains(" #") { text.find(" #") } else { None };
        let text = comment.map_or(text, |comment| &text[..comment]).trim_end_matches(' ');
        let is_negative = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_text = !text.starts_with(is_sign) || is_negative;
        if !is_text || text.contains(": ") || text.ends_with(':') {
            return None;
        }
        self.builder.value(text, QuoteStyle::Plain, Span::new(start, start + text.len()));
        Some(())
    }

    /// Reads a text in quotes without escapes; returns the byte behind it.
    fn quoted(&mut self, start: usize, end: usize) -> Option<usize> {
        let (quote, inside) = (self.byte(start), &self.text[start + 1..end]);
        let inside = &inside[..inside.bytes().position(|byte| byte == quote)?];
        let behind = start + inside.len() + 2;
        let style = if quote == b'"' { QuoteStyle::Double } else { QuoteStyle::Single };
        // Two single quotes are one in the text.
        if inside.contains('\\') || self.text[behind..end].starts_with('\'') {
            return None;
        }
        self.builder.value(inside, style, Span::new(start, behind));
        Some(behind)
    }

    /// Reads a list or a mapping in brackets, such as `[a, b]` or `{by: p, note: "n"}`, of texts in quotes or without signs;
    /// returns the byte behind it.
    fn flow(&mut self, start: usize, end: usize) -> Option<usize> {
        let (is_mapping, at) = (self.byte(start) == b'{', Span::new(start, start));
        let close = if is_mapping {
            self.builder.open_mapping(at, true).ok()?;
            '}'
        } else {
            self.builder.open_sequence(at, true).ok()?;
            ']'
        };
        let mut at = self.value_start(start + 1, end)?;
        while !self.text[at..end].starts_with(close) {
            if is_mapping {
                let name = self.name(PlainLine { indent: 0, start: at, end })?;
                self.builder.key(&self.text[name.range()], name).ok()?;
                at = self.value_start(name.end as usize + 1, end)?;
            }
            let behind = match self.byte(at) {
                b'"' | b'\'' => self.quoted(at, end)?,
                _ => self.unsigned(at, end)?,
            };
            at = self.value_start(behind, end)?;
            if let Some(rest) = self.text[at..end].strip_prefix(',') {
                at = self.value_start(end - rest.len(), end)?;
                // A comma at the end is left to the parser.
                if self.text[at..end].starts_with(close) {
                    return None;
                }
            } else if !self.text[at..end].starts_with(close) {
                return None;
            }
        }
        self.builder.close(at + 1);
        Some(at + 1)
    }

    /// Reads a text without signs in brackets; returns the byte behind it.
    fn unsigned(&mut self, start: usize, end: usize) -> Option<usize> {
        let text = &self.text[start..end];
        let text = text.find(|c| !is_unsigned(c)).map_or(text, |behind| &text[..behind]).trim_end_matches(' ');
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        self.builder.value(text, QuoteStyle::Plain, Span::new(start, start + text.len()));
        Some(start + text.len())
    }

    /// Whether nothing but a comment stands on the rest of a line.
    fn is_over(&self, from: usize, end: usize) -> bool {
        from == end || (self.byte(from) == b' ' && self.value_start(from, end).is_none())
    }
}

/// The number of spaces at the start of a text.
fn spaces(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b' ').count()
}

/// Whether a character at the start of a value may be a sign of YAML.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
    )
}

/// Whether a character never is a sign of YAML.
fn is_unsigned(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, ' ' | '_' | '-' | '.' | '/')
}

#[cfg(test)]
mod tests;
