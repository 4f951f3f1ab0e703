//! Views as JSON (RFC 8259).

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

/// Formats a view as indented JSON with a final line break. Numbers are not rounded, and zero has no sign.
///
/// # Panics
/// Never: views consist of texts and finite numbers.
#[must_use]
pub fn json(view: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(1024);
    view.serialize(&mut Serializer::with_formatter(&mut bytes, Indented(PrettyFormatter::new())))
        .expect("views have text keys");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is text")
}

/// Indents as `serde_json` does, and writes -0 as 0, because users compare the texts.
struct Indented<'a>(PrettyFormatter<'a>);

impl Formatter for Indented<'_> {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> Result<()> {
        self.0.write_f64(writer, value + 0.0)
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
}
