//! Numbers of options, as people write them.

use crate::author::read_number;
use crate::model::{KnownValues, parse_share};
use crate::syntax::Notation;

/// A number of an option.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let read = read_number(text, None, &KnownValues::default(), Notation::Code);
    read.map(|it| it.value).map_err(|wrong| format!("{wrong}: {}", wrong.help))
}

/// A part of a whole: `0.5`, `50%`, `5/10`. A number that is none is given on, for the command to say what it takes.
pub(super) fn share(text: &str) -> Result<f64, String> {
    parse_share(text).map_or_else(|| number(text), Ok)
}
