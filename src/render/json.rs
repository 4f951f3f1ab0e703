//! Views as JSON (RFC 8259), in which no text means anything to a terminal or to the log of a pipeline: what does is escaped,
//! and every reader sees the same.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::github::COMMANDS;
use crate::source::is_hidden;

/// Formats a view as indented JSON with a final line break. Numbers are not rounded, and zero has no sign.
///
/// # Panics
/// Never: views consist of texts and finite numbers.
pub fn json(view: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(1024);
    write(view, &mut bytes).expect("views have text keys");
    String::from_utf8(bytes).expect("JSON is text")
}

/// Writes a view as [`json`] formats it, as it comes.
///
/// # Errors
/// It cannot be written.
pub fn write(view: &impl Serialize, to: &mut dyn Write) -> Result<()> {
    view.serialize(&mut Serializer::with_formatter(&mut *to, Indented(PrettyFormatter::new())))?;
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
    // Every name and every text passes here, and nearly all are plain.
    if fragment.bytes().all(|byte| byte < 0x7f && byte != b'#') {
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

/// Indents as `serde_json` does, and writes -0 as 0, because users compare the texts.
struct Indented<'a>(PrettyFormatter<'a>);

impl Formatter for Indented<'_> {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        self.0.write_f64(writer, value + 0.0)
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        write_inert(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object_value(writer)
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
