//! Views as JSON (RFC 8259), in which no text means anything to a terminal or to the log of a pipeline: what does is escaped,
//! and every reader sees the same.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use super::github::COMMANDS;
use crate::source::is_hidden;

/// Formats a view as indented JSON with a final line break. Numbers are not rounded, and zero has no sign.
///
/// # Panics
/// Never: views consist of texts and finite numbers.
pub fn json(view: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(1024);
    write_to(view, &mut bytes).expect("views have text keys");
    String::from_utf8(bytes).expect("JSON is text")
}

/// Writes a view as [`json`] formats it, as it comes.
///
/// # Errors
/// It cannot be written.
pub fn write(view: &impl Serialize, to: &mut dyn Write) -> Result<()> {
    write_to(view, to)
}

/// Writes a view to what is known when the program is built: most of its time are writes of a few bytes.
fn write_to<W: ?Sized + Write>(view: &impl Serialize, to: &mut W) -> Result<()> {
    view.serialize(&mut Serializer::with_formatter(&mut *to, Indented::default()))?;
    to.write_all(b"\n")
}

/// Formats a view as JSON in one line, with a line break.
///
/// # Panics
/// Never: views consist of texts and finite numbers.
pub fn line(view: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    view.serialize(&mut Serializer::with_formatter(&mut bytes, Compact)).expect("views have text keys");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is text")
}

/// Writes a part of a text, with escapes for what is hidden and for the second `#` of a pipeline's command.
fn write_inert<W: ?Sized + Write>(writer: &mut W, fragment: &str) -> Result<()> {
    // Every name and every text passes here, and nearly all are plain: looking at all of one is faster than looking for the end.
    let marks = fragment.bytes().fold(0, |marks, byte| marks | u8::from(byte >= 0x7f) | u8::from(byte == b'#'));
    if marks == 0 {
        return writer.write_all(fragment.as_bytes());
    }
    let mut written = 0;
    for (at, character) in fragment.char_indices() {
        let begins = || {
            fragment[..at].ends_with('#') && COMMANDS.iter().any(|command| fragment[at..].starts_with(&command[1..]))
        };
        if !(is_hidden(character) || character == '#' && begins()) {
            continue;
        }
        writer.write_all(&fragment.as_bytes()[written..at])?;
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        written = at + character.len_utf8();
    }
    writer.write_all(&fragment.as_bytes()[written..])
}

/// Writes without spaces, as `serde_json` does.
struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        write_inert(writer, fragment)
    }
}

/// Indents as `serde_json` does, with one write for the beginning of a line instead of one for each step in, and writes -0 as 0,
/// because users compare the texts.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether the list or mapping that is written last has a value.
    has_value: bool,
}

/// What stands between two values: a comma, the end of the line, and the indentation of the next one.
const BETWEEN: &str = ",\n                                                                ";

impl Indented {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth += 1;
        self.has_value = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.begin_line(writer, true)?;
        }
        writer.write_all(bracket)
    }

    /// Begins a line, after a comma unless it is the first or the last one of a list or mapping.
    fn begin_line<W: ?Sized + Write>(&self, writer: &mut W, without_comma: bool) -> Result<()> {
        let (mut text, mut left) = (&BETWEEN[usize::from(without_comma)..], 2 * self.depth + 1);
        left += usize::from(!without_comma);
        while left > text.len() {
            writer.write_all(text.as_bytes())?;
            left -= text.len();
            text = &BETWEEN[2..];
        }
        writer.write_all(&text.as_bytes()[..left])
    }
}

impl Formatter for Indented {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        CompactFormatter.write_f64(writer, value + 0.0)
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        write_inert(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.begin_line(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.begin_line(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign_and_all_else_is_as_serde_writes_it() {
        let view =
            serde_json::json!({"a": [], "b": {}, "c": [1, -0.5, "x\n", null], "d": {"e": 1e-300, "f": [[true]]}});
        assert_eq!(json(&view), format!("{}\n", serde_json::to_string_pretty(&view).expect("text keys")));
        assert_eq!(json(&[-0.0, 0.5]), "[\n  0.0,\n  0.5\n]\n");
        let deep = (0..100).fold(serde_json::json!([1, {}]), |deep, at| serde_json::json!([at, {"it": deep}, []]));
        assert_eq!(json(&deep), format!("{}\n", serde_json::to_string_pretty(&deep).expect("text keys")));
    }

    #[test]
    fn what_a_terminal_or_a_pipeline_would_obey_is_escaped_and_reads_the_same() {
        let hostile = "a\u{9b}31m\u{202e}b\u{2028}\u{7f}\u{1b}]0;x\u{7}\u{e0041} ##[add-mask]e ##vso[x]y ### é 日本";
        for text in [json(&[hostile]), line(&[hostile])] {
            assert!(!text.trim_end().chars().any(|it| it != '\n' && is_hidden(it)), "{text:?}");
            assert!(!text.contains("##[") && !text.contains("##vso["), "{text}");
            assert!(text.contains("### é 日本"), "{text}");
            assert_eq!(serde_json::from_str::<Vec<String>>(&text).expect("JSON"), [hostile]);
        }
    }
}
