//! Positions of the protocol, in lines from 0 and code units of UTF-16 or UTF-8, and byte offsets of a text.

use gen_lsp_types::{Position, Range};

use crate::source::Span;

/// What a position in a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum CodeUnits {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, which every client knows.
    #[default]
    Utf16,
}

impl CodeUnits {
    fn of(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    fn of_char(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// An offset whose position is known.
#[derive(Debug, Clone, Copy)]
struct IndexMark {
    offset: usize,
    line: usize,
    units: usize,
}

/// The bytes between two marks in a long line: many findings in one line must not take quadratic time.
const MARK_EVERY: usize = 1024;

/// The lines of a text.
#[derive(Debug)]
pub(super) struct LineIndex<'t> {
    text: &'t str,
    units: CodeUnits,
    marks: Vec<IndexMark>,
}

impl<'t> LineIndex<'t> {
    /// Indexes a text. Lines end with `\n`, `\r\n` or `\r`, as the protocol defines it.
    pub(super) fn new(text: &'t str, units: CodeUnits) -> Self {
        let bytes = text.as_bytes();
        let mut last = IndexMark { offset: 0, line: 0, units: 0 };
        let mut marks = vec![last];
        for (at, byte) in bytes.iter().enumerate() {
            let next = at + 1;
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(next) != Some(&b'\n')) {
                last = IndexMark { offset: next, line: last.line + 1, units: 0 };
                marks.push(last);
            } else if next - last.offset >= MARK_EVERY && text.is_char_boundary(next) {
                let more = units.of(&text[last.offset..next]);
                last = IndexMark { offset: next, units: last.units + more, ..last };
                marks.push(last);
            }
        }
        Self { text, units, marks }
    }

    /// Returns the position of a byte. One past the end counts as the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let mark = self.marks[self.marks.partition_point(|mark| mark.offset <= offset) - 1];
        let units = mark.units + self.units.of(&self.text[mark.offset..offset]);
        Position { line: small(mark.line), character: small(units) }
    }

    /// Returns the range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }

    /// Returns the byte at a position. One past the end of its line is that end; one past the last line is the end of
    /// the text.
    pub(super) fn offset(&self, position: Position) -> usize {
        let (line, wanted) = (position.line as usize, position.character as usize);
        let at = self.marks.partition_point(|mark| (mark.line, mark.units) <= (line, wanted)) - 1;
        let mark = self.marks[at];
        if mark.line < line {
            return self.text.len();
        }
        let (mut offset, mut units) = (mark.offset, mark.units);
        for c in self.text[offset..].chars() {
            units += self.units.of_char(c);
            if units > wanted || matches!(c, '\n' | '\r') {
                break;
            }
            offset += c.len_utf8();
        }
        offset
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn characters_outside_the_basic_plane_count_twice_in_utf_16() {
        let text = "a: 🎯é\r\nb: 1\rc: 2\n";
        let [wide, narrow] = [CodeUnits::Utf16, CodeUnits::Utf8].map(|units| LineIndex::new(text, units));
        let end = text.find('\r').expect("a line end");
        assert_eq!((wide.position(end), narrow.position(end)), (at(0, 6), at(0, 9)));
        assert_eq!(wide.position(text.find('c').expect("c")), at(2, 0));
        // In the midst of a character is its start; behind the line's end is that end.
        assert_eq!((wide.offset(at(0, 4)), narrow.offset(at(0, 5)), wide.offset(at(0, 99))), (3, 3, end));
        assert_eq!((wide.offset(at(1, 99)), wide.offset(at(9, 0))), (end + 6, text.len()));
    }

    proptest! {
        #[test]
        fn every_offset_is_found_again(text in "([a-zé🎯日 ]{0,700}(\r\n|\n|\r)?){0,6}") {
            for units in [CodeUnits::Utf8, CodeUnits::Utf16] {
                let index = LineIndex::new(&text, units);
                for (offset, c) in text.char_indices() {
                    // Between the two signs of a line end there is no position.
                    if !(c == '\n' && text[..offset].ends_with('\r')) {
                        prop_assert_eq!(index.offset(index.position(offset)), offset);
                    }
                }
            }
        }
    }
}
