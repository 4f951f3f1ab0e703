//! Prints what the parser of the command line says: the help, the version, and what is wrong with what was typed.

use std::io::{self, IsTerminal as _, Write as _};

use super::color::uses_colors;
use super::global::Color;
use super::pager;
use super::session::Session;
use crate::render::{aside, clean_block, fit};
use crate::source::is_hidden;

/// Prints what clap says instead of running a command: help and version, which are answers, or what is wrong. `columns` is the
/// width of answers. A reader that closed the pipe is not an error.
pub(super) fn print(error: &clap::Error, columns: usize, color: Color) {
    let text = error.render().to_string();
    let columns = if error.use_stderr() { Session::error_width() } else { columns };
    let to_terminal = if error.use_stderr() { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    // clap repeats what was typed, which may come from an untrusted source, and breaks no line.
    let fitted = fit(&text, columns);
    let is_odd = fitted != text || text.chars().any(|c| c != '\n' && is_hidden(c));
    let shown = match is_odd {
        true => clean_block(&fitted),
        false if uses_colors(color, to_terminal) => error.render().ansi().to_string(),
        false => text,
    };
    let note = |text: &str| {
        let _ = io::stderr().write_all(aside("note: ", text, Session::error_width()).as_bytes());
    };
    if error.use_stderr() {
        let _ = io::stderr().write_all(shown.as_bytes());
    } else if !pager::show(&shown, note) {
        let _ = io::stdout().write_all(shown.as_bytes());
    }
}
