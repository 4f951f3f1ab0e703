//! Parsers of numeric options.

use crate::author::read_number;
use crate::model::{KnownValues, parse_share};
use crate::syntax::Notation;

/// Reads a number, in any common notation.
pub(super) fn read_number_option(text: &str) -> Result<f64, String> {
    let read = read_number(text, None, &KnownValues::default(), Notation::Code);
    read.map(|it| it.value).map_err(|wrong| format!("{wrong}: {}", wrong.help))
}

/// Reads a share: `0.5`, `50%`, `5/10`. Other numbers are returned too: the command's own error names its limits.
pub(super) fn read_share_option(text: &str) -> Result<f64, String> {
    parse_share(text).map_or_else(|| read_number_option(text), Ok)
}
